"""Finding the head of a chief list and what each column holds: by score, because every office lays it out anew. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.chiefs.importing.grid import Grid
from rivers.chiefs.importing.words import heading_of

# Title, subtitle, unit, date, a remark: offices put a handful of rows above the head, and none this many.
SEARCHED_ROWS = 15
# What no other sheet has weighs most; a list of phone numbers has names, towns and numbers, too.
POINTS = {"tier": 3, "river": 2}
LEAST = 4  # one column of chiefs, and at least one more that we know
PLACES = "市|州|区县|县区|县市区|县|区|旗|街道|乡镇|镇街|街镇|乡镇街道|镇街道|乡街道|街道乡镇|街道镇|镇乡|镇|乡|村|社区|村社区|社区村|村居"
TIER_COLUMN = re.compile(
    rf"(?:(?P<a>{PLACES})级)(?P<deputy>副)?河湖?库?长(?:姓名|名单)?|河湖?长姓?名?(?P<b>{PLACES})级"
)
# The first that fits decides: the length of a reach before a length, a river's name before a bare 名称 or 姓名.
SINGLE = [
    ("phone", re.compile(r".*(电话|手机|联系方式|联系号码).*")),
    ("title", re.compile(r".*(职务|职位|职称)")),
    ("reach_length", re.compile(r".*河段.*(长度|长km|长公里|里程).*")),
    ("length", re.compile(r".*(长度|河长km|河长公里|里程|全长).*")),
    (
        "river",
        re.compile(
            r"(所在|所属)?(河道|河流|河湖|河湖库|湖泊|水库|渠道|河渠|水体|河)(湖|库|湖库|湖泊|水库|渠道)*(名称|名)?|名称"
        ),
    ),
    ("village", re.compile(r"(所在|所属)?(行政)?(村|社区|村社区|村居|社区村|村庄)(名称|名)?")),
    ("town", re.compile(r"(所在|所属)?(乡镇|街道|镇街|街镇|镇|乡|乡镇街道|镇街道|乡街道|街道乡镇|街道镇)(名称|名)?")),
    ("county", re.compile(r"(所在|所属)?(县|区|县区|区县|县市区)(名称|名)?")),
    ("serial", re.compile(r"序号|编号|No\.?|备注|说明|错误说明.*", re.IGNORECASE)),
    ("name", re.compile(r"(河长)?姓名|河长")),
]


@dataclass
class ChiefColumns:
    """Where one tier's chief stands: name, and the title and phone columns to its right."""

    tier: Tier
    name: int
    title: int | None = None
    phone: int | None = None


@dataclass
class Layout:
    """What the columns hold; ``first`` is the first data row (0-based)."""

    first: int
    headings: dict[int, str]
    score: int = 0
    single: dict[str, int] = field(default_factory=dict)
    chiefs: list[ChiefColumns] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    @property
    def tiers(self) -> list[Tier]:
        """The tiers that the list has a column for, from the highest down."""
        return [tier for tier in TIER_ORDER if any(chief.tier == tier for chief in self.chiefs)]

    def unit(self, kind: str) -> str:
        """The unit that the heading of a length column states; kilometres if it says nothing."""
        heading = heading_of(self.headings.get(self.single.get(kind, -1), "")).lower()
        metres = re.search(r"(?<!千)米|(?<![a-z])m$", heading)
        return "米" if metres else "公里"


def tier_of(place: str) -> Tier:
    """社区 is a village's peer though it contains 区: the lowest tier named decides."""
    for tier, mark in ((Tier.VILLAGE, "村社居"), (Tier.TOWN, "街镇乡"), (Tier.COUNTY, "县区旗"), (Tier.CITY, "市州")):
        if any(char in place for char in mark):
            return tier
    raise ValueError(place)


def classify(heading: str) -> tuple[str, Tier | None]:
    """(kind, tier) of a heading; kind "" if unknown, "tier" for a column of chiefs."""
    text = heading_of(heading)
    found = TIER_COLUMN.fullmatch(text)
    if found:
        # A deputy's column is told as unread: read as the tier's it would overwrite the responsible chief.
        return ("", None) if found["deputy"] else ("tier", tier_of(found["a"] or found["b"]))
    return next((kind for kind, pattern in SINGLE if pattern.fullmatch(text)), ""), None


def classify_pair(upper: str, lower: str) -> tuple[str, Tier | None]:
    """The same for a head of two rows: "区级河长" over "姓名", "职务", "联系电话"."""
    if not lower or lower == upper:
        return classify(upper)
    kind, tier = classify(lower)
    if kind not in ("", "name"):
        return kind, tier
    for words in (upper, upper + lower):
        over = classify(words)
        if over[0] == "tier":
            return over
    return (kind, tier) if kind != "name" else ("", None)


def find_layout(grid: Grid) -> Layout | None:
    """The best-scoring head within the first rows; None if no row looks like one."""
    rows = range(min(SEARCHED_ROWS, len(grid.rows)))
    # Of equal scores the single row wins: a title above the head adds nothing.
    found = [_layout(grid, row, height) for height in (1, 2) for row in rows]
    found = [layout for layout in found if layout.score >= LEAST and layout.chiefs]
    return max(found, key=lambda layout: layout.score, default=None)


def _layout(grid: Grid, row: int, height: int) -> Layout:
    layout = Layout(first=row + height, headings={})
    previous = upper = ""
    for col in range(len(grid.rows[row])):
        text, lower = grid.at(row, col), grid.at(row + 1, col)
        upper = text or (upper if height == 2 and lower else "")
        layout.headings[col] = f"{upper} {lower}".strip() if height == 2 and lower != upper else upper
        kind, tier = classify_pair(upper, lower) if height == 2 else classify(upper)
        if height == 1 and text and text == previous:
            kind = ""  # one heading merged over several columns
        previous = text
        _take(layout, col, kind, tier)
    return layout


def _take(layout: Layout, col: int, kind: str, tier: Tier | None) -> None:
    chief = layout.chiefs[-1] if layout.chiefs else None
    if kind == "tier" and tier and all(one.tier != tier for one in layout.chiefs):
        layout.chiefs.append(ChiefColumns(tier, col))
    elif kind in ("title", "phone") and chief and getattr(chief, kind) is None:
        # The title and phone to the right of a tier's column belong to that tier.
        setattr(chief, kind, col)
    elif kind in ("river", "length", "reach_length", "county", "town", "village") and kind not in layout.single:
        layout.single[kind] = col
    elif kind == "serial":
        return
    else:
        if layout.headings[col]:
            layout.unread.append(col)
        return
    layout.score += POINTS.get(kind, 1)
