"""The kind 河段: stretches of rivers, nested by tier."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.plan import (
    CHANGED,
    NEW,
    SAME,
    Act,
    Context,
    Outcome,
    changes_in_words,
    compared,
    refuse_twice,
)
from hezhang.core.web.importing.desk.rows import Row
from rivers.registry import rules
from rivers.registry.choices import Bank
from rivers.registry.importing.find import Registry, region_fields, region_of, river_field
from rivers.registry.models import Reach, River
from rivers.registry.services import create_reach, edit_reach

TIERS = {
    **{label: value for value, label in Tier.choices},
    **dict.fromkeys(["市", "地市级"], Tier.CITY),
    **dict.fromkeys(["县级", "区级", "县", "区", "区县"], Tier.COUNTY),
    **dict.fromkeys(["乡级", "镇级", "街道级", "乡镇", "镇", "街道", "镇街级"], Tier.TOWN),
    **dict.fromkeys(["村", "社区级", "社区", "村社级", "村（社区）级"], Tier.VILLAGE),
}
PLAIN = ("start_place", "end_place", "length_km", "bank")
Key = tuple[int, str, str]  # river, tier, region code


@dataclass
class Reaches:
    """Reaches by place, those of the file included: what a parent is looked for among."""

    registry: Registry
    stored: dict[Key, list[Reach]] = field(default_factory=dict)
    wanted: dict[Key, str] = field(default_factory=dict)  # place of a row → its name
    made: dict[tuple[int, str], Reach] = field(default_factory=dict)  # river and name → as it was written

    def __post_init__(self) -> None:
        for several in self.registry.reaches.values():
            for reach in several:
                self.stored.setdefault((reach.river_id, reach.tier, reach.region_id), []).append(reach)

    def above(self, river: River, tier: str, region: Region) -> Reach | None:
        """The nearest reach of the river that holds this place, as far as it stands by now."""
        for upper in reversed(TIER_ORDER[: TIER_ORDER.index(Tier(tier))]):
            code = region.code[: CODE_DIGITS[upper]].ljust(12, "0")
            if found := self.stored.get((river.pk, upper, code)):
                return found[0]
        return None


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by code, else by river, place and name; upper tiers are written first."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "河段编码")
    reaches = Reaches(Registry(context))
    known = Reach.objects.in_bulk([row.get("code") for row in rows if row.get("code")], field_name="code")
    acts = [act for row in rows if not row.is_refused and (act := _act(row, context, reaches, known))]
    refuse_twice(
        [act.row for act in acts],
        lambda row: (row.get("river"), row.get("code") or row.get("name"), row.text("region"), row.text("village")),
        "name",
        "河段",
    )
    return Outcome(acts)


def _act(row: Row, context: Context, reaches: Reaches, known: dict[str, Reach]) -> Act | None:
    stored = reaches.registry.reach_codes.get(row.get("code", ""))
    if stored is None and row.get("code") in known:
        row.refuse("code", f"编码“{row.get('code')}”已用于别处的河段。", "请核对编码。")
    river = reaches.registry.river(row) if row.get("river") else (stored.river if stored else None)
    region = region_of(row, context)
    if row.is_refused:
        return None
    if river is None:
        row.refuse("river", "没有写属于哪条河湖。", "请填写河湖名称或编码。")
        return None
    if stored is None:
        stored = _by_place(row, river, region, reaches)
    if row.is_refused:
        return None
    wanted: dict[str, Any] = {key: value for key in PLAIN if (value := row.get(key)) is not None}
    wanted["name"] = row.get("name")
    return (
        _edited(row, stored, wanted, region, context) if stored else _new(row, river, region, wanted, context, reaches)
    )


def _by_place(row: Row, river: River, region: Region | None, reaches: Reaches) -> Reach | None:
    same = [one for one in reaches.registry.reaches.get(row.get("name"), []) if one.river_id == river.pk]
    if region is not None:
        same = [one for one in same if one.region_id == region.code]
    if len(same) > 1:
        row.refuse("name", f"这条河湖有 {len(same)} 个同名河段。", "请加一列“河段编码”加以区分。")
    return same[0] if len(same) == 1 else None


def _edited(row: Row, stored: Reach, wanted: dict[str, Any], region: Region | None, context: Context) -> Act | None:
    if region is not None:
        wanted["region"] = region
    if row.get("tier"):
        wanted["tier"] = row.get("tier")
    changed = compared(stored, {name: value for name, value in wanted.items() if name != "region"})
    if region is not None and region.code != stored.region_id:
        changed["region"] = region
    if changed and not context.may_write(stored.region_id):
        row.refuse("region", "该河段登记在其他区划，请由所属河长办维护。")
        return None
    if {"tier", "region"} & set(changed):
        home = region or context.places.by_code.get(stored.region_id)
        if home is None or not _fits(row, changed.get("tier", stored.tier), home):
            return None
    carry = partial(edit_reach, stored, changed, by=context.by) if changed else None
    shown = [
        row.get("name"),
        stored.river.name,
        Tier(stored.tier).label,
        row.text("region"),
        wanted.get("length_km", ""),
    ]
    rank = (TIER_ORDER.index(Tier(stored.tier)), row.number)
    return Act(row, CHANGED if changed else SAME, shown, carry, rank=rank, changes=changes_in_words(stored, changed))


def _fits(row: Row, tier: str, region: Region) -> bool:
    verdict = rules.reach_fits_region(tier, region)
    if not verdict:
        row.refuse("tier" if row.has("tier") else "region", verdict.reason)
    return bool(verdict)


def _new(
    row: Row, river: River, region: Region | None, wanted: dict[str, Any], context: Context, reaches: Reaches
) -> Act | None:
    if region is None:
        row.refuse("region", "没有写所属区划。", "请填写河段所在的村（社区）、乡镇或区县。")
        return None
    tier = row.get("tier")
    if tier is None:
        tier = region.tier
        row.guess("tier", str(Tier(tier).label), "没有写级别，按所属区划的级别")
    if not _fits(row, tier, region):
        return None
    parent = _parent(row, river, tier, region, reaches)
    if row.is_refused:
        return None
    _twin(row, river, tier, region, reaches)
    reaches.wanted[(river.pk, tier, region.code)] = row.get("name")
    facts = {"river": river, "tier": tier, "region": region, **wanted}
    shown = [row.get("name"), river.name, Tier(tier).label, region.name, wanted.get("length_km", "")]
    carry = partial(_create, row, facts, parent, context, reaches)
    return Act(row, NEW, shown, carry, rank=(TIER_ORDER.index(Tier(tier)), row.number))


def _twin(row: Row, river: River, tier: str, region: Region, reaches: Reaches) -> None:
    """A list of chiefs has often made the reach already, under a name of its own: said, since two may be meant."""
    twin = next(iter(reaches.stored.get((river.pk, tier, region.code), [])), None)
    if twin is not None and not row.get("code"):
        words = f"{river.name}在{region.name}已有“{twin.name}”（{twin.code}），将另建一段；是同一段的，请填它的编码或照用它的名称"
        row.guess("name", row.get("name"), words)


def _parent(row: Row, river: River, tier: str, region: Region, reaches: Reaches) -> Reach | str | None:
    """The reach that the row names as its parent: a stored one, or the name of one in the file."""
    words = row.get("parent")
    if not words:
        return None
    several = reaches.registry.reaches.get(words, [])
    found = reaches.registry.reach_codes.get(words) or next((one for one in several if one.river_id == river.pk), None)
    if found is None:
        return str(words)
    upper = reaches.registry.context.places.by_code.get(found.region_id)
    if upper is not None:
        verdict = rules.nests(
            tier=tier, region_code=region.code, river_id=river.pk, parent_tier=found.tier, parent_region=upper,
            parent_river_id=found.river_id,
        )  # fmt: skip
        if not verdict:
            row.refuse("parent", verdict.reason)
    return found


def _create(row: Row, facts: dict[str, Any], parent: Reach | str | None, context: Context, reaches: Reaches) -> Reach:
    river, tier, region = facts["river"], facts["tier"], facts["region"]
    if isinstance(parent, str):
        parent = reaches.made.get((river.pk, parent))
    if parent is None:
        parent = reaches.above(river, tier, region)
    reach = create_reach(by=context.by, code=row.get("code", ""), parent=parent, **facts)
    reaches.stored.setdefault((river.pk, tier, region.code), []).append(reach)
    reaches.made[(river.pk, reach.name)] = reach
    return reach


KIND = register(
    Kind(
        key="reaches",
        title="河段",
        order=40,
        rule=is_office,
        list_url="rivers:reaches",
        plan=plan,
        leaves=frozenset({"rivers.codeserial"}),
        guessed=lambda head: bool({"river", "code"} & set(head.columns)) or any("河段" in name for name in head.names),
        headings=["河段", "河湖", "级别", "区划", "长度（公里）"],
        hint="一行一个河段，河湖须先登记。没有写上级河段的，挂在同一河湖、上一级区划的河段下面；没有编码的自动编号。",
        fields=[
            Field(
                "name", "河段名称", ["河段", "名称"], parse=parsers.limited(80, parsers.name), required=True, weight=2,
                example="澄溪上桥村段",
            ),
            Field("code", "河段编码", ["编码", "河段编号", "河段代码"], parse=parsers.limited(20, parsers.name)),
            river_field(note="名称或编码"),
            Field("tier", "级别", ["河段等级", "河段级别", "层级"], parse=parsers.words_for(TIERS), example="村级"),
            *region_fields(),
            Field("parent", "上级河段", ["上级名称", "上级河段名称", "上级河段编码"], parse=parsers.name),
            Field("start_place", "起点", ["起始位置", "起点位置", "起点名称", "起始点"], parse=parsers.limited(100)),
            Field("end_place", "终点", ["结束位置", "终点位置", "终点名称", "终止点"], parse=parsers.limited(100)),
            Field(
                "length_km", "长度（km）", ["河段长度", "长度", "长度（公里）", "河长"], parse=parsers.length_km, example="2.5",
            ),
            Field("bank", "岸别", ["左右岸"], parse=parsers.words_for(Bank.choices)),
        ],
    )
)  # fmt: skip
