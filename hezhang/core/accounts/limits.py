"""How long a session lasts: it ends after silence at a desk, and after half a day in any case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings

from hezhang.core.accounts.choices import WALKING_ROLES

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BEGAN, SEEN = "began", "seen"  # keys of the session, in seconds since 1970
CONFIRMED = "confirmed"  # when the person has last proved who it is, in seconds since 1970
LABEL, ADDRESS = "label", "address"  # of the device
NOTED_EVERY = 60  # seconds: a session is written at most once a minute


def is_over(session: Any, post: Post | None, now: int) -> bool:
    """Whether the session has run out. Chiefs and patrollers walk with the phone in the pocket: no idle limit there."""
    if now - session.get(BEGAN, now) >= settings.SESSION_COOKIE_AGE:
        return True
    # The cap of half a day holds for them, too; a trusted phone then opens a new session (services.trusted_phones).
    walks = post is not None and post.role in WALKING_ROLES
    return not walks and now - session.get(SEEN, now) >= settings.SESSION_IDLE_AGE


def note(session: Any, now: int, label: Callable[[], str], address: str) -> None:
    """Remember that the person was here just now, on which device and from where."""
    if BEGAN not in session:
        session[BEGAN] = now
    if now - session.get(SEEN, 0) >= NOTED_EVERY:
        session.update({SEEN: now, LABEL: label(), ADDRESS: address})
