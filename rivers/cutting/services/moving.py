"""What follows a reach: reaches below it, boards and assets, what the apps above answer; and its chiefs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.geo import shapes
from hezhang.core.geo.positions import Point
from rivers.acting.models import Acting
from rivers.assets.models import Asset
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.cutting.models import Cut, CutPart
from rivers.cutting.signals import Moving, followed, following_asked
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

ONE_DAY = timedelta(days=1)


def following(reach: Reach, on: date) -> list[Moving]:
    """Everything that goes on with what the reach becomes, the rooms' and apps' above included."""
    found = _children(reach, on) + _boards(reach) + _assets(reach, on)
    answers: list[tuple[Any, Any]] = following_asked.send(Reach, reach=reach)
    for _, answer in answers:
        found += answer
    return found


def _children(reach: Reach, on: date) -> list[Moving]:
    lines = {line.reach_id: line for line in ReachLine.objects.filter(reach__parent=reach)}
    return [
        Moving(f"reach:{child.pk}", "下级河段", child.name, _middle(lines.get(child.pk)))
        for child in reach.children.standing(on).order_by("code")
    ]


def _middle(line: ReachLine | None) -> Point | None:
    if line is None:
        return None
    points = line.positions()
    return shapes.part(points, 0.5, 1.0)[0]


def _boards(reach: Reach) -> list[Moving]:
    return [
        Moving(f"board:{board.pk}", "公示牌", str(board), _place(board.lat, board.lng))
        for board in Signboard.objects.filter(reach=reach).order_by("code")
    ]


def _assets(reach: Reach, on: date) -> list[Moving]:
    return [
        Moving(f"asset:{asset.pk}", asset.kind.name, asset.name, _place(asset.lat, asset.lng))
        for asset in Asset.objects.filter(reach=reach).standing(on).select_related("kind").order_by("code")
    ]


def _place(lat: float | None, lng: float | None) -> Point | None:
    return None if lat is None or lng is None else (lat, lng)


def move(targets: Mapping[str, Reach], *, by: Post | None, at: datetime) -> None:
    """Every key to its reach: own rows here, others' by the signal."""
    for key, target in targets.items():
        kind, _, number = key.partition(":")
        if kind == "reach":
            Reach.objects.filter(pk=number).update(parent=target)
        elif kind == "board":
            Signboard.objects.filter(pk=number).update(reach=target, region=target.region_id)
        elif kind == "asset":
            Asset.objects.filter(pk=number).update(reach=target)
    followed.send(Reach, targets=dict(targets), by=by, at=at)


def held(reaches: Sequence[Reach], on: date) -> list[Tenure]:
    """Tenures that are not over on that day, those that begin later included."""
    return list(Tenure.objects.running(on).filter(reach__in=reaches).select_related("post__user").order_by("pk"))


def told(tenures: Iterable[Tenure]) -> list[list[Any]]:
    """Number, reach and last day of each, as JSON keeps them."""
    return [[one.pk, one.reach_id, one.ends_on.isoformat() if one.ends_on else None] for one in tenures]


def hand_on(tenures: Sequence[Tenure], to: Sequence[Reach], on: date, *, by: Post | None) -> list[list[Any]]:
    """End these tenures the day before, and let the same people hold the same on the new reaches; as they were, for a way back.

    One that begins on the day or later has no day before: it moves to the first of the new reaches as it is.
    """
    kept = told(tenures)
    # Ended before their successors begin: the database lets no two responsible chiefs stand at once.
    for one in tenures:
        _end_or_move(one, to, on)
    for one in tenures:
        for target in to:
            key = {"post_id": one.post_id, "reach": target, "kind": one.kind, "starts_on": max(one.starts_on, on)}
            # Deputy of both halves of a join: one tenure of what they become.
            if not Tenure.objects.filter(**key).exists():
                _stand_in(one, Tenure.objects.create(**key, ends_on=one.ends_on), on)
    return kept


def _stand_in(old: Tenure, new: Tenure, on: date) -> None:
    """Who stands in for a chief on leave stands in on each of the new reaches."""
    for one in Acting.objects.filter(tenure=old, ends_on__gte=on):
        one.pk, one.tenure, one.starts_on = None, new, max(one.starts_on, on)
        one._state.adding = True
        one.save(force_insert=True)


def stood_in(reaches: Sequence[Reach]) -> list[list[Any]]:
    """The actings on these reaches, each with its last day, as JSON keeps them."""
    rows = Acting.objects.filter(tenure__reach__in=reaches).order_by("pk").values_list("pk", "ends_on")
    return [[pk, ends_on.isoformat()] for pk, ends_on in rows]


def _end_or_move(tenure: Tenure, to: Sequence[Reach], on: date) -> None:
    own = Tenure.objects.filter(pk=tenure.pk)
    if tenure.starts_on < on:
        own.update(ends_on=on - ONE_DAY)
        return
    same = {"post_id": tenure.post_id, "kind": tenure.kind, "starts_on": tenure.starts_on}
    if to and not Tenure.objects.filter(reach=to[0], **same).exists():
        own.update(reach=to[0])
    else:
        own.update(ends_on=tenure.starts_on)  # as who leaves a post before a tenure begins: none is deleted


def end(reach: Reach, on: date, action: str, into: Sequence[Reach], *, by: Post | None) -> None:
    """The reach's last day is the day before."""
    reach.ended_on = on - ONE_DAY
    reach.version += 1
    reach.save(update_fields=["ended_on", "version"])
    after = {"ended_on": reach.ended_on, "into": [str(one) for one in into]}
    record(action, reach, post=by, before={"ended_on": None}, after=after)


def note(
    kind: str, old: Sequence[Reach], new: Sequence[Reach], on: date, moved: Mapping[str, int], were: list[list[Any]],
    *, by: Post | None,
) -> Cut:  # fmt: skip
    """The row by which it can be told, and undone."""
    tenures = {"were": were, "are": told(Tenure.objects.filter(reach__in=new).order_by("pk")), "acting": stood_in(new)}
    cut = Cut.objects.create(
        kind=kind, region=old[0].region, day=on, post=by, made_at=timezone.now(), moved=dict(moved), tenures=tenures
    )
    parts = [CutPart(cut=cut, reach=reach, is_new=reach in new) for reach in (*old, *new)]
    CutPart.objects.bulk_create(parts)
    return cut
