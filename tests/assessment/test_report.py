"""The workbook, read by an independent reader: rows make indicators, indicators make totals."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from assessment.reports.facts import workbook as reports
from assessment.rounds import services
from assessment.schemes.models import Indicator
from tests.assessment import build

pytestmark = pytest.mark.story_until("2026-10-08")

CAP = 3


@pytest.fixture
def round_(cast):
    """A quarter with something of everything: late issues, missed patrols, dry months, entries, an override."""
    for n in range(7):
        due = date(2026, 7, 10) + timedelta(days=7 * n)
        build.issue(cast, due, done=due + timedelta(days=n - 4), closed=due + timedelta(days=9) if n % 2 else None)
    build.issue(cast, date(2026, 8, 1), region=cast.village3)
    build.patrol(cast.village_chief, cast.village_reach, date(2026, 7, 8))
    place = build.section(cast)
    for number, grade in [(7, 3), (8, 5), (9, 6)]:
        build.month(place, 2026, number, grade)
    build.month(build.section(cast, region=cast.town2), 2026, 7, None, "dry")
    round_ = build.computed(cast)
    for code, region, times in [
        ("check_major", cast.town, 9),
        ("commended", cast.town, 5),
        ("late_report", cast.town2, 1),
    ]:
        enter(cast, round_, code, region, times)
    score = build.score_of(round_, cast.town, "patrol_rate")
    services.override(score, by=cast.head, value=Decimal("11.25"), reason="汛期停巡", at=build.AFTER)
    round_.refresh_from_db()
    return round_


def enter(cast, round_, code, region, times=1):
    indicator = Indicator.objects.get(code=code)
    case = {"region": region, "indicator": indicator, "day": date(2026, 8, 5)}
    services.add_entry(round_, by=cast.clerk, **case, times=Decimal(times), reason="现场核实", at=build.AFTER)


def tables(round_) -> dict[str, list[dict]]:
    """Sheets as lists of rows by heading; the two lines above the headings are skipped."""
    stream = BytesIO()
    reports.write_report(round_, stream, made_by="文思齐")
    stream.seek(0)
    book = CalamineWorkbook.from_filelike(stream)
    found = {}
    for name in book.sheet_names:
        grid = book.get_sheet_by_name(name).to_python()
        assert "口径" in grid[1][0] and "文思齐" in grid[1][0]
        heads, *body = grid[2:]
        found[name] = [dict(zip(heads, row, strict=True)) for row in body if row[1] != ""]
    return found


def money(value) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def indicator_points(row, behind) -> Decimal | None:
    """Points of a row of 分项得分, reckoned anew from the rows behind it."""
    top = sum(Decimal(str(one["计入分子"])) for one in behind)
    assert top == Decimal(str(row["分子"]))
    if row["计分方式"] == "满分 × 比率":
        bottom = sum(Decimal(str(one["计入分母"])) for one in behind)
        assert bottom == Decimal(str(row["分母"]))
        return money(Decimal(str(row["满分或每项分值"])) * top / bottom) if bottom else None
    minus = -1 if row["计分方式"] in ("每项扣分", "总分倒扣") else 1
    points = sum((Decimal(str(one["加扣分"])) for one in behind if one["加扣分"] != ""), Decimal(0))
    assert points == minus * Decimal(str(row["满分或每项分值"])) * top or row["计分方式"] == "一票否决"
    return money(points)


def test_rows_make_indicators(round_):
    found = tables(round_)
    behind = defaultdict(list)
    for row in found["扣分依据"]:
        behind[row["乡镇"], row["指标"]].append(row)
    checked = 0
    for row in found["分项得分"]:
        if row["指标"] == reports.BASE:
            continue
        points = indicator_points(row, behind.pop((row["乡镇"], row["指标"]), []))
        assert row["计算得分"] == "不参评" if points is None else money(row["计算得分"]) == points
        checked += 1
    assert checked == 44 and not behind


def test_indicators_make_totals(round_):
    found = tables(round_)
    sums, full = defaultdict(Decimal), defaultdict(Decimal)
    for row in found["分项得分"]:
        if row["计入"] != "不计分":
            key = row["分组"] if row["计入"] == "计入分组" else row["计入"]
            sums[row["乡镇"], key] += money(row["核定得分"])
        if row["计分方式"] in (reports.BASE, "满分 × 比率"):
            full[row["乡镇"], row["分组"]] += money(row["满分或每项分值"])
    assert len(found["汇总排名"]) == 2
    for row in found["汇总排名"]:
        heads = {head.split("（")[0]: head for head in row if head.endswith("）")}
        town = row["乡镇"]
        reached = {name: min(full[town, name], max(Decimal(0), sums[town, name])) for name in heads}
        assert sum(full[town, name] for name in heads) == 100
        for name, head in heads.items():
            assert row[head] == "不参评" or money(row[head]) == reached[name]
        bonus, minus = min(CAP, sums[row["乡镇"], "计入加分"]), -sums[row["乡镇"], "总分倒扣"]
        assert (money(row["加分"]), money(row["倒扣"])) == (bonus, minus)
        assert money(row["总分"]) == sum(reached.values()) + bonus - minus


def test_numbers_are_numbers_and_words_are_words(round_):
    row = tables(round_)["汇总排名"][0]
    assert isinstance(row["总分"], float) and isinstance(row["名次"], (int, float)) and row["等次"]
    override = next(one for one in tables(round_)["分项得分"] if "核定理由" in one["说明"])
    assert override["核定得分"] == 11.25 and "汛期停巡" in override["说明"]


def test_the_file_says_whether_it_is_final(cast, round_):
    assert reports.file_name(round_) == "澄江区2026年第三季度考核（预评估）.xlsx"
    services.freeze(round_, by=cast.head, at=build.AFTER)
    assert reports.file_name(round_) == "澄江区2026年第三季度考核.xlsx"
