"""What every write of the registry does: ask the rule, check, save, journal; and refuse a stale edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F

from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.verdict import Verdict
from rivers.registry import rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class EditedMeanwhile(Exception):  # noqa: N818 - an answer to the user, not a fault
    """Somebody saved the row after the form was drawn; ``current`` is what it holds now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("在您填写期间，这条记录已被他人修改。")
        self.current = current


def must_keep(by: Post | None, region_code: str) -> None:
    """PermissionDenied unless the post may write this region's registry; None stands for imports and set-up."""
    if by is not None:
        demand(rules.may_keep(by, region_code))


def demand(verdict: Verdict) -> None:
    """PermissionDenied with the verdict's reason."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def check(field: str, verdict: Verdict) -> None:
    """ValidationError at this field with the verdict's reason."""
    if not verdict:
        raise ValidationError({field: verdict.reason})


def create(by: Post | None, obj: models.Model, action: str, shown: list[str]) -> None:
    """Validate, insert and journal a new row; ``shown`` names the fields the journal keeps."""
    obj.full_clean()
    obj.save(force_insert=True)
    record(action, obj, post=by, after={name: getattr(obj, name) for name in shown})


def update(by: Post | None, obj: models.Model, values: dict[str, Any], seen: int | None, action: str) -> None:
    """Change a versioned row if it is still the version that was ``seen`` (None: whatever it is); journal the change.

    The version is raised in one conditional UPDATE, so of two savers at once exactly one gets through.
    """
    model = type(obj)
    expected = obj.version if seen is None else seen
    raised = model.objects.filter(pk=obj.pk, version=expected).update(version=F("version") + 1)
    if not raised:
        raise EditedMeanwhile(model.objects.get(pk=obj.pk))
    before, after = changes(obj, values)
    for name, value in values.items():
        setattr(obj, name, value)
    obj.version = expected + 1
    obj.full_clean()
    obj.save()
    record(action, obj, post=by, before=before, after=after)
