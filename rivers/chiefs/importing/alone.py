"""One person a line: whose tier the line says in words, or by the lowest place that it names. Pure."""

from __future__ import annotations

import re
from datetime import date

from hezhang.core.kernel.choices import Tier
from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.importing.columns import PLACES
from rivers.chiefs.importing.kinds import LABELS
from rivers.chiefs.importing.words import AS_ABOVE, heading_of

# A place in words, from the lowest: the column that names it is the tier of who stands in the line.
BY_PLACE = {Tier.VILLAGE: "village", Tier.TOWN: "town", Tier.COUNTY: "county"}
RESPONSIBLE = re.compile(r"(责任|区县?级|县级|市级|乡?镇级|街道级|村级|社区级)?河?湖?长|责任人?")
NO_TIER = "看不出这一行是哪一级的河长。"
NO_TIER_REMEDY = "请填写“级别”（市级、区县级、乡镇级、村级），或填写他的乡镇、村。"


def tier_of(row: Row) -> Tier | None:
    """The tier of the person in the line; None, with the line refused, when nothing tells it."""
    said = heading_of(row.text("level") or row.text("kind")) if row.has("level") or row.has("kind") else ""
    for tier, places in PLACES.items():
        if said and re.match(rf"({places})级?", said):
            return tier
    for tier, key in BY_PLACE.items():
        if row.has(key) and row.text(key) and row.text(key) not in AS_ABOVE:
            if row.has("level"):
                row.guess("level", tier.label, "没有写级别，按所在的乡镇、村判断")
            return tier
    row.refuse("level" if row.has("level") else "", NO_TIER, NO_TIER_REMEDY)
    return None


def place_of(row: Row, tier: Tier) -> dict[str, str]:
    """What the line's column of divisions says, as the place of its tier."""
    key = BY_PLACE.get(tier, "")
    named = key and row.has(key) and row.text(key)
    return {} if named or not key or not row.has("region") else {key: row.text("region")}


def refuse_others(row: Row) -> None:
    """Who is no responsible chief, and nothing else that is known: never a chief in his place."""
    kind = heading_of(row.text("kind")) if row.has("kind") else ""
    if not kind or kind in AS_ABOVE or RESPONSIBLE.fullmatch(kind):
        return
    labels = "、".join(LABELS.values())
    row.refuse("kind", "不认识这个类别。", f"可填：{labels}；办公室工作人员请在“人员与岗位”中登记。")


def refuse_ended(rows: list[Row], today: date) -> None:
    """Who has left is nobody's chief today; an end that lies ahead is a term that somebody typed, and no leaving."""
    for row in rows:
        ends = row.get("ends")
        if ends is not None and ends < today:
            row.refuse("ends", "离任日期已过，不登记为现任河长。", "请删去这一行；名录只登记现任。")
        elif ends is not None:
            row.refuse("ends", "离任日期在以后，任期届满不等于离任。", "请清空这一格；到时在河长名录办理离任。")
