"""What every service of accounts begins and ends with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.rules import acts_by_two, may_manage_person
from hezhang.core.accounts.signals import acted
from hezhang.core.kernel.changes import changes
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.kernel.words import mask_phone


def demand_hold_of(user: User, *, by: Post | None) -> None:
    """The acting post must be allowed to manage this person; ``None`` is the system itself (imports, set-up)."""
    if by is not None:
        demand(may_manage_person(by, user.pk, user.posts.not_ended().select_related("region")))


def demand_alone(*, by: Post | None) -> None:
    """Raise NotAllowed where the system administrator needs a second person (三员分立)."""
    if acts_by_two(by, settings.ADMINS_SEPARATED):
        raise NotAllowed("已启用三员分立：系统管理员的这项操作须先提交申请，由安全管理员确认后生效。")


def lock_person(user: User) -> None:
    """Hold the person's row until the transaction ends: what is asked of all the posts of one person (三员 hold no two,
    the same office not twice) is asked by one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def journal(action: str, obj: models.Model, *, by: Post | None, at: datetime | None = None, **details: Any) -> None:
    """Let the journal know, inside the caller's transaction; phone numbers go masked."""
    for name in ("before", "after"):
        if "phone" in details.get(name, {}):
            # The journal is read by others than those who may see the number.
            details[name] = details[name] | {"phone": mask_phone(details[name]["phone"])}
    acted.send(sender=type(obj), action=action, obj=obj, post=by, at=at, **details)


def change(
    obj: models.Model,
    values: dict[str, Any],
    action: str,
    *,
    by: Post | None,
    at: datetime | None = None,
    check: Callable[[], None] | None = None,
) -> bool:
    """Write the fields that differ and journal before and after; False when nothing differs."""
    before, after = changes(obj, values)
    if not after:
        return False
    for name, value in after.items():
        setattr(obj, name, value)
    if check:
        check()
    obj.save(update_fields=list(after))
    journal(action, obj, by=by, at=at, before=before, after=after)
    return True
