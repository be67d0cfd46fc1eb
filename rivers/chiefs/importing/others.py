"""Lines of one person who is no responsible chief: 总河长 and 副总河长 of a region, 副河长, 警长, 巡河员 … of a reach."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.kernel.words import mask_phone
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context
from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.importing.columns import PLACES
from rivers.chiefs.importing.kinds import HEADS, LABELS, other_kind
from rivers.chiefs.importing.persons import Newcomer, Persons
from rivers.chiefs.importing.words import heading_of
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.heads.choices import HeadKind
from rivers.heads.models import HeadTenure
from rivers.heads.rules import MOST_GENERALS
from rivers.heads.services import appoint_head
from rivers.registry.importing.find import Registry, region_of
from rivers.registry.models import Reach

NO_PLACE = "看不出这一行属于哪个区划。"
NO_PLACE_REMEDY = "请填写“级别”和“乡镇（街道）”“村（社区）”，或“行政区划”。"
SEVERAL = re.compile(r"[、，,;；/\n]+")
Key = tuple[str, str, str]  # river name, tier, region code


@dataclass
class Wanted:
    """One office for one person: of the region, or of a reach (``coming``: one that the same file brings)."""

    row: Row
    kind: str
    region: Region
    person: Newcomer
    starts_on: date
    reaches: list[Reach] = field(default_factory=list)
    coming: list[Key] = field(default_factory=list)
    is_known: bool = False


class Others:
    """All lines of the kind, understood; ``acts`` for the plan, ``carry_out`` after the responsible chiefs."""

    def __init__(self, rows: Iterable[Row], context: Context, coming: Iterable[Key] = ()) -> None:
        self.rows, self.context, self.coming = list(rows), context, set(coming)
        self.registry = Registry(context)
        self.persons = Persons(context)
        self.wanted: list[Wanted] = []
        self.generals: dict[str, int] = {}
        self.reaches: dict[Key, Reach] = {}
        for row in self.rows:
            if not row.is_refused and (wanted := self._understood(row)) is not None:
                self.wanted.append(wanted)

    def acts(self) -> list[Act]:
        return [Act(one.row, SAME if one.is_known else NEW, shown(one), rank=(one.row.number,)) for one in self.wanted]

    @property
    def figures(self) -> list[tuple[str, int]]:
        """What would be done, by kind; nothing where nothing is."""
        new = [one.kind for one in self.wanted if not one.is_known]
        return [(f"新任{LABELS[kind]}", new.count(kind)) for kind in LABELS if kind in new]

    def carry_out(self, made: dict[Key, Reach]) -> None:
        """``made``: the reaches that the responsible chiefs' lines have brought."""
        for one in self.wanted:
            if not one.is_known:
                self._appoint(one, [*one.reaches, *(made[key] for key in one.coming)])

    def _appoint(self, one: Wanted, reaches: list[Reach]) -> None:
        by, post = self.context.by, self.persons.post_of(one.person, one.kind, one.starts_on)
        starts_on = max(one.starts_on, post.starts_on)
        if one.kind in HEADS:
            appoint_head(by=by, post=post, kind=one.kind, starts_on=starts_on, today=self.context.today)
            return
        held = Tenure.objects.running(starts_on).filter(post__user=post.user_id, kind=one.kind)
        for reach in reaches:
            if not held.filter(reach=reach).exists():
                appoint(by=by, post=post, reach=reach, kind=one.kind, starts_on=starts_on)

    def _understood(self, row: Row) -> Wanted | None:
        kind = other_kind(row)
        region = self._region(row)
        person = region and self.persons.read(row, kind, region)
        if row.is_refused or region is None or person is None:
            return None
        starts_on: date = row.get("starts") or self.context.first_day
        wanted = Wanted(row, kind, region, person, starts_on)
        known = self._known_head if kind in HEADS else self._known_keeper
        wanted.is_known = known(wanted)
        return None if row.is_refused else wanted

    def _region(self, row: Row) -> Region | None:
        """The lowest place that the line names, or the one of its level around that."""
        said = heading_of(row.text("level")) if row.has("level") else ""
        said += heading_of(row.text("kind"))
        tier = next((tier for tier, places in PLACES.items() if re.match(rf"({places})", said)), None)
        found = region_of(row, self.context)
        if row.is_refused:
            return None
        own = self.context.region
        if found is None and own is not None and tier == own.tier:
            found = own
        if found is None:
            row.refuse("", NO_PLACE, NO_PLACE_REMEDY)
            return None
        return self._of_tier(row, found, tier) if tier else found

    def _of_tier(self, row: Row, found: Region, tier: Tier) -> Region | None:
        if found.is_pseudo or found.tier == tier:
            return found
        if TIER_ORDER.index(Tier(found.tier)) < TIER_ORDER.index(tier):
            row.refuse(
                "level" if row.has("level") else "kind", f"级别与区划“{found.name}”不一致。", "请填写该级的区划。"
            )
            return None
        above = self.context.places.by_code.get(found.code[: CODE_DIGITS[tier]].ljust(12, "0"))
        if above is None or not self.context.may_write(above.code):
            row.refuse("level" if row.has("level") else "kind", "该级由上级河长办登记。", "请交上级河长办导入。")
            return None
        return above

    def _known_head(self, one: Wanted) -> bool:
        """Whether he is it already. A third 总河长, and one who is to be both, stay out."""
        held = HeadTenure.objects.filter(region=one.region).running(one.starts_on).select_related("post__user")
        here = list(held)
        own = next((each for each in here if each.post.user_id == one.person.user_id), None)
        if own is not None and own.kind != one.kind:
            one.row.refuse("kind", f"现任{one.region.name}{own.get_kind_display()}。", "改任请先登记离任，再导入。")
        if own is not None or one.kind != HeadKind.GENERAL:
            return own is not None
        count = self.generals.get(one.region.code, sum(each.kind == HeadKind.GENERAL for each in here)) + 1
        if count > MOST_GENERALS:
            why = f"{one.region.name}已有 {MOST_GENERALS} 名总河长。"
            one.row.refuse("kind", why, "请先为离任的总河长登记离任，再导入。")
        self.generals[one.region.code] = count
        return False

    def _known_keeper(self, one: Wanted) -> bool:
        self._find_reaches(one)
        if one.coming or not one.person.user_id:
            return False
        held = Tenure.objects.running(one.starts_on).filter(post__user=one.person.user_id, kind=one.kind)
        known = set(held.filter(reach__in=one.reaches).values_list("reach_id", flat=True))
        return all(reach.pk in known for reach in one.reaches)

    def _find_reaches(self, one: Wanted) -> None:
        """By the name of the reach, else what each river named has in the place."""
        row = one.row
        if row.has("reach") and row.text("reach"):
            river = self.registry.river(row) if row.has("river") and row.text("river") else None
            reach = None if row.is_refused else self.registry.reach(row, "reach", river, one.region)
            one.reaches = [reach] if reach else []
            return
        names = [name for name in SEVERAL.split(row.text("river")) if name] if row.has("river") else []
        if not names:
            row.refuse("river", "没有写河湖或河段。", "请填写河道名称；一人管几条河的，用顿号隔开。")
        for name in names:
            self._of_river(one, name)

    def _of_river(self, one: Wanted, name: str) -> None:
        key = (name, one.region.tier, one.region.code)
        if name not in self.registry.by_name and key in self.coming:
            one.coming.append(key)
            return
        river = self.registry.river(one.row, words=name)
        if river is None:
            return
        every = [each for several in self.registry.reaches.values() for each in several if each.river_id == river.pk]
        here = [each for each in every if each.region_id == one.region.code and each.ended_on is None]
        if here:
            one.reaches += here
        elif key in self.coming:
            one.coming.append(key)
        else:
            remedy = "请先登记河段，或在同一份名录中写明该河段的责任河长。"
            one.row.refuse("river", f"“{name}”在{one.region.name}没有河段。", remedy)


def shown(one: Wanted) -> list[str]:
    """A line of the preview, as of the responsible chiefs."""
    names = [each.name for each in one.reaches] + [name for name, _, _ in one.coming]
    place = "、".join(names) or one.region.name
    word = LABELS[one.kind]
    person: Any = one.person
    water = "" if one.kind in HEADS else one.row.text("river") if one.row.has("river") else ""
    tier = str(Tier(one.region.tier).label)
    words = f"{word}（{'不变' if one.is_known else '新任'}）"
    return [water, place, tier, person.name, person.title, mask_phone(person.phone), words]
