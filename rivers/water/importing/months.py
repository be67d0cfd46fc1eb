"""The kind 月水质: a line for each section and month, with a column for each item."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.web.excel import CellError
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.recording import recorder
from hezhang.core.web.importing.desk.rows import Row
from hezhang.core.web.models import ImportBatch
from rivers.registry.importing.find import Registry, river_field
from rivers.water.choices import Monitored
from rivers.water.choices import Outcome as Done
from rivers.water.models import Section, SectionMonth
from rivers.water.rules import quality
from rivers.water.services import save_months
from rivers.water.services.planning import MonthIn, Planned, figures_of, plan_months
from rivers.water.services.trends import refresh_trends

# As the standard calls its items, and what laboratories write beside that.
ITEMS = {
    "ph": "pH", "do": "溶解氧", "codmn": "高锰酸盐指数", "cod": "化学需氧量", "bod5": "五日生化需氧量", "nh3n": "氨氮", "tp": "总磷",
    "tn": "总氮", "cu": "铜", "zn": "锌", "f": "氟化物", "se": "硒", "as": "砷", "hg": "汞", "cd": "镉", "cr6": "铬（六价）", "pb": "铅",
    "cn": "氰化物", "phenol": "挥发酚", "oil": "石油类", "las": "阴离子表面活性剂", "sulfide": "硫化物", "fcoli": "粪大肠菌群",
}  # fmt: skip
SHORT = {
    "ph": ["pH值", "酸碱度"], "do": ["DO"], "codmn": ["CODMn", "高锰酸钾指数"], "cod": ["CODCr", "COD"],
    "bod5": ["BOD5", "生化需氧量"], "nh3n": ["NH3-N", "氨氮（NH3-N）"], "tp": ["TP", "总磷（以P计）"], "tn": ["TN", "总氮（以N计）"],
    "cr6": ["六价铬"], "las": ["LAS"], "f": ["氟化物（以F-计）"],
}  # fmt: skip
MONITORED = {
    **{label: value for value, label in Monitored.choices},
    **dict.fromkeys(["是", "正常", "监测"], Monitored.YES),
    **dict.fromkeys(["否", "未测", "无数据", "未采样"], Monitored.NO_DATA),
    **dict.fromkeys(["干涸", "断流（干涸）"], Monitored.DRY),
    **dict.fromkeys(["冰封", "结冰"], Monitored.FROZEN),
}
REASON = "按导入的表格更正"
ONLY_MONTH = re.compile(r"(\d{1,2})\s*月(份)?")


def month(value: Any, reader: parsers.Reader) -> date | None:
    """2026年5月, 202605, 2026-05, a day in it; of 5月 the year that the title names."""
    told = parsers.plain(value)
    found = parsers.MONTH.fullmatch(told) or parsers.COMPACT_MONTH.fullmatch(told)
    if found and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    short = ONLY_MONTH.fullmatch(told)
    if short and 1 <= int(short[1]) <= 12 and reader.year:
        reader.guess(f"{reader.year}年{short[1]}月", f"没有年份，按标题的 {reader.year} 年")
        return date(reader.year, int(short[1]), 1)
    day = parsers.day(value, reader)
    return day.replace(day=1) if day else None


def figure(value: Any, reader: parsers.Reader) -> str:
    """As reported: 0.52, 0.025L, ＜0.025; what it means the standard says."""
    told = parsers.plain(value).replace(" ", "")
    if told.upper() in {"ND", "未检出"}:
        raise CellError("写着未检出，请改填“检出限+L”，如 0.025L")
    if told:
        try:
            quality.read_value(told)
        except ValueError:
            raise CellError("不是监测值，请填数字；低于检出限的填“检出限+L”，如 0.025L") from None
    return told


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by section and month; the class is reckoned when it is written, never read from the file."""
    registry = Registry(context)
    every = Section.objects.filter(river__in=[river.pk for river in registry.rivers]).select_related("river", "region")
    sections: dict[str, list[Section]] = {}
    for one in every:
        for word in {one.name, one.code}:
            sections.setdefault(word, []).append(one)
    found = {row: _section(row, sections, registry, context) for row in rows if not row.is_refused}
    refuse_twice(
        rows, lambda row: (getattr(found.get(row), "pk", None), row.read.get("month")), "section", "断面和月份"
    )
    wanted = [one.pk for one in found.values() if one]
    stored = {
        (one.section_id, one.month): one
        for one in SectionMonth.objects.filter(section__in=wanted).prefetch_related("readings")
    }
    wished = {}
    for row, one in found.items():
        if one is not None and not row.is_refused:
            wished[row] = _wish(row, one, stored.get((one.pk, row.get("month"))))
    plans = zip(wished, plan_months(list(wished.values())), strict=True)
    return Outcome([act for row, planned in plans if (act := _act(row, planned, context))])


