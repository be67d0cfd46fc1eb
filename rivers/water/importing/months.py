"""The kind 月水质: a line for each section and month, with a column for each item."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

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
from rivers.water.models import Section, SectionMonth, WaterStandard
from rivers.water.rules import quality
from rivers.water.services import record_month
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
    sound = [(row, one) for row, one in found.items() if one is not None and not row.is_refused]
    return Outcome([act for row, one in sound if (act := _act(row, one, stored, context))])


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


def _act(row: Row, section: Section, stored: dict[Any, SectionMonth], context: Context) -> Act | None:
    day = row.get("month")
    if day > context.today:
        row.refuse("month", "不能填报未来月份的水质。", "请核对月份。")
        return None
    readings = {item: row.get(item) for item in ITEMS if row.get(item)}
    monitored = row.get("monitored")
    if monitored is None:
        monitored = Monitored.YES if readings else Monitored.NO_DATA
        if not readings:
            row.guess("section", str(Monitored.NO_DATA.label), "这一行没有任何监测值")
    if (monitored == Monitored.YES) != bool(readings):
        row.refuse("monitored", "监测情况与监测值不一致。", "已监测的请填监测值，未监测、断流、封冻的请清空监测值。")
    elif monitored == Monitored.YES:
        _check_figures(row, section, day, readings)
    if row.is_refused:
        return None
    known = stored.get((section.pk, day))
    shown = [
        section.name,
        f"{day.year}年{day.month}月",
        Monitored(monitored).label,
        "；".join(f"{ITEMS[item]} {text}" for item, text in readings.items()),
    ]
    what = NEW if known is None else _difference(known, readings, monitored)
    told = {
        "section": section,
        "month": day,
        "readings": readings,
        "monitored": monitored,
        "source": row.get("source", known.source if known else ""),
    }
    carry = partial(_write, told, known, context) if what != SAME else None
    return Act(row, what, shown, carry, rank=(day, row.number))


def _check_figures(row: Row, section: Section, day: date, readings: dict[str, str]) -> None:
    standard = WaterStandard.objects.in_force(day)
    if standard is None:
        row.refuse("month", "该月份没有可用的水质标准。", "请先在设置中登记。")
        return
    limits = quality.limits_of(standard.limits.all())
    values = {item: quality.read_value(text) for item, text in readings.items()}
    for item, value in values.items():
        most = quality.most_of(item)
        if most is not None and value > most:
            row.refuse(item, f"超出可能的范围（不大于 {most}）。", "请核对小数点。")
    if quality.classify(values, limits, section.body).water_class is None:
        row.refuse("section", "没有一项参与评价的监测值。", "请至少填写一项，如氨氮、总磷。")


def _difference(known: SectionMonth, readings: dict[str, str], monitored: str) -> str:
    same = {one.item: one.reported for one in known.readings.all()} == readings and known.monitored == monitored
    return SAME if same else CHANGED


def _write(told: dict[str, Any], known: SectionMonth | None, context: Context) -> None:
    noted = recorder()
    # The service writes in bulk, which sends no signal.
    if noted is not None and known is not None:
        noted.changing([known])
        noted.deleting(list(known.readings.all()))
    try:
        filed = record_month(by=context.by, reason=REASON, **told)
    except ValidationError as wrong:
        names = {**ITEMS, "month": "月份", "monitored": "监测情况"}
        words = [f"{names.get(key, key)}：{'；'.join(said)}" for key, said in wrong.message_dict.items()]
        raise ValidationError(words) from wrong
    if noted is not None:
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
        hint="一行一个断面的一个月，每个项目一列；低于检出限的写“检出限+L”。水质类别由系统评价，不从文件读取。",
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
