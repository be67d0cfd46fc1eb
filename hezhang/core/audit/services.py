"""Writing the journal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from hezhang.core.audit.context import origin
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.changes import changes
from hezhang.core.kernel.words import shortened

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, User

__all__ = ["changes", "plain", "record"]


def record(
    action: str,
    obj: models.Model | None = None,
    *,
    post: Post | None = None,
    user: User | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    label: str = "",
    at: datetime | None = None,
) -> Entry:
    """Append one row, in the caller's transaction: an act whose journal row fails, fails.

    ``action`` is a dotted word, e.g. ``issue.dispatch``; ``before`` and ``after`` hold only what changed.
    """
    here = origin.get()
    return Entry.objects.create(
        at=at or timezone.now(),
        user=user or (post.user if post else None),
        post=post,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        label=shortened(label or (str(obj) if obj is not None else ""), 200),
        region_id=getattr(obj, "region_id", None),
        before=plain(before or {}),
        after=plain(after or {}),
        ip=here.ip,
        request_id=here.request_id,
    )


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The same values in a form that JSON can hold."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        # Name and number: names change, and a number alone says nothing to a reader.
        return f"{value} (#{value.pk})"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
