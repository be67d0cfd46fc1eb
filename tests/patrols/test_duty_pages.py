"""巡河完成情况: figures by hand, every number opens to its rows, the workbook says the same."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.periods import SHANGHAI, period_of
from patrols.judgement.facts import table as tables
from patrols.walks.services import submit_patrol

Q3 = "2026-q3"
NOW = datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)


@pytest.fixture
def third_quarter(cast):
    """Village chief: 2 of 13 weeks. Town chief: 1 of 9 旬. County chief: 3 of 3 months. The other village: nothing."""
    walks = [
        (cast.village_chief, cast.village_reach, [date(2026, 7, 6), date(2026, 7, 7), date(2026, 8, 3)]),
        (cast.town_chief, cast.town_reach, [date(2026, 9, 30)]),
        (cast.county_chief, cast.county_reach, [date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 30)]),
    ]
    for post, reach, days in walks:
        for day in days:
            start = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
            end = start + timedelta(minutes=20)
            submit_patrol(by=post, client_id=uuid4(), reach=reach, started_at=start, ended_at=end, at=end)
    cast.village_chief.user.phone = "10000000001"
    cast.village_chief.user.save()
    with time_machine.travel(NOW, tick=False):
        yield cast


def rows_of(response) -> list[list[str]]:
    return rows_of_soup(BeautifulSoup(response.content, "html.parser"))


def rows_of_soup(soup: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in soup.select("table tr")]


def test_sums_by_town_and_rows_by_chief(third_quarter, enter):
    rows = rows_of(enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}"))
    assert ["澄江区（本级）", "1", "3", "3", "0", "100.0%", "0"] in rows
    # 13 + 13 weeks and 9 旬; 2 + 0 + 1 of them walked; one chief never.
    assert ["桥头镇", "3", "35", "3", "32", "8.6%", "1"] in rows
    assert ["合计", "4", "38", "6", "32", "15.8%", "1"] in rows
    village = next(row for row in rows if row[0] == "尚有田")
    assert village[2:7] == ["每周 1 次", "13", "2", "15.4%", "3"]


def test_those_who_have_not_walked(third_quarter, enter):
    page = enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}&only=never").content.decode()
    assert "夏守信" in page and "尚有田" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("town=990102101000", {"乔立本", "尚有田", "夏守信"}),
        ("tier=county", {"季明河"}),
        ("only=missed&tier=town", {"乔立本"}),
    ],
)
def test_filters(third_quarter, enter, query, names):
    rows = rows_of(enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}&{query}"))
    assert {row[0] for row in rows if len(row) == 8} - {"河长"} == names


def test_a_chiefs_page_shows_every_period_with_its_walks(third_quarter, enter):
    cast = third_quarter
    rows = rows_of(enter(cast.clerk).get(f"/patrols/duty/{cast.village_chief.pk}/?span={Q3}"))
    assert len(rows) == 1 + 13
    met = next(row for row in rows if "7月6日" in row[0])
    assert met[3] == "已巡" and met[4] == "2026年7月6日 09:00、2026年7月7日 09:00"
    assert enter(cast.neighbour_clerk).get(f"/patrols/duty/{cast.village_chief.pk}/").status_code == 404
    assert enter(cast.handler).get("/patrols/duty/").status_code == 403


@pytest.mark.parametrize("span", ["", "2026-11", "2026-q9", "x", "2026-13", "9999-q1", "2026-q4' OR 1=1"])
def test_any_span_answers(third_quarter, enter, span):
    assert enter(third_quarter.clerk).get("/patrols/duty/", {"span": span, "tier": "x", "town": "y"}).status_code == 200


def test_the_workbook_says_what_the_screen_says(third_quarter, enter):
    answer = enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}&export=xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["按乡镇", "按河长", "巡河统计表", "未巡河长名单"]
    towns = list(book["按乡镇"].iter_rows(values_only=True))
    assert ("桥头镇", 3, 35, 3, 32, 8.6, 1) in [row[:7] for row in towns]
    never = [row for row in book["未巡河长名单"].iter_rows(values_only=True) if row[1] == "夏守信"]
    assert len(never) == 1 and never[0][4] == 13
    attended = book["巡河统计表"]
    rows = [row for row in attended.iter_rows(values_only=True) if row[1] in ("尚有田", "合计")]
    assert [row[3:6] for row in rows] == [(3, 3, 0), (13, 2, 11), (35, 3, 32)]
    assert rows[1][6].count("、") == 10  # each missing week by name
    # The town stands once beside its chiefs and their sum; no filter could hide half of it.
    (merged,) = [
        one for one in attended.merged_cells.ranges if one.min_col == one.max_col == 1 and one.size["rows"] == 4
    ]
    assert attended.cell(merged.min_row, 1).value == "桥头镇" and attended.auto_filter.ref is None
    assert attended.cell(merged.max_row, 2).font.b
    assert Entry.objects.filter(action="patrol.export", user=third_quarter.clerk.user).count() == 1


def test_the_same_queries_for_one_town_and_for_all(third_quarter, enter):
    counts = []
    for who in (third_quarter.village2_chief, third_quarter.clerk):
        client = enter(who)
        client.get("/patrols/duty/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/patrols/duty/?span={Q3}")
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2 and max(counts) <= 15  # the phone's frame asks a little less than the office's


@pytest.mark.parametrize("only", ["missed", "never"])
def test_where_nobody_missed_the_page_says_so(third_quarter, enter, only):
    page = enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}&tier=county&only={only}").content.decode()
    assert "没有在任的责任河长" not in page and ("没有未巡的河长" in page or "没有一次未巡的河长" in page)


def test_where_no_chief_is_in_post_the_page_says_that(third_quarter, enter):
    assert "没有在任的责任河长" in enter(third_quarter.clerk).get("/patrols/duty/?span=2010-q1").content.decode()


def test_on_the_phone_the_missed_are_names_by_town_with_a_call_button(third_quarter, enter):
    cast = third_quarter
    page = enter(cast.county_chief).get(f"/patrols/duty/?span={Q3}&only=missed")
    soup = BeautifulSoup(page.content, "html.parser")
    towns = [each.get_text(" ", strip=True) for each in soup.select("#result summary")]
    assert towns == ["桥头镇 · 3 人，未巡 32 期"] and not soup.select("#result table")
    chiefs = {each.select_one(".cell-title").get_text(): each for each in soup.select("#result .cell")}
    assert set(chiefs) == {"乔立本", "尚有田", "夏守信"} and "未巡 11 期" in chiefs["尚有田"].get_text()
    assert chiefs["尚有田"].select_one(".btn")["href"] == f"/patrols/duty/{cast.village_chief.pk}/call/"


def test_the_number_is_shown_to_who_answers_for_the_chief_and_each_look_is_journalled(third_quarter, enter):
    cast = third_quarter
    phone, address = cast.village_chief.user.phone, f"/patrols/duty/{cast.village_chief.pk}/call/"
    for who in ("town_chief", "county_chief", "clerk", "leader"):
        assert f'href="tel:{phone}"' in enter(cast[who]).get(address).content.decode()
    looks = Entry.objects.filter(action="person.view_phone", object_id=str(cast.village_chief.user_id))
    assert looks.count() == 4
    for who, status in [("patroller", 403), ("village_chief", 403), ("neighbour_clerk", 404), ("handler", 403)]:
        assert enter(cast[who]).get(address).status_code == status
    assert looks.count() == 4


def test_who_has_no_right_to_the_number_sees_no_call_button(third_quarter, enter):
    page = enter(third_quarter.village_chief).get(f"/patrols/duty/?span={Q3}&only=missed").content.decode()
    assert "尚有田" in page and "/call/" not in page


def test_keys_of_spans_come_back():
    for span in tables.spans(date(2026, 11, 21)):
        assert tables.span_of(tables.span_key(span), date(2000, 1, 1)) == span


def test_missed_periods_in_short():
    short = [
        tables.short_label(period_of(unit, date(2026, 7, 1)))
        for unit in ("week", "ten_days", "month", "quarter", "year")
    ]
    assert short == ["第27周", "7月上旬", "7月", "第三季度", "2026年"]


def test_an_older_span_asked_for_by_the_address_stands_in_the_box(third_quarter, enter):
    page = enter(third_quarter.clerk).get("/patrols/duty/?span=2019-q2").content.decode()
    assert re.search(r'<option value="2019-q2" selected[^>]*>2019年第二季度</option>', page)


def test_weeks_sum_up_to_the_line_and_open_to_their_own_rows(third_quarter, enter):
    clerk = enter(third_quarter.clerk)
    soup = BeautifulSoup(clerk.get(f"/patrols/duty/?span={Q3}").content, "html.parser")
    line = next(row for row in soup.select(".heat tbody tr") if row.th.get_text(strip=True) == "桥头镇")
    cells = [(cell.get_text(strip=True).split("/"), cell.a) for cell in line.select("td") if cell.a]
    assert [sum(int(figures[at]) for figures, _ in cells) for at in (0, 1)] == [3, 35]
    for (met, due), link in cells:
        rows = rows_of(clerk.get("/patrols/duty/" + link["href"]))
        town = next(row for row in rows if row[0] == "桥头镇")
        assert town[2:4] == [due, met], link["href"]


def test_the_first_week_of_a_quarter_does_not_reach_into_the_one_before(third_quarter, enter):
    # 29 June to 5 July: June's last 旬 and June itself ended on its second day.
    page = enter(third_quarter.clerk).get(f"/patrols/duty/?span={Q3}&week=2026-w27").content.decode()
    assert "2026年第三季度第27周" in page.replace("第3季度", "第三季度")
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.select(".heat")
    town = next(row for row in rows_of_soup(soup) if row[0] == "桥头镇")
    assert town[2] == "2"


@pytest.mark.parametrize("week", ["2026-w54", "2026-w00", "2025-w01", "w27", "２０２６-w27", "2026-w1"])
def test_a_week_that_means_nothing_is_left_aside(third_quarter, enter, week):
    page = enter(third_quarter.clerk).get("/patrols/duty/", {"span": Q3, "week": week})
    assert ["桥头镇", "3", "35", "3", "32", "8.6%", "1"] in rows_of(page)
