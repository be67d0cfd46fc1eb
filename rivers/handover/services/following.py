"""Sheets that wait while their reaches are split or joined: what nobody has signed is counted anew, what is signed is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.words import shortened
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.services.counting import inventory
from rivers.handover.services.opening import store
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# In the note of every line that this adds, by which an undo finds it again.
AFTERWARDS = "签字以后的变动；上列事项以签字时为准"


def follow_cut(old: Sequence[Reach], new: Sequence[Reach], *, by: Post | None) -> None:
    """The reaches ``old`` have become ``new``; in the transaction of the cut, after everything has moved."""
    for sheet in _waiting(old):
        if sheet.state == HandoverState.OPEN:
            _recount(sheet, old, new, by)
        else:
            _mark(sheet, old, new)


def unfollow_cut(old: Sequence[Reach], new: Sequence[Reach], *, by: Post | None) -> None:
    """The same taken back: ``old`` stand again, ``new`` are about to go."""
    for sheet in Handover.objects.filter(pk__in=_of(new)).order_by("pk"):
        if sheet.state == HandoverState.OPEN:
            _recount(sheet, new, old, by)
        else:
            sheet.items.filter(reach__in=new, note=AFTERWARDS).delete()
            _point_back(sheet, old, new)


def _of(reaches: Sequence[Reach]) -> list[int]:
    return list(Handover.objects.filter(items__reach__in=reaches).order_by().values_list("pk", flat=True).distinct())


def _waiting(old: Sequence[Reach]) -> list[Handover]:
    return list(Handover.objects.select_for_update().running().filter(pk__in=_of(old)).order_by("pk"))


def _recount(sheet: Handover, gone: Sequence[Reach], come: Sequence[Reach], by: Post | None) -> None:
    """Nobody has signed: the sheet says what there is today."""
    kept = set(sheet.items.filter(group="河段").values_list("reach", flat=True)) - {one.pk for one in gone}
    pks = kept | {one.pk for one in come}
    reaches = list(Reach.objects.filter(pk__in=pks).select_related("river", "region").order_by("code"))
    sheet.items.all().delete()
    store(sheet, inventory(sheet.outgoing, reaches, sheet.left_on, timezone.localdate()))
    sheet.counted_at = timezone.now()
    sheet.save(update_fields=["counted_at"])
    record("handover.recount", sheet, post=by, after={"reaches": "、".join(one.name for one in reaches)})


def _mark(sheet: Handover, old: Sequence[Reach], new: Sequence[Reach]) -> None:
    """The words stay as they were signed; lines go with the new reaches, so that whoever is appointed there finds them."""
    sheet.items.filter(reach__in=old).update(reach=new[0])
    names = ["、".join(one.name for one in reaches) for reaches in (old, new)]
    sheet.items.create(group="说明", title=shortened(f"{names[0]}已成为{names[1]}", 200), reach=new[0], note=AFTERWARDS)
    if sheet.incoming_id is None:
        # Each half may get a chief of its own, who takes over by this line.
        for one in new[1:]:
            url = one.get_absolute_url()
            sheet.items.create(group="河段", title=one.name, reach=one, note=AFTERWARDS, url=url)


def _point_back(sheet: Handover, old: Sequence[Reach], new: Sequence[Reach]) -> None:
    """Lines of a join go back by the name that they say; what says none goes with the first."""
    for line in sheet.items.filter(reach__in=new):
        line.reach = next((one for one in old if one.name == line.title), old[0])
        line.save(update_fields=["reach"])
