"""巡河完成情况: the duty table of a region, by town and by chief, and as a workbook."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period, period_of, previous, quarter
from hezhang.core.kernel.words import day_words
from hezhang.core.web.excel import Sheet, write_table
from patrols.duties import duties_in
from patrols.duty import ChiefDuty, rate_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

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
    year, _, part = key.partition("-")
    if year.isdecimal() and 2000 <= int(year) <= 2100:
        if part[:1] == "q" and part[1:] in ("1", "2", "3", "4"):
            return quarter(int(year), int(part[1:]))
        if part.isdecimal() and 1 <= int(part) <= 12:
            return period_of("month", date(int(year), int(part), 1))
    return period_of("quarter", today)


@dataclass(frozen=True)
class Asked:
    """What the page's query form asks for."""

    span: Period
    town: str = ""
    tier: str = ""
    only: str = ""

    def keeps(self, duty: ChiefDuty) -> bool:
        """Whether this chief's row is shown."""
        if self.town and group_code(duty.post) != self.town:
            return False
        if self.tier and duty.post.tier != self.tier:
            return False
        return not self.only or bool(duty.missed if self.only == "missed" else has_never_walked(duty))


def group_code(post: Post) -> str:
    """The region whose line the chief is summed in: the town for town and village chiefs, else the own region."""
    return f"{post.region_id[:9]}000" if post.tier in (Tier.TOWN, Tier.VILLAGE) else post.region_id


def has_never_walked(duty: ChiefDuty) -> bool:
    """Owed something and walked in none of the periods (未巡河长)."""
    return bool(duty.due) and not duty.met_count


@dataclass
class Group:
    """The chiefs of one town (or of the county itself), with their sums."""

    region: Region
    duties: list[ChiefDuty] = field(default_factory=list)

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
    def total(self) -> Group:
        return Group(self.region, self.duties)


def towns(region: Region) -> list[tuple[str, str]]:
    """The lines that a table of this region may have: (code, name)."""
    rows = Region.objects.subtree(region).exclude(tier=Tier.VILLAGE) if region.tier != Tier.VILLAGE else []
    return [(row.code, f"{row.name}（本级）" if row.code == region.code else row.name) for row in rows]


def table(region: Region, asked: Asked, *, today: date | None = None) -> DutyTable:
    """The duty table of the region as asked; four queries, whatever its length."""
    groups: dict[str, list[ChiefDuty]] = defaultdict(list)
    for duty in duties_in(region, asked.span.start, asked.span.end, today=today):
        if asked.keeps(duty):
            groups[group_code(duty.post)].append(duty)
    regions = Region.objects.in_bulk(list(groups))
    return DutyTable(region, asked, [Group(regions[code], groups[code]) for code in sorted(groups)])


def rate_words(rate: float | None) -> str:
    """92.3%; 无应巡 when nothing was owed."""
    return "无应巡" if rate is None else f"{rate * 100:.1f}%"


def missed_words(duty: ChiefDuty, most: int = 0) -> str:
    """The missed periods by name: all of them in full, or the first ``most`` in short (第27周、8月上旬)."""
    if not most:
        return "、".join(one.period.label for one in duty.missed)
    labels = [short_label(one.period) for one in duty.missed]
    more = f" 等 {len(labels)} 期" if len(labels) > most else ""
    return "、".join(labels[:most]) + more


def short_label(period: Period) -> str:
    """Without the year and without what stands in brackets; a year keeps its name."""
    words = period.label.split("（")[0]
    return words.split("年", 1)[1] or words


CAVEAT = "口径：只计已经结束且在任期内完整的周期；按巡河开始时间归入周期；完成率＝已巡期次÷应巡期次。"


def write_workbook(stream: IO[bytes], found: DutyTable, made_by: str, day: date) -> None:
    """巡河完成情况统计表: by town, by chief, and the list of chiefs who have not walked."""
    title = f"{found.region.name}{found.asked.span.label}河长巡河"
    note = f"制表人：{made_by}　制表日期：{day_words(day)}　{CAVEAT}"
    numbers = ["应巡期次", "已巡期次", "未巡期次", "完成率（%）"]
    kinds = ["integer"] * 3 + ["rate"]
    same: dict[str, Any] = {"note": note}
    head = ["乡镇（街道）", "河长", "岗位", "级别"]
    write_table(
        stream,
        [
            Sheet(
                "按乡镇", ["乡镇（街道）", "河长人数", *numbers, "未巡河长人数"],
                [_sums(group, group.region.name) for group in found.groups],
                kinds=["text", "integer", *kinds, "integer"], totals=_sums(found.total, "合计"),
                heading_line=f"{title}完成情况统计表", **same,
            ),
            Sheet(
                "按河长", [*head, *numbers, "实际巡河次数", "未巡周期"],
                [
                    [*_who(group, duty), *_figures(duty), duty.patrol_count, missed_words(duty)]
                    for group in found.groups for duty in group.duties
                ],
                kinds=["text"] * 4 + kinds + ["integer", "text"], heading_line=f"{title}情况表（按河长）", **same,
            ),
            Sheet(
                "未巡河长名单", [*head, "应巡期次"],
                [[*_who(group, duty), duty.due_count] for group in found.groups for duty in group.never],
                kinds=["text"] * 4 + ["integer"], heading_line=f"{title}一次未巡名单", **same,
            ),
        ],
    )  # fmt: skip


def _sums(group: Group, name: str) -> list[object]:
    return [name, len(group.duties), group.due_count, group.met_count, group.missed_count, percent(group.rate), len(group.never)]  # fmt: skip


def _who(group: Group, duty: ChiefDuty) -> list[str]:
    return [group.region.name, duty.post.user.name, duty.post.label, duty.post.tier.label]


def _figures(duty: ChiefDuty) -> list[object]:
    return [duty.due_count, duty.met_count, len(duty.missed), percent(duty.rate)]


def percent(rate: float | None) -> float | None:
    """In per cent with one decimal, for the workbook."""
    return None if rate is None else round(rate * 100, 1)
