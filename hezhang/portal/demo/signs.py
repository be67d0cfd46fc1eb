"""What the district's signboards show, and how they were found: kept texts, a few that are stale, inspections."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.models import Department
from hezhang.portal.demo.world import World, dice_for
from rivers.boards.choices import Found
from rivers.boards.models import Inspection, InspectionPhoto, Renewal, Signboard
from rivers.boards.services import settle
from rivers.boards.services.text import Known, joined

FAULTS = [
    (Found.DAMAGED, "立柱倾斜，一角翘起", 12),
    (Found.HIDDEN, "被绿化带遮挡，看不清电话", 20),
    (Found.OUTDATED, "牌上仍是上一任河长", 9),
    (Found.MISSING, "道路施工后未恢复", 33),
    (Found.DAMAGED, "牌面褪色", 150),
    (Found.HIDDEN, "广告牌遮挡", 190),
]
MENDED = 150  # faults that were found so many days ago or more have been put right


def signs(world: World) -> str:
    _phones(world)
    boards = list(joined(Signboard.objects.order_by("pk")))
    kept = _texts(world, boards)
    settle(Signboard.objects.all(), world.today)
    return f"{kept} 块留存牌面，{_inspections(world, boards)} 次巡检"


def _phones(world: World) -> None:
    """Offices have a number that is nobody's: 0999 is no area code."""
    for number, unit in enumerate(Department.objects.filter(kind__in=["office", "town"]).order_by("pk"), 101):
        Department.objects.filter(pk=unit.pk).update(phone=f"0999-5550{number}")


def _texts(world: World, boards: list[Signboard]) -> int:
    """Nine of ten boards were put right when the system knew their text already."""
    dice, known, rows = dice_for("board texts"), Known(boards, world.today), []
    for board in boards:
        if dice.random() < 0.9:
            text = known.text(board, board.renewed_on).kept()
            if dice.random() < 0.02:
                _older_length(text, dice)
            rows.append(
                Renewal(
                    board=board, renewed_on=board.renewed_on, before_on=board.renewed_on - timedelta(days=700), text=text,
                    noted_at=_noon(board.renewed_on), noted_by=world.posts["hezhangban"],
                )
            )  # fmt: skip
    return len(Renewal.objects.bulk_create(rows))


def _older_length(text: dict[str, Any], dice: Random) -> None:
    """The reach was measured again since."""
    length = f"{dice.uniform(1.1, 2.9):.1f} 公里"
    for fact in text["facts"]:
        if fact["key"] == "length":
            fact["value"] = length
    for block in text["front"]:
        if block["key"] == "length":
            block["lines"] = [length]


def _inspections(world: World, boards: list[Signboard]) -> int:
    """Most were seen by the office within the year, some not; six were found faulty, four of them still are."""
    dice, post = dice_for("board inspections"), world.posts["hezhangban"]
    seen = [board for board in boards if dice.random() < 0.85]
    rows = [_row(board, Found.SOUND, "", world.today - timedelta(days=dice.randrange(40, 330)), post) for board in seen]
    for board, (result, note, days) in zip(dice.sample(boards, len(FAULTS)), FAULTS, strict=True):
        row = _row(board, result, note, world.today - timedelta(days=days), post)
        if days >= MENDED:
            row.repaired_on, row.repair_note, row.repaired_by = row.day + timedelta(days=6), "已修复", post
        rows.append(row)
    made = Inspection.objects.bulk_create(rows)
    shots = world.pick_photos("found", 4)
    InspectionPhoto.objects.bulk_create(
        [InspectionPhoto(inspection=one, upload=shot) for one, shot in zip(made[-len(FAULTS) :], shots, strict=False)]
    )
    return len(made)


def _row(board: Signboard, result: str, note: str, day: Any, post: Any) -> Inspection:
    return Inspection(board=board, result=result, note=note, day=day, noted_at=_noon(day), noted_by=post)


def _noon(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11, 20)))
