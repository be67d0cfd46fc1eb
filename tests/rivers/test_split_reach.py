"""A reach is split, joined again, and put back: lengths, children, tenures, boards and problems are neither lost nor doubled."""

from datetime import date, timedelta
from decimal import Decimal
from math import sin

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from issues.ledger.models import Issue
from rivers.boards.models import Signboard
from rivers.boards.services import create_signboard
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.cutting.models import Cut
from rivers.cutting.rules import shared_length
from rivers.cutting.services import foretell_join, foretell_split, join_reaches, split_reach, undo_cut
from rivers.lines.models import ReachLine
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from tests.issues import build

LINE = [(27.93 + 0.002 * sin(step / 9), 120.8 + step * 0.0005) for step in range(100)]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def report_issue(cast, reach, make=build.reported):
    return make(cast, reach=reach, region=cast.town, post=cast.town_chief)


@pytest.fixture
def drawn(cast):
    """The town's reach with two villages along it, boards at both ends and one that nobody has placed."""
    draw_line(cast.town_reach, LINE, by=cast.clerk)
    draw_line(cast.village_reach, LINE[:40], by=cast.clerk)
    draw_line(cast.village2_reach, LINE[60:], by=cast.clerk)
    for code, place in [("G1", LINE[3]), ("G2", LINE[90]), ("G3", (None, None))]:
        create_signboard(
            by=cast.clerk,
            reach=cast.town_reach,
            code=code,
            place="桥头",
            renewed_on=date(2026, 1, 5),
            lat=place[0],
            lng=place[1],
        )
    return cast


def split(cast, today, share=0.5, **more):
    asked = {"names": ("上段", "下段"), "codes": ("R1-a", "R1-b"), "by": cast.clerk, "on": today} | more
    cut = split_reach(cast.town_reach, share, **asked)
    return cut, [part.reach for part in cut.parts.filter(is_new=True)]


def chiefs(reach, on) -> set[tuple[int, str]]:
    return set(Tenure.objects.current(on).filter(reach=reach).values_list("post", "kind"))


def test_each_half_gets_what_lies_on_it(drawn, today):
    before = chiefs(drawn.town_reach, today)
    cut, (upper, lower) = split(drawn, today)
    drawn.town_reach.refresh_from_db()
    assert drawn.town_reach.ended_on == today - timedelta(days=1)
    assert (upper.established_on, upper.parent, lower.region) == (today, drawn.county_reach, drawn.town)
    assert upper.length_km + lower.length_km == drawn.town_reach.length_km
    lines = [ReachLine.objects.get(reach=each).length_km for each in (upper, lower)]
    assert sum(lines) == pytest.approx(drawn.town_reach.line.length_km, abs=Decimal("0.002"))
    assert [list(each.children.values_list("code", flat=True)) for each in (upper, lower)] == [
        [drawn.village_reach.code],
        [drawn.village2_reach.code],
    ]
    assert [list(each.signboards.values_list("code", flat=True)) for each in (upper, lower)] == [["G1", "G3"], ["G2"]]
    assert chiefs(upper, today) == chiefs(lower, today) == before and before
    assert not chiefs(drawn.town_reach, today) and chiefs(drawn.town_reach, today - timedelta(days=1)) == before
    assert Entry.objects.get(action="reach.split").object_id == str(drawn.town_reach.pk)
    assert cut.moved.keys() >= {f"reach:{drawn.village_reach.pk}"}


def test_open_problems_follow_and_history_stays(drawn, today):
    near_end, somewhere = (report_issue(drawn, reach=drawn.town_reach) for _ in range(2))
    Issue.objects.filter(pk=near_end.pk).update(lat=LINE[95][0], lng=LINE[95][1])
    Issue.objects.filter(pk=somewhere.pk).update(lat=None, lng=None)
    closed = report_issue(drawn, reach=drawn.town_reach, make=build.unfounded)
    told = "".join(foretell_split(drawn.town_reach, 0.5, 0, today))
    assert f"未销号问题 1 个按位置归下半段：{near_end.number}" in told
    assert f"没有位置，按所选归上半段：{somewhere.number}" in told and "继续负责两个新河段" in told
    _, (upper, lower) = split(drawn, today)
    where = dict(Issue.objects.values_list("pk", "reach"))
    assert where == {near_end.pk: lower.pk, somewhere.pk: upper.pk, closed.pk: drawn.town_reach.pk}


@pytest.mark.parametrize(("share", "words"), [(0.0, "不足 20 米"), (0.999, "不足 20 米"), (1.0, "不足 20 米")])
def test_where_it_cannot_be_cut(drawn, today, share, words):
    with pytest.raises(Refusal, match=words):
        split(drawn, today, share)
    assert not Cut.objects.exists() and foretell_split(drawn.town_reach, share, 0, today) == []


def test_what_may_not_be_split(drawn, today):
    with pytest.raises(NotAllowed):
        split(drawn, today, by=drawn.neighbour_clerk)
    ReachLine.objects.filter(reach=drawn.town_reach).delete()
    with pytest.raises(Refusal, match="还没有河线"):
        split(drawn, today)


def test_what_has_ended_is_left_alone(drawn, today, enter):
    _, (upper, _) = split(drawn, today)
    drawn.town_reach.refresh_from_db()
    with pytest.raises(Refusal, match="终止"):
        split_reach(drawn.town_reach, 0.5, names=("a", "b"), codes=("x", "y"), on=today, by=drawn.clerk)
    with pytest.raises(Refusal, match="今天才建立"):
        split_reach(upper, 0.5, names=("a", "b"), codes=("x", "y"), on=today, by=drawn.clerk)
    with pytest.raises(Exception, match="终止"):
        appoint(by=drawn.clerk, post=drawn.town_chief, reach=drawn.town_reach, kind="deputy", starts_on=today)
    assert not Reach.objects.without_chief(today).filter(pk=drawn.town_reach.pk).exists()
    listed = enter(drawn.clerk).get(reverse("rivers:reaches")).content.decode()
    assert upper.name in listed and "澄溪桥头镇段" not in listed
    page = enter(drawn.clerk).get(drawn.town_reach.get_absolute_url()).content.decode()
    assert "终止，只供查阅" in page and "撤回（仅限今天）" in page


