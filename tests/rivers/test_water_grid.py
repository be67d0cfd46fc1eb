"""The monthly sheet: rows are planned, shown and saved together; nobody's figures are written over unseen."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from rivers.water.choices import Outcome
from rivers.water.models import MonthlyItem, SectionMonth
from rivers.water.services import (
    MonthIn,
    MonthsRefused,
    create_section,
    mark,
    plan_months,
    record_month,
    save_months,
    set_target,
)

pytestmark = pytest.mark.clock("2026-11-25T12:00")

MAY = date(2026, 5, 1)
GRID, SAVE, PLAN = (f"/rivers/water/grid/{tail}" for tail in ("", "save/", "plan/"))


@pytest.fixture
def sections(cast, section):
    facts = {"river": cast.river, "region": cast.town, "target": 2, "body": "river"}
    return [section, *(create_section(by=None, name=f"断面{n}", code=f"S{n}", **facts) for n in (2, 3))]


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


def sheet(*rows, reason="", month="2026-05", **more) -> dict[str, str]:
    """What the page sends: (section, seen, {item: text})."""
    data = {"month": month, "source": "监测站", "reason": reason, **more}
    for each, seen, figures in rows:
        data[f"{each.pk}-seen"], data[f"{each.pk}-monitored"] = seen, "yes"
        data |= {f"{each.pk}-{item}": text for item, text in figures.items()}
    return data


def figures(section) -> dict[str, str]:
    return {each.item: each.reported for each in section.months.get(month=MAY).readings.all()}


def test_a_whole_sheet_is_saved_and_blank_rows_are_left_alone(client, sections):
    first, second, third = sections
    page = client.get(GRID, {"month": "2026-05"}).content.decode()
    assert all(f"{each.pk}-nh3n" in page for each in sections)
    rows = (
        (first, "", {"nh3n": "０．９", "tp": "0.01l"}),
        (second, "", {"nh3n": "断流", "tp": "—"}),
        (third, "", {"nh3n": ""}),
    )
    assert client.post(SAVE, sheet(*rows)).status_code == 302
    assert figures(first) == {"nh3n": "0.9", "tp": "0.01L"}
    month = first.months.get()
    assert (month.water_class, month.target, month.source) == (3, 3, "监测站")
    assert second.months.get().monitored == "dry" and not third.months.exists()
    assert Entry.objects.filter(action="section.month").count() == 2


def test_a_fault_stands_at_its_cell_and_nothing_is_saved(client, sections):
    first, second, _ = sections
    answer = client.post(SAVE, sheet((first, "", {"nh3n": "0.9"}), (second, "", {"nh3n": "很低", "ph": "77"})))
    page = answer.content.decode()
    assert answer.status_code == 422 and "“很低”不是监测值" in page and "请核对小数点" in page
    assert 'value="很低"' in page and 'value="0.9"' in page and not SectionMonth.objects.exists()


def test_a_correction_needs_a_reason_and_changes_only_what_was_sent(client, sections):
    first = sections[0]
    record_month(by=None, section=first, month=MAY, readings={"nh3n": "0.9", "cu": "0.02"}, source="旧")
    seen = mark(first, MAY)
    answer = client.post(SAVE, sheet((first, seen, {"nh3n": "1.2"})))
    assert answer.status_code == 422 and "请写明更正原因" in answer.content.decode()
    assert client.post(SAVE, sheet((first, seen, {"nh3n": "1.2"}), reason="化验室更正")).status_code == 302
    assert figures(first) == {"cu": "0.02", "nh3n": "1.2"} and first.months.get().source == "旧"
    last = Entry.objects.filter(action="section.month").order_by("id").last()
    assert last.after["reason"] == "化验室更正" and last.before["readings"] == "nh3n=0.9；cu=0.02"


def test_the_second_of_two_people_is_told_and_keeps_the_text(client, sections):
    first, second, _ = sections
    record_month(by=None, section=first, month=MAY, readings={"nh3n": "0.9"})
    seen = mark(first, MAY)
    record_month(by=None, section=first, month=MAY, readings={"nh3n": "1.1"})
    rows = (first, seen, {"nh3n": "1.3"}), (second, "", {"nh3n": "0.3"})
    answer = client.post(SAVE, sheet(*rows, reason="更正"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "已被他人填报或更正" in page and "现为 1.1" in page and 'value="1.3"' in page
    assert figures(first) == {"nh3n": "1.1"} and not second.months.exists()
    # The page now carries the mark of what stands: saving it once more is a decision.
    again = (first, mark(first, MAY), {"nh3n": "1.3"}), rows[1]
    assert mark(first, MAY) in page and client.post(SAVE, sheet(*again, reason="更正")).status_code == 302
    assert figures(first) == {"nh3n": "1.3"}


def test_a_month_filed_by_another_meanwhile_is_no_blank(client, sections):
    record_month(by=None, section=sections[0], month=MAY, readings={"nh3n": "0.9"})
    assert client.post(SAVE, sheet((sections[0], "", {"nh3n": "0.4"}), reason="x")).status_code == 409
    # The same figures are nobody's loss.
    assert client.post(SAVE, sheet((sections[0], "", {"nh3n": "0.90"}))).status_code == 302


def test_the_plan_judges_each_row_and_writes_nothing(client, sections):
    first, second, third = sections
    rows = (first, "", {"nh3n": "1.2"}), (second, "", {"tp": "x"}), (third, "", {"ph": "未监测"})
    told = client.post(PLAN, sheet(*rows)).json()["rows"]
    one = told[str(first.pk)]
    assert (one["class"], one["words"], one["met"], one["pollutants"]) == (4, "Ⅳ类 轻度污染", "未达标", "氨氮(0.2)")
    assert "不是监测值" in told[str(second.pk)]["faults"]["tp"]
    assert told[str(third.pk)]["words"] == "未监测，不参评" and not SectionMonth.objects.exists()


def test_who_may_and_whose_rows(cast, enter, sections):
    town = enter(cast.town_chief)
    assert town.get(GRID).status_code == town.post(SAVE, {}).status_code == town.post(PLAN, {}).status_code == 403
    other = enter(cast.neighbour_clerk)
    assert other.post(SAVE, sheet((sections[0], "", {"nh3n": "0.4"}))).status_code == 302
    assert not SectionMonth.objects.exists()
    with pytest.raises(NotAllowed):
        save_months([MonthIn(sections[0], MAY, {"nh3n": "1"})], by=cast.neighbour_clerk)


def test_plan_months_names_what_each_row_would_do(sections):
    first, second, third = sections
    record_month(by=None, section=first, month=MAY, readings={"nh3n": "0.90"})
    rows = [MonthIn(first, MAY, {"nh3n": "0.9"}), MonthIn(second, MAY, {"nh3n": "1"}), MonthIn(third, MAY, {}),
            MonthIn(second, MAY, {"nh3n": "2"}), MonthIn(first, date(2026, 4, 1), {"nh3n": "1", "xx": "1"}),
            MonthIn(third, date(2027, 1, 1), {"nh3n": "1"}), MonthIn(third, MAY, {"nh3n": "1"}, "dry")]  # fmt: skip
    plans = plan_months(rows)
    assert [plan.outcome for plan in plans] == ["same", "new", "blank", "wrong", "wrong", "wrong", "wrong"]
    assert [list(plan.faults) for plan in plans[3:]] == [["month"], ["xx"], ["month"], ["monitored"]]
    with pytest.raises(MonthsRefused, match="4 行有误"):
        save_months(rows, by=None)
    assert SectionMonth.objects.count() == 1


def test_the_cost_does_not_grow_with_the_rows(client, sections):
    rows = [(each, "", {"nh3n": "0.9"}) for each in sections]
    costs = []
    for some in (rows[:1], rows):
        for act in (lambda: client.get(GRID, {"month": "2026-05"}), lambda s=some: client.post(PLAN, sheet(*s))):
            with CaptureQueriesContext(connection) as queries:
                assert act().status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:] and max(costs) <= 15


def test_the_workbook_has_the_columns_of_the_page_and_comes_back_unchanged(cast, client, sections):
    record_month(by=None, section=sections[0], month=MAY, readings={"nh3n": "0.90", "cr6": "0.004L"})
    answer = client.get(reverse("rivers:month_workbook"), {"month": "2026-05"})
    lines = list(load_workbook(BytesIO(answer.content)).active.values)
    at = next(n for n, line in enumerate(lines) if line[0] == "断面编码")
    heads, row = lines[at], dict(zip(lines[at], lines[at + 1], strict=True))
    assert (row["断面"], row["氨氮（mg/L）"], row["铬（六价）（mg/L）"], row["水质类别"]) == (
        "上桥断面",
        "0.90",
        "0.004L",
        "Ⅲ类 良好",
    )
    assert list(heads).index("pH") < list(heads).index("溶解氧（mg/L）") and len(lines) - at - 1 == 1
    again = MonthIn(
        sections[0], MAY, {"nh3n": row["氨氮（mg/L）"], "cr6": row["铬（六价）（mg/L）"], "ph": row["pH"] or ""}
    )
    assert plan_months([again])[0].outcome == Outcome.SAME


def test_an_item_without_a_limit_is_kept_and_not_judged(sections):
    MonthlyItem.objects.create(item="temp", name="水温", unit="℃", order=5)
    saved = save_months([MonthIn(sections[0], MAY, {"temp": "21.5", "nh3n": "0.4"})], by=None)
    assert saved[0].result.water_class == 2 and figures(sections[0]) == {"temp": "21.5", "nh3n": "0.4"}


def test_a_changed_target_holds_from_its_month_on(client, cast, sections):
    section = sections[0]
    for number in (3, 4, 5):
        record_month(by=None, section=section, month=date(2026, number, 1), readings={"nh3n": "0.9"})
    url = reverse("rivers:set_target", args=[section.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"since": "2026-04", "target": "2", "basis": ""}).status_code == 422
    assert client.post(url, {"since": "2026-04", "target": "2", "basis": "区治水办〔2026〕3号"}).status_code == 302
    assert [month.is_met for month in section.months.order_by("month")] == [True, False, False]
    # A target that begins earlier ends where the later one begins; the same month again replaces it.
    assert set_target(section, by=cast.clerk, since=date(2026, 1, 1), target=4, basis="旧文件") == 1
    assert set_target(section, by=cast.clerk, since=date(2026, 4, 1), target=3, basis="更正") == 2
    assert [month.target for month in section.months.order_by("month")] == [4, 3, 3]
    assert record_month(by=None, section=section, month=date(2026, 2, 1), readings={"nh3n": "0.9"}).target == 4
