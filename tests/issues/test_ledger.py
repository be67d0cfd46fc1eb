"""The ledger: who sees what, in which tab, in what order, at what cost."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.search import finding
from issues.ledger.choices import RUNNING_STATES, State
from issues.ledger.lists.filters import IssueFilter
from issues.ledger.lists.ledger import TABS
from issues.ledger.models import Issue
from tests.issues import build

URL = "issues:ledger"


def make_overdue(issue, days=2):
    day = timezone.localdate() - timedelta(days=days)
    Issue.objects.filter(pk=issue.pk).update(due_on=day, due_sort=day)
    return issue


def numbers(client, **params):
    """The issue numbers that the page shows, in order."""
    page = client.get(reverse(URL), params).content.decode()
    known = Issue.objects.values_list("number", flat=True)
    return sorted((number for number in known if number in page), key=page.index)


@pytest.mark.parametrize("member", ["clerk", "handler", "village_chief"])
def test_same_queries_for_one_row_and_three(cast, enter, member):
    client, counts = enter(cast[member]), []
    for more in (1, 2):
        for _ in range(more):
            build.rectifying(cast)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(URL)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15, counts


def test_issue_page_costs_the_same_whatever_its_way(cast, enter):
    client, counts = enter(cast.leader), []
    for state in (State.APPLIED, State.CLOSED):
        issue = build.AT[state](cast)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(issue.get_absolute_url()).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15, counts


def test_overdue_comes_first_and_has_its_tab(cast, enter):
    calm, late = build.rectifying(cast), make_overdue(build.rectifying(cast))
    client = enter(cast.clerk)
    assert numbers(client) == [late.number, calm.number]
    assert numbers(client, tab="overdue") == [late.number]
    assert "超期 2 天" in client.get(reverse(URL)).content.decode()


def test_late_but_applied_is_not_overdue(cast, enter):
    issue = build.applied(cast)
    Issue.objects.filter(pk=issue.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    assert numbers(enter(cast.clerk), tab="overdue") == []


def test_tab_mine_is_what_the_table_expects_of_me(cast, enter):
    made = {state: make(cast).number for state, make in build.AT.items()}
    expected = {
        "clerk": {State.REPORTED, State.REGISTERED, State.APPLIED, State.VERIFIED},
        "handler": {State.DISPATCHED, State.RECTIFYING},
        "village_chief": {State.APPLIED},
        "patroller": {State.APPLIED},
        "leader": set(),
    }
    for member, states in expected.items():
        assert set(numbers(enter(cast[member]), tab="mine")) == {made[state] for state in states}, member


@pytest.mark.parametrize(
    ("member", "sees"),
    [
        ("city_chief", 2), ("county_chief", 2), ("town_chief", 2), ("village_chief", 1), ("village2_chief", 1),
        ("clerk", 2), ("leader", 2), ("patroller", 2), ("handler", 1), ("town_handler", 0), ("neighbour_clerk", 0),
    ],
)  # fmt: skip
def test_scope(cast, enter, member, sees):
    build.rectifying(cast)
    build.reported(cast, post=cast.village2_chief, region=cast.village2, reach=cast.village2_reach)
    assert len(numbers(enter(cast[member]))) == sees


def test_filters(cast, enter):
    issue, other = (
        build.rectifying(cast),
        build.reported(cast, text="河面有油污", region=cast.town2, post=cast.clerk, reach=None),
    )
    client, today = enter(cast.clerk), timezone.localdate()
    for params, expected in [
        ({"state": "rectifying"}, issue), ({"category": issue.category_id}, issue), ({"unit": cast.bureau.pk}, issue),
        ({"town": cast.town2.pk}, other), ({"q": "油污"}, other), ({"q": issue.number.lower()}, issue),
        ({"source": "patrol", "state": "reported"}, other), ({"due_after": str(today), "severity": "minor"}, issue),
    ]:  # fmt: skip
        assert numbers(client, tab="all", **params) == [expected.number], params
    assert numbers(client, tab="all", found_before=str(today - timedelta(days=1))) == []
    assert len(numbers(client, tab="all", river=cast.river.pk, found_after=str(today))) == 2


@pytest.mark.parametrize(("rare", "named"), [(0, 0), (0, 2), (0, 3), (1, 1), (2, 20_000), (3, 20_000)])
def test_words_find_the_same_whether_they_are_rare_or_not(cast, monkeypatch, rare, named):
    """Rare words are looked up once and kept by number, others met on the way; what both ways find is the same."""
    monkeypatch.setattr(finding, "NAMED", named)

    class Search(IssueFilter):
        RARE = rare

    made = [build.reported(cast, text=f"第 {n} 处油污") for n in range(2)] + [build.reported(cast, place="油污桥下")]
    other = build.reported(cast)
    seen = Issue.objects.visible_to(cast.clerk)
    assert set(Search({"q": " 油污 "}, seen).qs) == set(made)
    assert set(Search({"q": "三方"}, seen).qs) == {made[2], other}
    assert not Search({"q": "没有的词"}, seen).qs
    assert not Search({"q": "油污"}, Issue.objects.visible_to(cast.neighbour_clerk)).qs


@pytest.mark.postgres
@pytest.mark.parametrize(("named", "is_named"), [(20_000, True), (2, False)])
def test_what_is_not_rare_but_not_common_either_is_named_by_number(cast, monkeypatch, named, is_named):
    monkeypatch.setattr(finding, "NAMED", named)
    for _ in range(3):
        build.reported(cast, text="河面有油污")
    found = finding.matching(Issue.objects.order_by(), "issue", "油污", rare=1)
    assert found.count() == 3
    assert ("ANY" in str(found.query)) == is_named


def test_numbers_are_looked_up_as_one_value(cast):
    made = [build.reported(cast) for _ in range(3)]
    few = Issue.objects.filter(pk__among=[made[0].pk, made[2].pk])
    assert set(few) == {made[0], made[2]}
    assert not Issue.objects.filter(pk__among=[])
    assert len(few.order_by().query.sql_with_params()[1]) == 1


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.holds], ids=lambda tab: tab.key)
@pytest.mark.parametrize("state", list(State))
def test_a_tab_is_asked_only_for_the_states_that_it_holds(cast, enter, state, tab):
    issue = build.AT[state](cast)
    if state in RUNNING_STATES:
        make_overdue(issue)
    there = tab.filter(Issue.objects.filter(state=state)).exists()
    assert there == (state in tab.holds["state"])  # so a tab that is not asked loses nothing
    with CaptureQueriesContext(connection) as seen:
        listing = enter(cast.clerk).get(reverse(URL), {"tab": tab.key, "state": state}).context["listing"]
    assert len(listing.page.rows) == there
    # Of a state that it does not hold the rows are not even asked for.
    assert any('"issues_issue"."number"' in query["sql"] for query in seen) == there


def test_a_word_is_read_for_once_not_for_each_tab(cast, enter):
    build.reported(cast, text="河面有油污")
    with CaptureQueriesContext(connection) as seen:
        assert enter(cast.clerk).get(reverse(URL), {"q": "油污"}).status_code == 200
    assert sum("LIKE" in query["sql"] for query in seen) == 1


def test_filters_do_not_reach_beyond_the_scope(cast, enter):
    build.rectifying(cast)
    client = enter(cast.neighbour_clerk)
    assert numbers(client, unit=cast.bureau.pk) == numbers(client, town=cast.town.pk) == []


@pytest.mark.parametrize(
    "query", ["q='--", "state=nope", "order=chief__user__password", "due_after=x", "q=%00", "after=x"]
)
def test_nonsense_in_the_address_is_harmless(cast, enter, query):
    build.rectifying(cast)
    assert enter(cast.clerk).get(f"{reverse(URL)}?{query}").status_code in (200, 400)


def workbook(client):
    answer = client.get(reverse(URL), {"export": "xlsx", "tab": "all"})
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_export_is_the_list(cast, enter):
    issue = build.rectifying(cast, text="=cmd|' /C calc'!A0 垃圾")
    lines = workbook(enter(cast.clerk))
    line = next(line for line in lines if issue.number in line)
    assert {"桥头镇", "上桥村", "澄溪", "乱堆", "澄江区水利局", "尚有田", "整改中"} <= set(line)
    assert any("cmd|" in cell and "垃圾" in cell for cell in line)


def test_leader_without_issues_sees_what_to_do(cast, enter):
    assert "还没有问题记录" in enter(cast.clerk).get(reverse(URL), {"tab": "all"}).content.decode()


def test_rows_that_wait_for_verification_cost_no_query_each(cast, enter):
    client = enter(cast.clerk)
    costs = []
    for more in (1, 4):
        for _ in range(more):
            build.applied(cast)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(URL)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_beside_the_list_stands_what_the_page_says(cast, enter):
    issue, client = build.rectifying(cast), enter(cast.clerk)
    page = client.get(reverse(URL), {"split": "1", "row": str(issue.pk)}).content.decode()
    assert f'data-told="{reverse("issues:beside", args=[issue.pk])}"' in page and "data-beside" in page
    assert "data-told" not in client.get(reverse(URL)).content.decode()
    told = client.get(reverse("issues:beside", args=[issue.pk])).content.decode()
    assert issue.number in told and "办理经过" in told and "<html" not in told
    assert enter(cast.neighbour_clerk).get(reverse("issues:beside", args=[issue.pk])).status_code == 404


def test_the_chosen_row_goes_with_its_page_and_the_way_of_seeing_stays(cast, enter):
    for _ in range(3):
        issue = build.rectifying(cast)
    told = {"split": "1", "row": str(issue.pk), "tab": "all", "severity": "minor"}
    listing = enter(cast.clerk).get(reverse(URL), told).context["listing"]
    assert listing.asked.here.count("row=") == 1
    others = [tab["url"] for tab in listing.tabs()] + [listing.clear_url, listing.first_url]
    assert all("split=1" in url and "row=" not in url for url in others)
    assert "split" not in listing.export_url and [column.key for column in listing.asked.columns][:1] == ["number"]
    assert {word: is_open for word, _, is_open in listing.ways} == {"表格": False, "对照": True, "地图": False}


def test_other_lists_have_one_way_of_seeing_them(cast, enter):
    page = enter(cast.clerk).get(reverse("issues:leads"), {"split": "1"}).content.decode()
    assert "data-beside" not in page and "list-ways" not in page
