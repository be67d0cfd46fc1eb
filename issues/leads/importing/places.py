"""Where a lead lies: as the row says, else the nearest reach, told as a guess."""

from __future__ import annotations

from dataclasses import dataclass

from hezhang.core.accounts.models import Region
from hezhang.core.web.importing.desk.places import position_of
from hezhang.core.web.importing.desk.plan import Context
from hezhang.core.web.importing.desk.rows import Row
from issues.leads.choices import LimitWhat
from issues.leads.models import LeadLimit
from rivers.lines.facts import Lines
from rivers.registry.importing.find import Registry, region_of
from rivers.registry.models import Reach, River

TOO_FAR = "{} 米以内没有登记的河段。"
OR_WRITE = "请写明河湖，或核对坐标和坐标系；最远距离在参数设置“线索导入”中改。"


@dataclass(frozen=True)
class Spot:
    """Where a lead is put."""

    river: River
    region: Region
    reach: Reach | None
    position: tuple[float, float] | None


class Places:
    """All that rows of one region may name, and the lines around them; fetched once."""

    def __init__(self, context: Context, region: Region) -> None:
        self.context, self.region = context, region
        self.registry, self.lines = Registry(context), Lines(region, context.today)
        self.limit = LeadLimit.figure(LimitWhat.NEAR, region.code)
        self.reaches = {one.pk: one for several in self.registry.reaches.values() for one in several}

    def spot(self, row: Row) -> Spot | None:
        """None where the row is refused."""
        region, position = region_of(row, self.context), position_of(row)
        river = self.registry.river(row) if row.get("river") else None
        reach = self.registry.reach(row, "reach", river, region) if row.get("reach") else None
        if row.is_refused:
            return None
        if reach is None:
            reach = self._nearest(row, position, river) if position else self._only(row, river, region)
        river = river or (reach.river if reach else None)
        if river is None:
            if not row.is_refused:
                row.refuse("river", "没有写河湖，也没有坐标。", "请填写河湖名称，或补上经纬度。")
            return None
        home = self._home(row, region, reach, river)
        return Spot(river, home, reach, position) if home else None

    def _nearest(self, row: Row, position: tuple[float, float], river: River | None) -> Reach | None:
        key = "position" if row.get("position") else "lng"
        found = self.lines.nearest(*position, within=self.limit, river=river.pk if river else None)
        reach = self.reaches.get(found[0]) if found else None
        if found and reach:
            row.guess(key, f"{reach.river.name} {reach.name}，相距 {found[1]} 米", "坐标最近的河段")
        elif river is None:
            row.refuse(key, TOO_FAR.format(self.limit), OR_WRITE)
        return reach

    def _only(self, row: Row, river: River | None, region: Region | None) -> Reach | None:
        """The river's only reach in the place."""
        here = [one for one in self.reaches.values() if river and region and one.river_id == river.pk]
        here = [one for one in here if region and one.region_id == region.code]
        if len(here) != 1:
            return None
        row.guess("river", here[0].name, "河段按河湖和所在区划")
        return here[0]

    def _home(self, row: Row, region: Region | None, reach: Reach | None, river: River) -> Region | None:
        """The place that the row names, or the village in it through which the reach runs."""
        of_reach = self.context.places.by_code.get(reach.region_id) if reach else None
        if of_reach and self.context.may_write(of_reach.code) and (region is None or region.contains(of_reach.code)):
            return of_reach
        if region is not None:
            return region
        if not self.context.may_write(river.region_id):
            row.refuse("region", "没有写所在区划。", "请填写乡镇（街道）或村（社区）。")
            return None
        row.guess("river", river.region.name, "没有写所在区划，按河湖所属的区划")
        return river.region
