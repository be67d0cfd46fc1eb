"""What can be done about a duty that was missed: call the chief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import demand
from patrols.judgement import rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def call(chief: Post, *, by: Post) -> str:
    """The whole number of a chief, "" where none is known; each look is journalled. NotAllowed with the reason."""
    demand(rules.may_call(by, chief))
    audit.record("person.view_phone", chief.user, post=by)
    return str(chief.user.phone)
