"""The kind 涉河对象: its columns come from the fields of the kinds, so that a new field is read at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.excel import CellError, as_text
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.places import POSITION_FIELDS, position_of
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Act, Context, Outcome, compared, refuse_twice
from hezhang.core.web.importing.desk.rows import CellReader, Row
from rivers.assets.choices import NO, YES, Bank, Holder, ValueType
from rivers.assets.models import Asset, FieldValue, ObjectField, ObjectKind
from rivers.assets.rules import LONGEST, WrongValue, canonical, holding, said
from rivers.assets.services import create_asset, edit_asset, set_values
from rivers.registry.importing.find import RIVER_WORDS, Registry, region_fields, region_of, river_field

VALUE = "v:"
YEAR = re.compile(r"((?:19|20)\d{2})年?(?:度)?")
BANKS = {**{label: value for value, label in Bank.choices}, "左": Bank.LEFT, "右": Bank.RIGHT, "河道中": Bank.MIDDLE}
BRACKETS = re.compile(r"[（(].*?[）)]")
NO_KIND = "看不出是哪一类对象。"
NAME_IT = "请加一列“类别”，或把工作表命名为类别的名称，如“排污口”。"


def as_it_is(value: Any, reader: parsers.Reader) -> Any:
    """The cell itself: what it means depends on the kind of the row."""
    return None if parsers.plain(value) == "" else value


def since_of(value: Any, reader: parsers.Reader) -> date | None:
    """A day, or a year that stands for its first day."""
    told = parsers.plain(value)
    if found := YEAR.fullmatch(told):
        reader.guess(f"{found[1]}-01-01", "只有年份，按当年 1 月 1 日")
        return date(int(found[1]), 1, 1)
    return parsers.day(value, reader)


def value_fields() -> list[Field]:
    """One column for each name that any field of any kind has; kinds share them (管理单位)."""
    words: dict[str, list[str]] = {}
    rows = ObjectField.objects.filter(is_active=True, kind__is_active=True, kind__holder=Holder.ASSET)
    for name, unit in rows.order_by("kind__order", "order", "pk").values_list("name", "unit"):
        labels = words.setdefault(name, [])
        if unit and (label := f"{name}（{unit}）") not in labels:
            labels.append(label)
    return [Field(f"{VALUE}{name}", name, labels, parse=as_it_is, alone=True) for name, labels in words.items()]


class Kinds:
    """Kinds and fields that hold where the import is, read once."""

    def __init__(self, context: Context) -> None:
        code = context.region.code if context.region else ""
        rows = ObjectKind.objects.in_force(code).active().filter(holder=Holder.ASSET)
        self.by_name = {as_text(kind.name): kind for kind in rows}
        self.fields: dict[int, dict[str, ObjectField]] = {}
        for each in ObjectField.objects.in_force(code).active().filter(kind__in=self.by_name.values()):
            self.fields.setdefault(each.kind_id, {})[each.name] = each

    def of(self, row: Row) -> ObjectKind | None:
        """The kind that the row names, else the sheet or what stands above the head. Refuses the row where it is none."""
        told = row.get("kind", "")
        found = self._called(told) if told else self._called_in(row.table.title)
        if found is None:
            why = f"没有名为“{told}”的类别。" if told else NO_KIND
            row.refuse("kind", why, f"可填：{'、'.join(self.by_name)}。" if told else NAME_IT)
        elif not told:
            row.guess("kind", found.name, "没有写类别，按工作表或标题")
        return found

    def _called(self, told: str) -> ObjectKind | None:
        if told in self.by_name:
            return self.by_name[told]
        near = [kind for name, kind in self.by_name.items() if _short(name) in told or told in name]
        return near[0] if len(near) == 1 else None

    def _called_in(self, title: str) -> ObjectKind | None:
        # The longest name: 水库大坝 is no 坝.
        names = [name for name in self.by_name if name in title or _short(name) in title]
        return self.by_name[max(names, key=len)] if names else None


def _short(name: str) -> str:
    return BRACKETS.sub("", name)


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by code, else by kind, name and river; values hold from the day of the row, or of the import."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "编码")
    kinds, registry = Kinds(context), Registry(context)
    here = _known(context)
    by_code = {one.code: one for one in here}
    elsewhere = Asset.objects.in_bulk([code for row in rows if (code := row.get("code"))], field_name="code")
    by_name = {(one.kind_id, one.name, one.river_id): one for one in here}
    acts = [act for row in rows if not row.is_refused and (act := _act(row, context, kinds, registry, by_code, elsewhere, by_name))]  # fmt: skip
    refuse_twice(
        [act.row for act in acts if act.what == NEW and not act.row.get("code")],
        lambda row: (row.text("kind"), row.sheet, row.get("name"), row.text("river")),
        "name",
        "类别、名称和河湖",
    )
    return Outcome(acts)


def _known(context: Context) -> list[Asset]:
    rows = Asset.objects.select_related("kind", "river", "reach__region", "region").prefetch_related("values")
    if context.region is None:
        return list(rows)
    first, last = context.region.code_range
    return list(rows.filter(region_id__gte=first, region_id__lte=last))


def _act(
    row: Row, context: Context, kinds: Kinds, registry: Registry, by_code: dict[str, Asset],
    elsewhere: dict[str, Asset], by_name: dict[Any, Asset],
) -> Act | None:  # fmt: skip
    kind, region, position = kinds.of(row), region_of(row, context), position_of(row)
    river = registry.river(row) if row.get("river") else None
    reach = registry.reach(row, "reach", river, region) if row.get("reach") and not row.is_refused else None
    if row.is_refused or kind is None:
        return None
    since = row.get("since") or context.first_day
    values = _values(row, kind, kinds.fields.get(kind.pk, {}))
    stored = _stored(row, kind, river or (reach.river if reach else None), by_code, elsewhere, by_name)
    if row.is_refused:
        return None
    own: dict[str, Any] = {name: told for name in PLAIN if (told := row.get(name)) not in (None, "")}
    own |= {"river": reach.river if reach else river} if reach or river else {}
    own |= {"reach": reach} if reach else {}
    own |= {"region": region} if region else {}
    own |= {"lat": position[0], "lng": position[1]} if position else {}
    if stored is not None:
        return _edited(row, stored, own, values, since, context)
    home = region or (reach.region if reach else None) or context.region
    if home is None or not context.may_write(home.code):
        row.refuse("region", "没有写所属区划，也看不出属于哪里。", "请填写所属区划。")
        return None
    if region is None:
        row.guess("region", home.name, "没有写所属区划，按河段或导入的区划")
    own["region"] = home
    if lacking := [
        each for each in kinds.fields.get(kind.pk, {}).values() if each.is_required and not values.get(each)
    ]:
        row.refuse(f"{VALUE}{lacking[0].name}", f"没有填写“{lacking[0].name}”。", f"{kind.name}必须填写这一项。")
        return None
    shown = [kind.name, own["name"], row.get("code") or "自动编号", home.name, _told(values)]
    return Act(row, NEW, shown, partial(_create, row, kind, own, values, since, context), rank=(row.number,))


PLAIN = ("name", "bank", "place", "keeper", "remark", "established_on")


def _stored(
    row: Row, kind: ObjectKind, river: Any, by_code: dict[str, Asset], elsewhere: dict[str, Asset], by_name: dict[Any, Asset]
) -> Asset | None:  # fmt: skip
    code = row.get("code")
    if not code:
        return by_name.get((kind.pk, row.get("name"), river.pk if river else None))
    found = by_code.get(code)
    if found is None and code in elsewhere:
        row.refuse("code", "这个编码已用于其他区划的对象。", "请核对编码。")
    elif found is not None and found.kind_id != kind.pk:
        row.refuse("kind", f"编码“{code}”登记的是{found.kind.name}“{found.name}”。", "请核对编码和类别。")
    return found


def _values(row: Row, kind: ObjectKind, fields: dict[str, ObjectField]) -> dict[ObjectField, str]:
    """What the row says in the fields of its kind, as it is kept; refuses what a field does not take."""
    found = {}
    for key in row.table.head.columns:
        if not key.startswith(VALUE) or row.get(key) is None:
            continue
        field = fields.get(key.removeprefix(VALUE))
        if field is None:
            row.refuse(
                key,
                f"{kind.name}没有“{key.removeprefix(VALUE)}”这一项。",
                "请清空这一格，或在“对象类别”中为它增加字段。",
            )
            continue
        try:
            found[field] = canonical(field, _cell(row, key, field))
        except (CellError, WrongValue) as wrong:
            row.refuse(key, f"{wrong}".rstrip("。") + "。")
    return found


def _cell(row: Row, key: str, field: ObjectField) -> Any:
    """The cell, read as offices fill such cells in."""
    wanted = row.kind.field(key)
    if wanted is None:
        return None
    reader, value = CellReader(row, wanted), row.get(key)
    if field.type == ValueType.NUMBER:
        number = parsers.number(as_text(value).removesuffix(field.unit) if isinstance(value, str) else value, reader)
        # What a workbook reckoned with has more places than anybody measured.
        return number if number is None else round(number, field.decimals)
    if field.type == ValueType.DATE:
        return parsers.day(value, reader)
    if field.type == ValueType.YES_NO:
        ticked = parsers.tick(value, reader)
        return None if ticked is None else YES if ticked else NO
    if field.type == ValueType.CHOICE:
        return parsers.words_for({word: word for word in field.choices})(value, reader)
    return parsers.limited(LONGEST)(value, reader)


def _told(values: dict[ObjectField, str]) -> str:
    return "；".join(f"{field.name} {said(field, text)}" for field, text in list(values.items())[:4])


def _edited(
    row: Row, stored: Asset, own: dict[str, Any], values: dict[ObjectField, str], since: date, context: Context
) -> Act | None:
    if not context.may_write(stored.region_id):
        row.refuse("code", "该对象登记在其他区划，请由所属河长办维护。")
        return None
    changed = compared(stored, own)
    now = {field: _now(stored, field, since) for field in values}
    news = {field: text for field, text in values.items() if now[field] != text}
    words = [f"{Asset._meta.get_field(name).verbose_name} {getattr(stored, name) or '空'} → {told}" for name, told in changed.items()]  # fmt: skip
    words += [f"{field.name} {said(field, now[field]) or '空'} → {said(field, text)}（自 {since}）" for field, text in news.items()]  # fmt: skip
    what = CHANGED if changed or news else SAME
    shown = [stored.kind.name, own["name"], stored.code, stored.region.name, _told(values)]
    carry = partial(_write, stored, changed, news, since, context) if what == CHANGED else None
    return Act(row, what, shown, carry, rank=(row.number,), changes="；".join(words))


def _now(stored: Asset, field: ObjectField, since: date) -> str:
    rows: Iterable[FieldValue] = (one for one in stored.values.all() if one.field_id == field.pk)
    found = holding(rows, since)
    return found.text if found else ""


def _create(
    row: Row, kind: ObjectKind, own: dict[str, Any], values: dict[ObjectField, Any], since: date, context: Context
) -> Asset:
    return create_asset(by=context.by, kind=kind, code=row.get("code", ""), values=values, since=since, **own)


def _write(stored: Asset, changed: dict[str, Any], news: dict[ObjectField, Any], since: date, context: Context) -> None:
    if changed:
        edit_asset(stored, changed, by=context.by)
    if news:
        set_values(stored, news, since, by=context.by)


KIND = register(
    Kind(
        key="assets",
        title="涉河对象",
        order=75,
        rule=is_office,
        list_url="rivers:assets",
        plan=plan,
        more=value_fields,
        asks_since=True,
        leaves=frozenset({"rivers.codeserial"}),
        headings=["类别", "名称", "编码", "所属区划", "数据"],
        hint="一行一个对象，一张表一类（工作表以类别命名）或加一列“类别”。列名与“对象类别”中的字段名称相同即可读入；"
        "可以先在名录中导出某一类，照它的列填写。空白的单元格不改动原有内容；数据自“数据日期”一列（没有的按导入日期）起生效。",
        fields=[
            Field(
                "name", "名称", ["对象名称", "设施名称", "工程名称"],
                like=r"(?!.*(河|湖|流域|水系|水体|单位|乡|镇|村|社区|区划|行政区|企业|业主)).{1,10}名称",
                parse=parsers.limited(60, parsers.name), required=True, weight=1, example="老桥排污口",
            ),
            Field("kind", "类别", ["对象类别", "设施类别", "类别名称"], parse=parsers.limited(30, parsers.name), weight=2, example="排污口", note="“对象类别”中的名称"),
            Field("code", "编码", ["对象编码", "编号", "对象编号"], like=r"(?!.*(河|湖|区划|行政区|许可)).{1,10}(编码|编号)", parse=parsers.limited(24, parsers.name)),
            replace(river_field(), words=[*RIVER_WORDS, "受纳水体", "受纳河流", "所在水体", "取水水源"]),
            Field("reach", "所在河段", ["河段", "河段名称", "所属河段"], parse=parsers.name),
            *region_fields("所属区划"),
            Field("bank", "岸别", ["左右岸", "岸边"], parse=parsers.words_for(BANKS)),
            Field("place", "地点", ["位置", "具体位置", "详细地址", "地址", "所在地点"], parse=parsers.limited(100)),
            *POSITION_FIELDS,
            Field("keeper", "责任（管理）单位", ["责任单位", "运行管理单位", "权属单位"], parse=parsers.limited(60)),
            Field("established_on", "对象建立时间", ["建立时间"], parse=parsers.day),
            Field("since", "数据日期", ["数据年份", "年度", "统计年度", "统计时间", "自哪天起"], parse=since_of, note="年份或日期；不填按导入时选的日期"),
            Field("remark", "备注", ["说明", "其他"], parse=parsers.limited(300)),
        ],
    )
)  # fmt: skip