def test_the_way_back_leaves_no_trace_but_the_journal(drawn, today):
    def picture():
        return (
            sorted(Reach.objects.values_list("pk", "parent", "ended_on", "name")),
            sorted(Tenure.objects.values_list("pk", "reach", "post", "kind", "starts_on", "ends_on"), key=str),
            sorted(Signboard.objects.values_list("pk", "reach")),
            sorted(ReachLine.objects.values_list("reach", "path")),
            sorted(Issue.objects.values_list("pk", "reach")),
        )

    report_issue(drawn, reach=drawn.town_reach)
    before = picture()
    cut, _ = split(drawn, today)
    assert picture() != before
    with pytest.raises(NotAllowed):
        undo_cut(cut, on=today, by=drawn.town_chief)
    with pytest.raises(Refusal, match="只能在当天撤回"):
        undo_cut(cut, on=today + timedelta(days=1), by=drawn.clerk)
    undo_cut(cut, on=today, by=drawn.clerk)
    assert picture() == before
    with pytest.raises(Refusal, match="已经撤回"):
        undo_cut(cut, on=today, by=drawn.clerk)


def test_no_way_back_once_something_has_happened(drawn, today):
    cut, (upper, lower) = split(drawn, today)
    report_issue(drawn, reach=upper)
    draw_line(lower, LINE[50:90], by=drawn.clerk, sure=True)
    appoint(by=drawn.clerk, post=drawn.county_chief, reach=lower, kind="deputy", starts_on=today)
    with pytest.raises(Refusal, match="河线已重画、任职已变动、上报了问题"):
        undo_cut(cut, on=today, by=drawn.clerk)


def test_two_halves_become_one_again(drawn, today):
    _, (upper, lower) = split(drawn, today)
    later = today + timedelta(days=3)
    appoint(by=drawn.clerk, post=drawn.county_chief, reach=lower, kind="responsible", starts_on=later)
    told = "".join(foretell_join(upper, lower, lower, later + timedelta(days=1)))
    assert "季明河（责任河长）" in told and "为止离任：乔立本（责任河长）" in told
    cut = join_reaches(
        lower, upper, name="澄溪桥头镇全段", code="R1-c", chief_of=lower, on=later + timedelta(days=1), by=drawn.clerk
    )
    [whole] = [part.reach for part in cut.parts.filter(is_new=True)]
    assert whole.length_km == drawn.town_reach.length_km
    assert ReachLine.objects.get(reach=whole).points >= 100
    assert whole.children.count() == 2 and whole.signboards.count() == 3
    responsible = Tenure.objects.running(later + timedelta(days=1)).filter(reach=whole, kind="responsible")
    assert [one.post for one in responsible] == [drawn.county_chief]
    undo_cut(cut, on=later + timedelta(days=1), by=drawn.clerk)
    assert set(upper.children.values_list("pk", flat=True)) == {drawn.village_reach.pk}
    assert set(lower.signboards.values_list("code", flat=True)) == {"G2"}


def test_who_are_no_neighbours(drawn, today):
    asked = {"name": "x", "code": "y", "on": today, "by": drawn.clerk}
    with pytest.raises(Refusal, match="级别或所属区划"):
        join_reaches(drawn.town_reach, drawn.village_reach, chief_of=drawn.town_reach, **asked)
    with pytest.raises(Refusal, match="另一个河段"):
        join_reaches(drawn.town_reach, drawn.town_reach, chief_of=drawn.town_reach, **asked)


def test_the_pages_ask_before_they_cut(drawn, enter):
    client, page = enter(drawn.clerk), reverse("rivers:split_reach", args=[drawn.town_reach.pk])
    given = {"first_name": "上", "first_code": "R1-a", "second_name": "下", "second_code": "R1-b", "rest": "0"}
    assert "请填写拆分点" in client.post(page, given).content.decode()
    assert "超出了河线" in client.post(page, given | {"km": "99"}).content.decode()
    asked = client.post(page, given | {"lat": LINE[50][0], "lng": LINE[50][1]})
    assert "请确认" in asked.content.decode() and "公示牌 1 个按位置归下半段：G2" in asked.content.decode()
    assert not Cut.objects.exists()
    sure = asked.context["form"].data["sure"]
    assert client.post(page, given | {"lat": LINE[50][0], "lng": LINE[50][1], "sure": sure}).status_code == 302
    cut = Cut.objects.get()
    upper, lower = Reach.objects.filter(cuts__cut=cut, cuts__is_new=True).order_by("pk")
    page = reverse("rivers:join_reaches", args=[upper.pk])
    asked = client.post(page, {"other": lower.pk, "chief_of": "own", "name": "全", "code": "R1-c"})
    # On the same day it is the way back that is meant.
    assert "今天才建立" in asked.content.decode()
    undone = client.post(reverse("rivers:undo_cut", args=[cut.pk]), follow=True)
    assert "已撤回，原河段恢复" in undone.content.decode() and not Reach.objects.filter(pk=upper.pk).exists()


@given(length=st.decimals("0.02", 900, places=2), share=st.floats(0.001, 0.999))
def test_shared_lengths_are_what_it_was(length, share):
    first, second = shared_length(length, share)
    assert first + second == length and min(first, second) > 0
