"""The way back on the same day, while nothing has happened on what came of a cut."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from rivers.acting.models import Acting
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.cutting import rules
from rivers.cutting.models import Cut
from rivers.cutting.services import moving
from rivers.cutting.signals import since_asked
from rivers.handover.services import unfollow_cut
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach
from rivers.registry.services import must_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def since(cut: Cut) -> list[str]:
    """What has happened on the new reaches, in words; empty while the cut can be taken back."""
    new = list(Reach.objects.filter(cuts__cut=cut, cuts__is_new=True).order_by("pk"))
    moved = set(cut.moved)
    found = [f"“{reach.name}”已修改" for reach in new if reach.version != 1]
    if ReachLine.objects.filter(reach__in=new).exclude(version=1).exists():
        found.append("河线已重画")
    if moving.told(Tenure.objects.filter(reach__in=new).order_by("pk")) != cut.tenures["are"]:
        found.append("任职已变动")
    if moving.stood_in(new) != cut.tenures.get("acting", []):
        found.append("代理已变动")
    boards = Signboard.objects.filter(reach__in=new).values_list("pk", flat=True)
    if any(f"board:{pk}" not in moved for pk in boards):
        found.append("新登记了公示牌")
    below = Reach.objects.filter(parent__in=new).values_list("pk", flat=True)
    if any(f"reach:{pk}" not in moved for pk in below):
        found.append("新划分了下级河段")
    answers: list[tuple[Any, Any]] = since_asked.send(Reach, reaches=new, moved=moved)
    for _, answer in answers:
        found += answer
    return found


@transaction.atomic
def undo_cut(cut: Cut, *, on: date, by: Post | None) -> list[Reach]:
    """Put everything back as it stood before, and take the new reaches away; the old ones are answered.

    Raises NotAllowed, and Refusal on another day or when something has happened since.
    """
    must_keep(cut.region_id, by=by)
    cut = Cut.objects.select_for_update().get(pk=cut.pk)
    new = list(Reach.objects.select_for_update().filter(cuts__cut=cut, cuts__is_new=True).order_by("pk"))
    demand(rules.may_undo(cut, on, []), Refusal)
    demand(rules.may_undo(cut, on, since(cut)), Refusal)
    old = {one.pk: one for one in Reach.objects.select_for_update().filter(cuts__cut=cut, cuts__is_new=False)}
    moving.move({key: old[pk] for key, pk in cut.moved.items()}, by=by, at=timezone.now())
    _restore_tenures(cut, new)
    unfollow_cut(list(old.values()), new, by=by)
    ReachLine.objects.filter(reach__in=new).delete()
    try:
        for reach in new:
            reach.delete()
    except ProtectedError as kept:
        raise Refusal("新河段上已登记了其他内容，不能撤回。") from kept
    for reach in old.values():
        reach.ended_on, reach.version = None, reach.version + 1
        reach.save(update_fields=["ended_on", "version"])
        record("reach.undo_cut", reach, post=by, after={"ended_on": None, "taken_back": [one.name for one in new]})
    cut.undone_at = timezone.now()
    cut.save(update_fields=["undone_at"])
    return list(old.values())


def _restore_tenures(cut: Cut, new: list[Reach]) -> None:
    were = cut.tenures["were"]
    # Those that came of the cut go first: the database lets no two responsible chiefs stand at once.
    made = Tenure.objects.filter(reach__in=new).exclude(pk__in=[pk for pk, _, _ in were])
    Acting.objects.filter(tenure__in=made).delete()
    made.delete()
    for pk, reach, ends_on in were:
        Tenure.objects.filter(pk=pk).update(reach=reach, ends_on=date.fromisoformat(ends_on) if ends_on else None)
