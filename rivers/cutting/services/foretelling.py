"""What would follow, in sentences, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hezhang.core.geo import shapes
from hezhang.core.geo.positions import Point, length_km
from hezhang.core.kernel.words import day_words
from rivers.chiefs.models import Tenure
from rivers.cutting import rules
from rivers.cutting.services import moving
from rivers.cutting.services.joining import divided
from rivers.cutting.services.splitting import points_of, sides
from rivers.cutting.signals import Moving
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach

SIDES = ("上半段", "下半段")
NAMED = 8
PATROLS = "按河段计的巡河频次从下一个完整周期起按新河段计算，本周期不再按原河段计。"


def foretell_split(reach: Reach, share: float, rest: int, on: date) -> list[str]:
    """What the split would do; empty when it cannot be made (``split_reach`` says why)."""
    points = points_of(reach)
    if not rules.stands(reach, on) or not rules.splits(points, share, reach.length_km):
        return []
    whole = length_km(points)
    told = [
        f"上半段河线 {whole * share:.2f} 公里，下半段河线 {whole * (1 - share):.2f} 公里。",
        _ends([reach], on),
        _keepers("继续负责两个新河段", moving.held([reach], on)),
        *_by_half(sides(moving.following(reach, on), points, share, rest)),
        *_across(reach, points, share, on),
        PATROLS,
    ]
    return [sentence for sentence in told if sentence]


def foretell_join(first: Reach, second: Reach, chief_of: Reach, on: date) -> list[str]:
    """What the join would do; empty when it cannot be made (``join_reaches`` says why)."""
    points, meet = rules.meeting(points_of(first), points_of(second))
    if not (meet and rules.joins(first, second) and rules.stands(first, on) and rules.stands(second, on)):
        return []
    staying, leaving = divided(moving.held([first, second], on), chief_of.pk)
    every = [*moving.following(first, on), *moving.following(second, on)]
    told = [
        f"合并后河线 {length_km(points):.2f} 公里。" if points else "",
        _ends([first, second], on),
        _keepers("继续负责合并后的河段", staying),
        _keepers(f"到 {day_words(on - moving.ONE_DAY)} 为止离任", leaving),
        *[f"{kind} {len(rows)} 个转到合并后的河段：{_named(rows)}。" for kind, rows in _by_kind(every).items()],
        PATROLS,
    ]
    return [sentence for sentence in told if sentence]


def _ends(reaches: Sequence[Reach], on: date) -> str:
    names = "、".join(f"“{reach.name}”" for reach in reaches)
    return f"{names}到 {day_words(on - moving.ONE_DAY)} 终止；巡河记录、已销号问题和已结束的任职留在原河段。"


def _keepers(what: str, tenures: Sequence[Tenure]) -> str:
    names = list(dict.fromkeys(f"{one.post.user.name}（{one.get_kind_display()}）" for one in tenures))
    return f"{what}：{'、'.join(names)}。" if names else ""


def _by_kind(found: Sequence[Moving]) -> dict[str, list[Moving]]:
    kinds: dict[str, list[Moving]] = {}
    for each in found:
        kinds.setdefault(each.kind, []).append(each)
    return kinds


def _by_half(placed: Sequence[tuple[Moving, int]]) -> list[str]:
    half_of = {each.key: side for each, side in placed}
    told = []
    for kind, rows in _by_kind([each for each, _ in placed]).items():
        for side, half in enumerate(SIDES):
            known = [one for one in rows if half_of[one.key] == side and one.place is not None]
            guessed = [one for one in rows if half_of[one.key] == side and one.place is None]
            told += [f"{kind} {len(known)} 个按位置归{half}：{_named(known)}。"] if known else []
            told += [f"{kind} {len(guessed)} 个没有位置，按所选归{half}：{_named(guessed)}。"] if guessed else []
    return told


def _named(rows: Sequence[Moving]) -> str:
    return "、".join(one.words for one in rows[:NAMED]) + (" 等" if len(rows) > NAMED else "")


def _across(reach: Reach, points: Sequence[Point], share: float, on: date) -> list[str]:
    """Reaches below that lie on both sides of the cut."""
    told = []
    lines = ReachLine.objects.filter(reach__parent=reach).standing(on).select_related("reach").order_by("reach__code")
    for line in lines:
        own = line.positions()
        first, last = (shapes.share_at(points, end) for end in (own[0], own[-1]))
        if min(first, last) < share - 0.02 and max(first, last) > share + 0.02:
            told.append(f"下级河段“{line.reach.name}”跨拆分点，按其中点归属；需要时请随后也拆分它。")
    return told
