"""What boards hear: something that stands on them was written, by whichever service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from hezhang.core.accounts.models import Department, Post, User
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import rows_written, watch
from hezhang.core.web.models import ImportBatch
from rivers.boards.models import Signboard
from rivers.boards.services import settle, settle_reaches
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River


def connect() -> None:
    rows_written.connect(written, dispatch_uid="rivers.boards.written")
    post_save.connect(after_undo, sender=ImportBatch, dispatch_uid="rivers.boards.undo")
    post_delete.connect(deleted, sender=Tenure, dispatch_uid="rivers.boards.deleted")
    for model, (fields, _) in HEARD.items():
        watch(model, fields)
        post_save.connect(saved, sender=model, dispatch_uid="rivers.boards.saved")


# ── What stands on boards ──
def _reaches_of_tenures(keys: list[Any]) -> Iterable[int]:
    return Tenure.objects.filter(pk__in=keys).values_list("reach", flat=True)


def _reaches_of_rivers(keys: list[Any]) -> Iterable[int]:
    return Reach.objects.filter(river__in=keys).values_list("pk", flat=True)


def _reaches_of_posts(keys: list[Any]) -> Iterable[int]:
    return Tenure.objects.filter(post__in=keys).values_list("reach", flat=True)


def _reaches_of_people(keys: list[Any]) -> Iterable[int]:
    return Tenure.objects.filter(post__user__in=keys).values_list("reach", flat=True)


def _reaches_of_units(keys: list[Any]) -> Iterable[int]:
    """An office's phone stands on every board of its region."""
    regions = [one.region for one in Department.objects.filter(pk__in=keys).select_related("region")]
    return {pk for one in regions for pk in Reach.objects.filter(within(one)).values_list("pk", flat=True)}


def _reaches_of_boards(keys: list[Any]) -> Iterable[int]:
    return Signboard.objects.filter(pk__in=keys).values_list("reach", flat=True)


# Which fields stand on boards, and on the boards of which reaches.
Reaches = Callable[[list[Any]], Iterable[int]]
HEARD: dict[type[Model], tuple[set[str], Reaches]] = {
    Tenure: ({"post", "reach", "kind", "starts_on", "ends_on"}, _reaches_of_tenures),
    Reach: ({"name", "river", "parent", "tier", "start_place", "end_place", "length_km"}, lambda keys: keys),
    River: ({"name"}, _reaches_of_rivers),
    Post: ({"title", "user", "department", "starts_on", "ends_on"}, _reaches_of_posts),
    User: ({"name"}, _reaches_of_people),
    Department: ({"name", "phone", "is_active"}, _reaches_of_units),
    Signboard: ({"reach"}, _reaches_of_boards),
}


def saved(
    sender: type[Model], instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    fields, reaches = HEARD[sender]
    changed = None if update_fields is None else {name.removesuffix("_id") for name in update_fields}
    # What is new stands on no board yet, but for a chief; and a board itself is settled by its own services.
    is_heard = sender is Tenure or (not created and sender is not Signboard)
    if is_heard and not raw and (changed is None or changed & fields):
        settle_reaches(reaches([instance.pk]))


def written(sender: type[Model], keys: list[Any], created: bool = False, **_: Any) -> None:
    """Rows were written in bulk; others listen for other models."""
    if sender in HEARD:
        settle_reaches(HEARD[sender][1](keys))


def deleted(instance: Tenure, **_: Any) -> None:
    settle_reaches([instance.reach_id])


def after_undo(instance: ImportBatch, update_fields: frozenset[str] | None, **_: Any) -> None:
    """The undo takes renewals away past the services, and what was reckoned from them with them."""
    if instance.kind == "boards" and instance.region and "undone_at" in (update_fields or ()):
        settle(Signboard.objects.filter(within(instance.region)))
