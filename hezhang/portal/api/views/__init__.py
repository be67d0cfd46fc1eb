"""管理 → 数据接口: tokens of other systems, what they are told of, and the page that explains the API."""

from hezhang.portal.api.views.hooks import (
    create_hook,
    hook,
    hooks,
    pause_hook,
    renew_hook,
    replay_hook,
    resume_hook,
    try_hook,
)
from hezhang.portal.api.views.tokens import (
    create_token,
    docs,
    openapi,
    renew_token,
    revoke_token,
    schema,
    token,
    tokens,
)

__all__ = [
    "create_hook",
    "create_token",
    "docs",
    "hook",
    "hooks",
    "openapi",
    "pause_hook",
    "renew_hook",
    "renew_token",
    "replay_hook",
    "resume_hook",
    "revoke_token",
    "schema",
    "token",
    "tokens",
    "try_hook",
]