def _section(row: Row, sections: dict[str, list[Section]], registry: Registry, context: Context) -> Section | None:
    several = sections.get(row.get("section"), [])
    if len(several) > 1 and row.get("river"):
        river = registry.river(row)
        several = [one for one in several if river and one.river_id == river.pk]
    if len(several) != 1:
        why = f"有 {len(several)} 个同名断面。" if several else "没有登记这个断面。"
        row.refuse("section", why, "请改填断面编码。" if several else "请先导入断面，或核对名称。")
    elif not context.may_write(several[0].region_id):
        row.refuse("section", "这个断面由其他区划考核。", "请由所属河长办填报。")
    return None if row.is_refused else several[0]


def _wish(row: Row, section: Section, known: SectionMonth | None) -> MonthIn:
    """The month as the row would have it. What the row does not say stays as it is: an empty cell takes nothing away."""
    readings = {item: row.get(item) for item in ITEMS if row.get(item)}
    monitored = row.get("monitored") or (Monitored.YES if readings else known.monitored if known else None)
    if monitored is None:
        monitored = Monitored.NO_DATA
        row.guess("section", str(monitored.label), "这一行没有任何监测值")
    return MonthIn(section, row.get("month"), readings, monitored, row.get("source"))


def _act(row: Row, planned: Planned, context: Context) -> Act | None:
    for key, words in planned.faults.items():
        row.refuse(key, words)
    if row.is_refused:
        return None
    wish = planned.row
    told = "；".join(f"{ITEMS.get(item, item)} {text}" for item, text in planned.reported.items())
    shown = [wish.section.name, f"{wish.month.year}年{wish.month.month}月", Monitored(wish.monitored).label, told]
    what = {Done.NEW: NEW, Done.CHANGED: CHANGED}.get(Done(planned.outcome), SAME)
    carry = partial(_write, planned, context) if what != SAME else None
    return Act(row, what, shown, carry, rank=(wish.month, row.number), changes=_changes(planned))


def _changes(planned: Planned) -> str:
    """氨氮 0.52 → 1.2；总磷 0.1 → 未填"""
    if planned.stored is None:
        return ""
    before = figures_of(planned.stored)
    items = [item for item in ITEMS if before.get(item) != planned.reported.get(item)]
    words = [f"{ITEMS[item]} {before.get(item) or '未填'} → {planned.reported.get(item) or '未填'}" for item in items]
    if planned.stored.monitored != planned.row.monitored:
        words.insert(0, f"{planned.stored.get_monitored_display()} → {Monitored(planned.row.monitored).label}")
    return "；".join(words)


def _write(planned: Planned, context: Context) -> None:
    noted, known = recorder(), planned.stored
    # The service writes in bulk, which sends no signal.
    if noted is not None and known is not None:
        noted.changing([known])
        noted.deleting(list(known.readings.all()))
    save_months([planned.row], by=context.by, reason=REASON)
    if noted is not None:
        filed = SectionMonth.objects.get(section=planned.row.section, month=planned.row.month)
        noted.created([*([] if known else [filed]), *filed.readings.all()])


def _reckon_trends(batch: ImportBatch) -> None:
    refresh_trends(Section.objects.filter(within(batch.region)) if batch.region else Section.objects.all())


KIND = register(
    Kind(
        key="water",
        title="月水质",
        order=80,
        rule=is_office,
        list_url="rivers:sections",
        plan=plan,
        headings=["断面", "月份", "监测情况", "监测值"],
        hint="一行一个断面的一个月，每个项目一列；低于检出限的写“检出限+L”。空着的格和没有的列不改动已填报的数值，要清除请到月报表中改。水质类别由系统评价，不从文件读取。",
        fields=[
            Field("section", "断面", ["断面名称", "监测断面", "点位名称", "监测点位", "断面编码", "监测断面名称", "点位"], parse=parsers.name, required=True, weight=2),
            Field("month", "月份", ["监测月份", "监测时间", "采样日期", "监测日期", "时间", "采样时间", "年月"], parse=month, required=True, example="2026年5月"),
            river_field(),
            *[Field(item, label, [f"{label}（mg/L）", *SHORT.get(item, [])], parse=figure) for item, label in ITEMS.items()],
            Field("monitored", "监测情况", ["是否监测", "监测状态"], parse=parsers.words_for(MONITORED)),
            Field("source", "数据来源", ["来源", "监测单位", "填报单位"], parse=parsers.limited(60)),
        ],
        least=4,
        undone=_reckon_trends,
    )
)  # fmt: skip
