"""Rivers and reaches that a row names, by code or name; everything fetched once, however long the file."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER
from hezhang.core.web.importing.desk.fields import Field
from hezhang.core.web.importing.desk.parsers import limited, name
from hezhang.core.web.importing.desk.plan import Context, region_named
from hezhang.core.web.importing.desk.rows import Row
from rivers.registry.models import Reach, River

BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
RIVER_WORDS = [
    "河湖名称",
    "河道名称",
    "河流名称",
    "所属河流",
    "所属河湖",
    "所在河流",
    "所在河湖",
    "对应河流",
    "对应河湖",
    "对应河道",
    "所属河道",
    "所在河道",
    "河道",
    "河流",
    "水体名称",
    "水体",
    "河流（湖泊）名称",
]
REGION_WORDS = [
    "所属区划",
    "行政区划",
    "区划名称",
    "行政区",
    "所属行政区",
    "所在区划",
    "属地",
    "区划代码",
    "行政区划代码",
]
TOWN_WORDS = [
    "乡镇",
    "街道",
    "镇街",
    "所属乡镇",
    "所属街道",
    "所在乡镇",
    "所在街道",
    "乡镇街道",
    "镇（街道）",
    "镇（街）",
    "镇",
]
VILLAGE_WORDS = [
    "村",
    "社区",
    "行政村",
    "所属村",
    "所在村",
    "村居",
    "村社",
    "所在村社",
    "所在村居",
    "所在社区",
    "所属村社",
    "所属村居",
    "所属社区",
]


def river_field(**more: Any) -> Field:
    return Field("river", "河湖", RIVER_WORDS, parse=limited(60, name), weight=2, example="澄溪", **more)


def region_fields(label: str = "区划", note: str = "名称或 12 位代码") -> list[Field]:
    """Where a row lies: one column, or one for each tier."""
    return [
        Field("region", label, REGION_WORDS, note=note),
        Field("town", "乡镇（街道）", TOWN_WORDS),
        Field("village", "村（社区）", VILLAGE_WORDS),
    ]


def region_of(row: Row, context: Context) -> Region | None:
    """The lowest region that the row names; refuses the row where a name is nobody's or not the importer's."""
    for key in ("village", "region", "town"):
        words = row.get(key)
        if not words:
            continue
        if key == "village" and row.get("town") and not str(words).startswith(str(row.get("town"))):
            words = f"{row.get('town')}{words}"
        found = region_named(context, str(words))
        if isinstance(found, str):
            row.refuse(key, found)
            return None
        if not context.may_write(found.code):
            row.refuse(key, f"“{found.name}”不在您可以维护的范围内。", "请由所属河长办导入。")
            return None
        return found
    return None


class Registry:
    """Rivers and reaches that rows of the region may name."""

    def __init__(self, context: Context) -> None:
        self.context = context
        region = context.region
        self.rivers: list[River] = (
            list(River.objects.filter(_around(region)).select_related("region")) if region else []
        )
        self.by_code = {river.code: river for river in self.rivers}
        self.by_name: dict[str, list[River]] = {}
        for river in self.rivers:
            self.by_name.setdefault(river.name, []).append(river)
        self._reaches: dict[str, list[Reach]] | None = None
        self.reach_codes: dict[str, Reach] = {}

    @property
    def reaches(self) -> dict[str, list[Reach]]:
        """By name; fetched when first asked for."""
        if self._reaches is None:
            self._reaches = {}
            known = {river.pk: river for river in self.rivers}
            for reach in Reach.objects.filter(river__in=list(known)).order_by("code"):
                reach.river = known[reach.river_id]
                self._reaches.setdefault(reach.name, []).append(reach)
                self.reach_codes[reach.code] = reach
        return self._reaches

    def river(self, row: Row, key: str = "river", words: str = "") -> River | None:
        """The river that the cell names (``words``: one of several); 澄溪（北段） is 澄溪, told as a guess.

        Refuses the row where it is nobody's.
        """
        words = words or str(row.get(key, ""))
        if not words:
            return None
        if words in self.by_code:
            return self.by_code[words]
        several = self.by_name.get(words, [])
        if not several and (short := BRACKETS.sub("", words)) != words:
            several = self.by_name.get(short, [])
            if several:
                row.guess(key, several[0].name, "括号里的字不是河湖名称的一部分")
        several = _nearest(several, row.get("town") and self._town(row)) if len(several) > 1 else several
        if len(several) == 1:
            return several[0]
        if several:
            codes = "、".join(f"{one.code}（{one.region.name}）" for one in several[:4])
            row.refuse(key, f"有 {len(several)} 条同名河湖：{codes}。", "请在这一列改填河湖编码。")
        else:
            row.refuse(key, f"没有登记名为“{words}”的河湖。", "请先导入河湖，或核对名称。")
        return None

    def _town(self, row: Row) -> Region | None:
        found = region_named(self.context, str(row.get("town")))
        return None if isinstance(found, str) else found

    def reach(
        self, row: Row, key: str = "reach", river: River | None = None, region: Region | None = None
    ) -> Reach | None:
        """The reach that the cell names, by code or name. Refuses the row where there is none or several."""
        words = str(row.get(key, ""))
        several = [*self.reaches.get(words, [])]
        if words in self.reach_codes:
            several = [self.reach_codes[words]]
        if river is not None and len(several) > 1:
            several = [one for one in several if one.river_id == river.pk]
        if region is not None and len(several) > 1:
            several = [one for one in several if one.region_id == region.code]
        if len(several) == 1:
            return several[0]
        if several:
            codes = "、".join(one.code for one in several[:4])
            row.refuse(key, f"有 {len(several)} 个同名河段：{codes}。", "请在这一列改填河段编码。")
        else:
            row.refuse(key, f"没有登记名为“{words}”的河段。", "请先导入河段，或核对名称。")
        return None


def _around(region: Region) -> Q:
    """Rivers of the region, of those above it (a river that runs through is the city's), and with a reach here."""
    above = [region.code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in TIER_ORDER]
    here = Reach.objects.filter(within(region)).values("river")
    return within(region) | Q(region__in=above) | Q(pk__in=here)


def _nearest(rivers: list[River], town: Region | None) -> list[River]:
    inside = [one for one in rivers if town and town.contains(one.region_id)]
    return inside if len(inside) == 1 else rivers
