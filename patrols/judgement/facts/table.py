"""巡河完成情况: the duty table of a region, by town and by chief."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period, period_of, previous, quarter
from patrols.judgement.facts.duties import duties_in
from patrols.norms.rules.duty import ChiefDuty, rate_of
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Two years of quarters, since each is compared with the year before; older spans open by address.
QUARTERS, MONTHS = 8, 12
ONLY = {"": "全部河长", "missed": "有未巡期次", "never": "一次未巡"}


def spans(today: date) -> list[Period]:
    """The spans one may choose: the last quarters and months, this one first."""
    found = []
    for unit, count in (("quarter", QUARTERS), ("month", MONTHS)):
        period = period_of(unit, today)
        for _ in range(count):
            found.append(period)
            period = previous(period)
    return found


def span_key(period: Period) -> str:
    """2026-q4 or 2026-11, for the URL."""
    start = period.start
    return f"{start.year}-q{(start.month + 2) // 3}" if period.unit == "quarter" else f"{start:%Y-%m}"


def span_of(key: str, today: date) -> Period:
    """The span of a key; this quarter when the key says nothing."""
    # ASCII and so many digits alone: Python refuses to read a number of thousands of digits.
    said = re.fullmatch(r"(20\d\d|2100)-(?:q([1-4])|(0?[1-9]|1[0-2]))", key, re.ASCII)
    if said is None:
        return period_of("quarter", today)
    year, part, month = said.groups()
    return quarter(int(year), int(part)) if part else period_of("month", date(int(year), int(month), 1))


def week_of(key: str, span: Period) -> Period | None:
    """The week of a key such as 2026-w47, where it touches the span; else None."""
    said = re.fullmatch(r"(20\d\d)-w(\d\d)", key, re.ASCII)
    try:
        week = period_of("week", date.fromisocalendar(int(said[1]), int(said[2]), 1)) if said else None
    except ValueError:  # there is no such week in that year
        return None
    return week if week and week.start <= span.end and week.end >= span.start else None


@dataclass(frozen=True)
class Asked:
    """What the page's query form asks for; ``week``: of the span only the days that lie in it."""

    span: Period
    town: str = ""
    tier: str = ""
    only: str = ""
    week: Period | None = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day asked about."""
        if self.week is None:
            return self.span.start, self.span.end
        return max(self.span.start, self.week.start), min(self.span.end, self.week.end)

    @property
    def label(self) -> str:
        return f"{self.span.label}{short_label(self.week)}" if self.week else self.span.label

    def keeps(self, duty: ChiefDuty) -> bool:
        """Whether this chief's row is shown."""
        if self.town and group_code(duty.post) != self.town:
            return False
        if self.tier and duty.post.tier != self.tier:
            return False
        return not self.only or bool(duty.missed if self.only == "missed" else has_never_walked(duty))


def group_code(post: Post) -> str:
    """The region whose line the chief is summed in: the town for town and village chiefs, else the own region."""
    return line_of(post.region_id, post.tier)


def line_of(code: str, tier: str) -> str:
    # Nine digits are the town's (decision 0002).
    return f"{code[:9]}000" if tier in (Tier.TOWN, Tier.VILLAGE) else code


def has_never_walked(duty: ChiefDuty) -> bool:
    """Owed something and walked in none of the periods (未巡河长)."""
    return bool(duty.due_count) and not duty.met_count


@dataclass
class Group:
    """The chiefs of one town (or of the county itself), with their sums."""

    region: Region
    duties: list[ChiefDuty] = field(default_factory=list)
    vacant: int = 0  # reaches without a responsible chief: nobody owes anything there, and the board says so

    @property
    def due_count(self) -> int:
        return sum(duty.due_count for duty in self.duties)

    @property
    def met_count(self) -> int:
        return sum(duty.met_count for duty in self.duties)

    @property
    def missed_count(self) -> int:
        return self.due_count - self.met_count

    @property
    def rate(self) -> float | None:
        return rate_of(self.duties)

    @property
    def never(self) -> list[ChiefDuty]:
        """Chiefs who owed something and walked in none of the periods."""
        return [duty for duty in self.duties if has_never_walked(duty)]


@dataclass
class DutyTable:
    """The whole table: chiefs in the order of region codes, and their sums by town."""

    region: Region
    asked: Asked
    groups: list[Group]

    @property
    def duties(self) -> list[ChiefDuty]:
        return [duty for group in self.groups for duty in group.duties]

    @property
    def empty_words(self) -> str:
        """Why there is nobody to show: not that there is no chief, where nobody missed anything."""
        asked = self.asked
        if asked.only:
            return "没有一次未巡的河长" if asked.only == "never" else "没有未巡的河长，应巡的都已巡"
        return "没有符合条件的责任河长" if asked.town or asked.tier else "这个区间没有在任的责任河长"

    @property
    def total(self) -> Group:
        return Group(self.region, self.duties, sum(group.vacant for group in self.groups))


def towns(region: Region) -> list[tuple[str, str]]:
    """The lines that a table of this region may have: (code, name)."""
    rows = Region.objects.subtree(region).exclude(tier=Tier.VILLAGE) if region.tier != Tier.VILLAGE else []
    return [(row.code, f"{row.name}（本级）" if row.code == region.code else row.name) for row in rows]


def table(region: Region, asked: Asked, *, today: date | None = None) -> DutyTable:
    """The duty table of the region as asked; nine queries, whatever its length."""
    groups: dict[str, list[ChiefDuty]] = defaultdict(list)
    for duty in duties_in(region, *asked.days, today=today):
        if asked.keeps(duty):
            groups[group_code(duty.post)].append(duty)
    vacant = _vacant(region, asked, min(asked.days[1], today or timezone.localdate())) if groups else Counter[str]()
    codes = sorted({*groups, *vacant})
    regions = Region.objects.in_bulk(codes)
    return DutyTable(region, asked, [Group(regions[code], groups[code], vacant[code]) for code in codes])


def _vacant(region: Region, asked: Asked, on: date) -> Counter[str]:
    """空缺: how many reaches had no responsible chief on the last day, by line; a list of names (未巡 …) leaves them out."""
    if asked.only:
        return Counter()
    rows = Reach.objects.filter(within(region)).without_chief(on).order_by().values_list("region_id", "tier")
    found = Counter(line_of(code, tier) for code, tier in rows if asked.tier in ("", tier))
    return Counter({code: many for code, many in found.items() if asked.town in ("", code)})


def rate_words(rate: float | None) -> str:
    """92.3%; 无应巡 when nothing was owed."""
    return "无应巡" if rate is None else f"{rate * 100:.1f}%"


def missed_words(duty: ChiefDuty, most: int = 0) -> str:
    """The missed periods by name: all of them in full, or the first ``most`` in short (第27周、8月上旬)."""
    if not most:
        return "、".join(one.period.label for one in duty.missed)
    # On the screen; the workbook names them all, as 福鼎's monthly table lists every missing date.
    labels = [short_label(one.period) for one in duty.missed]
    more = f" 等 {len(labels)} 期" if len(labels) > most else ""
    return "、".join(labels[:most]) + more


def short_label(period: Period) -> str:
    """Without the year and without what stands in brackets; a year keeps its name."""
    words = period.label.split("（")[0]
    return words.split("年", 1)[1] or words
