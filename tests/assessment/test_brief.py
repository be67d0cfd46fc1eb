"""简报: the page a leader keeps. Its words come from stored scores, its figures are those of the other sheets."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from assessment.reports.facts import brief, workbook
from assessment.rounds import services
from assessment.rounds.models import Subject
from assessment.schemes.models import Band, Indicator
from hezhang.core.accounts.models import Region
from tests.assessment import build

pytestmark = pytest.mark.story_until("2026-10-08")


def enter(cast, found, code, region, times=1):
    indicator = Indicator.objects.get(code=code)
    case = {"region": region, "indicator": indicator, "day": date(2026, 8, 5)}
    services.add_entry(found, by=cast.clerk, **case, times=Decimal(times), reason="现场核实", at=build.AFTER)


@pytest.fixture
def found(cast):
    """桥头镇: three issues late, one spot-check finding; 柳岸镇: nothing."""
    for n in range(4):
        due = date(2026, 7, 10) + timedelta(days=7 * n)
        build.issue(cast, due, done=due + timedelta(days=5 if n else -1))
    found = build.computed(cast)
    enter(cast, found, "check_major", cast.town, 2)
    found.refresh_from_db()
    return found


def line_of(found, region) -> brief.Line:
    return next(line for line in brief.brief_of(found).lines if line.subject.region_id == region.pk)


def words(found) -> str:
    return "\n".join(brief.matters(brief.brief_of(found)))


def test_three_main_reasons_in_words(cast, found):
    reasons = line_of(found, cast.town).reasons.split("；")
    assert len(reasons) == 3, reasons
    assert any(one.startswith("按期整改率 1/4，失 ") for one in reasons), reasons
    assert brief.loss_words(build.score_of(found, cast.town, "check_major")).endswith(" 2 项，扣 4.00 分")


def test_the_reasons_are_the_largest_losses(cast, found):
    losses = sorted((score.loss for score in line_of(found, cast.town).scores), reverse=True)[:3]
    said = [
        Decimal(one.split("失 ")[-1].split("扣 ")[-1].removesuffix(" 分"))
        for one in line_of(found, cast.town).reasons.split("；")
    ]
    assert said == [round(loss, 2) for loss in losses]


@pytest.mark.parametrize(("before", "rank", "moved"), [(None, 2, "—"), (4, 2, "↑2"), (1, 2, "↓1"), (2, 2, "持平")])
def test_movement_in_words(before, rank, moved):
    assert brief.Line(Subject(rank=rank), before, []).movement == moved


def test_a_veto_comes_first(cast, found):
    assert "一票否决" not in words(found)
    enter(cast, found, "veto_event", cast.town)
    first = brief.matters(brief.brief_of(found))[0]
    assert first.startswith(f"1. {cast.town.name}触发一票否决，等次不高于“")


def test_the_lowest_band_asks_for_a_talk(cast, found):
    worst = Band.objects.filter(scheme=found.scheme).order_by("at_least").first().name
    found.subjects.filter(region=cast.town).update(band=worst)
    assert f"{cast.town.name}等次为“{worst}”：请决定是否约谈。" in words(found)


def lines_of(*ranks: tuple[str, int, int | None]) -> brief.Brief:
    rows = [brief.Line(Subject(rank=rank), before, []) for _, rank, before in ranks]
    for line, (name, *_) in zip(rows, ranks, strict=True):
        line.subject.region = Region(name=name)
    return brief.Brief(rows, [], {})


def test_last_twice_and_a_fall_of_three_places():
    page = lines_of(("甲镇", 1, 2), ("乙镇", 2, 3), ("丙镇", 4, 1), ("丁镇", 5, 5))
    assert brief.matters(page) == [
        "1. 丁镇连续两期末位：请决定是否专项调度。",
        "2. 丙镇（第 1 → 4 名）名次明显下降：建议听取情况说明。",
    ]


def test_nothing_to_decide_is_said(cast):
    assert brief.matters(lines_of(("甲镇", 1, 3), ("乙镇", 2, 1))) == [f"1. {brief.NOTHING}"]


def test_what_did_not_take_part_is_named(found):
    assert "没有可计入的数据，全部乡镇不参评" in words(found)


def test_a_figure_set_by_hand_is_named(cast, found):
    score = build.score_of(found, cast.town, "on_time_rate")
    services.override(score, by=cast.head, value=Decimal("11.25"), reason="汛期停工", at=build.AFTER)
    assert "人工核定 1 项" in words(found)


def test_long_lists_of_names_say_how_many():
    assert brief.listed(list("甲乙丙丁戊")) == "甲、乙、丙、丁、戊"
    assert brief.listed(list("甲乙丙丁戊己")) == "甲、乙、丙、丁、戊等 6 个乡镇"


def test_the_page_opens_the_workbook(cast, found):
    stream = BytesIO()
    workbook.write_report(found, stream, made_by="文思齐")
    page = openpyxl.load_workbook(stream).worksheets[0]
    assert page.title == "简报" and page.page_setup.fitToHeight is None  # the format's default: one page
    totals = {row[1].value: row[2].value for row in page.iter_rows(min_row=4, max_row=3 + found.subjects.count())}
    assert totals == {one.region.name: float(one.total) for one in found.subjects.all()}


def test_rows_without_effect_are_out_of_print_but_in_the_file(found):
    stream = BytesIO()
    workbook.write_report(found, stream)
    page = openpyxl.load_workbook(stream)["分项得分"]
    shown = [row for row in page.iter_rows(min_row=4) if not page.row_dimensions[row[0].row].hidden]
    assert {row[-1].value for row in shown} == {"是"} and 0 < len(shown) < page.max_row - 3
