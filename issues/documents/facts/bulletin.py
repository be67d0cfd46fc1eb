"""整改进度通报: the figures of the ledger as it is filtered, each of them the number of rows that the list shows under its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.words import NOTHING
from issues.ledger.choices import ENDED, State
from issues.ledger.models import Issue

MOST_LATE = 10  # a picture in a chat is looked at, not studied
MOST_AREAS = 40
DROPPED = sorted(
    ENDED - {State.CLOSED}
)  # proved unfounded, told in another one, or settled by the town chief before it was one
# By what the figures are parted: a city looks at its counties, a county at its towns, a town at its villages.
BELOW = {Tier.CITY: Tier.COUNTY, Tier.COUNTY: Tier.TOWN, Tier.TOWN: Tier.VILLAGE}
HEADS = ("", "问题数", "已销号", "在办", "其中超期", "销号率")
BASIS = "口径：销号率 = 已销号 ÷（问题数 − 不属实和已合并）；超期 = 在责任单位手中且已过整改时限。"


@dataclass(frozen=True)
class Line:
    """The figures of the whole, or of one area; ``code`` is the area's, for the list of its rows."""

    name: str
    total: int
    closed: int
    open: int
    overdue: int
    dropped: int
    code: str = ""  # of an area that the ledger can be asked for; else empty

    @property
    def rate(self) -> str:
        """To 0.1 %, rounded half up; what is dropped was nothing to be put right."""
        due = self.total - self.dropped
        if not due:
            return NOTHING
        return f"{(Decimal(self.closed * 100) / due).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.name, *map(str, (self.total, self.closed, self.open, self.overdue)), self.rate)


@dataclass(frozen=True)
class Bulletin:
    """``scope``: the conditions in words; ``late``: number, river, unit and how late, the latest first."""

    region: str
    scope: str
    at: datetime
    whole: Line
    areas: tuple[Line, ...]
    late: tuple[tuple[str, str, str, str], ...]

    @property
    def more_late(self) -> int:
        """Overdue ones that are not listed."""
        return self.whole.overdue - len(self.late)


def bulletin(rows: QuerySet, post: Post, scope: str, at: datetime | None = None) -> Bulletin:
    """Of these rows of the ledger, filtered and in the post's scope. Four queries, whatever their number."""
    at = at or timezone.now()
    # By key: a search may have joined what counts a row twice.
    rows = Issue.objects.filter(pk__in=rows.order_by().values("pk"))
    areas = _areas(rows, post, at)
    whole = _sum(areas)
    return Bulletin(post.region.name, scope, at, whole, tuple(areas) if len(areas) > 1 else (), _late(rows, at))


def _sum(lines: list[Line]) -> Line:
    names = ("total", "closed", "open", "overdue", "dropped")
    return Line("合计", **{name: sum(getattr(line, name) for line in lines) for name in names})


def _areas(rows: QuerySet, post: Post, at: datetime) -> list[Line]:
    tier = BELOW.get(Tier(post.region.tier), Tier.VILLAGE)
    late = Q(is_open=True, due_sort__lt=timezone.localdate(at))
    told: Any = rows.annotate(area=Left("region_id", CODE_DIGITS[tier])).values("area").order_by("area")
    told = told.annotate(
        total=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED)), open=Count("pk", filter=Q(is_open=True)),
        overdue=Count("pk", filter=late), dropped=Count("pk", filter=Q(state__in=DROPPED)),
    )  # fmt: skip
    lines = {one.pop("area").ljust(12, "0"): one for one in told}
    regions = Region.objects.in_bulk(lines)
    return [
        # The ledger is asked by town; of counties and villages, and of what lies with the county itself, it is not.
        Line(_name(region, tier), **one, code=code if region and region.tier == tier == Tier.TOWN else "")
        for code, one in lines.items()
        for region in [regions.get(code)]
    ]


def _name(region: Region | None, tier: Tier) -> str:
    """An issue may lie with a county itself, and not in one of its towns."""
    if region is None:
        return "其他"
    return region.name if region.tier == tier else f"{region.name}本级"


def _late(rows: QuerySet, at: datetime) -> tuple[tuple[str, str, str, str], ...]:
    today = timezone.localdate(at)
    found = rows.overdue_on(today).select_related("river", "unit").order_by("due_sort", "pk")[:MOST_LATE]
    return tuple(
        (one.number, one.river.name, one.unit.name if one.unit else NOTHING, f"超期 {(today - one.due_on).days} 天")
        for one in found
    )
