"""离任: what is left behind is shown first, then passes to the successor in the same transaction; nobody is orphaned."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.models import Message
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE as ISSUES
from rivers.boards import facts as boards
from rivers.boards.models import Signboard
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import ChangeTerm
from rivers.chiefs.rules import due_after
from rivers.chiefs.services import appoint, dismiss
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, leave
from rivers.registry.models import Reach
from tests.issues import build


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def groups(sheet):
    return {(item.group, item.title.split()[0]) for item in sheet.items.all()}


def desk(post):
    return set(ISSUES.waiting_for(Post.objects.get(pk=post.pk), Issue.objects.all()))


def test_what_is_left_behind_stands_on_the_sheet(cast, board, section, gone, successor):
    assert (gone.outgoing, gone.incoming, gone.state) == (cast.village_chief, successor, HandoverState.OPEN)
    assert ("河段", "澄溪上桥村段") in groups(gone) and ("公示牌", "B1") in groups(gone)
    assert ("水质", "上桥断面") in groups(gone)
    assert {group for group, _ in groups(gone)} >= {"河段", "水质", "巡河", "公示牌"}
    told = Message.objects.filter(kind="handover.open").values_list("user_id", flat=True)
    assert set(told) == {cast.village_chief.user_id, successor.user_id}


def test_the_open_problem_is_on_the_successors_desk_and_the_board_is_due(cast, board, successor):
    issue = build.applied(cast)
    assert desk(successor) == set()
    sheet = leave(cast.village_chief, yesterday(), by=cast.clerk, successor=successor)
    assert desk(successor) == {issue}
    assert sheet.items.get(group="问题").title.startswith(issue.number)
    assert boards.stale(boards.boards_of(Signboard.objects.all(), timezone.localdate())).get() == board
    cast.village_chief.refresh_from_db()
    assert cast.village_chief.ends_on == cast.village_reach.tenures.get(post=cast.village_chief).ends_on == yesterday()


def test_without_a_successor_the_reach_is_vacant_and_the_chief_above_answers(cast, successor):
    issue = build.applied(cast)
    sheet = leave(cast.village_chief, yesterday(), by=cast.clerk)
    assert sheet.incoming is None and cast.village_reach in Reach.objects.without_chief()
    assert desk(cast.town_chief) == {issue}
    today = timezone.localdate()
    appoint(by=cast.clerk, post=successor, reach=cast.village_reach, kind="responsible", starts_on=today)
    sheet.refresh_from_db()
    assert sheet.incoming == successor and desk(successor) == {issue} and desk(cast.town_chief) == set()


def test_reaches_that_get_two_successors_get_a_sheet_each(cast, successor):
    appoint(by=None, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=date(2025, 1, 1))
    sheet = leave(cast.town_chief, yesterday(), by=cast.clerk)
    today, other = (
        timezone.localdate(),
        Post.objects.create(
            user=cast.leader.user, role=Role.CHIEF, region=cast.town, title="镇长", starts_on=date(2025, 1, 1)
        ),
    )
    appoint(by=cast.clerk, post=successor, reach=cast.village_reach, kind="responsible", starts_on=today)
    sheet.refresh_from_db()
    assert sheet.incoming is None and not sheet.items.filter(reach=cast.village_reach).exists()
    appoint(by=cast.clerk, post=other, reach=cast.town_reach, kind="responsible", starts_on=today)
    taken = {one.incoming: {item.reach for item in one.items.filter(group="河段")} for one in Handover.objects.all()}
    assert taken == {successor: {cast.village_reach}, other: {cast.town_reach}}


def test_all_or_nothing(cast, successor):
    """Of two reaches the successor may hold one only: neither passes, and the post has not ended."""
    appoint(by=None, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=date(2025, 1, 1))
    with pytest.raises(ValidationError) as refused:
        leave(cast.town_chief, yesterday(), by=cast.clerk, successor=successor)
    assert "successor" in refused.value.message_dict
    assert not Handover.objects.exists() and not Post.objects.get(pk=cast.town_chief.pk).ends_on
    assert cast.village_reach.tenures.get(ends_on=None).post == cast.town_chief


def test_every_way_to_leave_opens_a_sheet_but_the_systems_own(cast, successor):
    end_post(cast.village_chief, yesterday(), by=cast.head)
    assert Handover.objects.get().outgoing == cast.village_chief
    dismiss(cast.village2_reach.tenures.get(), yesterday(), by=cast.clerk, successor=cast.town_chief)
    assert Handover.objects.filter(outgoing=cast.village2_chief, incoming=cast.town_chief).count() == 1
    dismiss(cast.town_reach.tenures.get(), yesterday(), by=None)
    assert Handover.objects.count() == 2


def test_a_deputy_and_one_who_goes_on_under_another_post_hand_nothing_over(cast):
    appoint(
        by=cast.clerk, post=cast.town_chief, reach=cast.village_reach, kind=TenureKind.DEPUTY, starts_on=yesterday()
    )
    dismiss(cast.village_reach.tenures.get(kind="deputy"), yesterday(), by=cast.clerk)
    again = Post.objects.create(
        user=cast.town_chief.user, role=Role.CHIEF, region=cast.town, starts_on=date(2026, 1, 1)
    )
    appoint(by=cast.clerk, post=again, reach=cast.town_reach, kind="responsible", starts_on=timezone.localdate())
    assert not Handover.objects.exists()


def test_the_page_shows_what_is_left_before_anything_is_done(cast, enter, board, successor):
    build.applied(cast)
    client, url = enter(cast.clerk), reverse("rivers:leave", args=[cast.village_chief.pk])
    assert "接河长" in client.get(url).content.decode()
    data = {"on": yesterday().isoformat(), "successor": successor.pk}
    asked = client.post(url, data)
    page = asked.content.decode()
    assert "将生成离任交接单" in page and "问题 1 项" in page and "没有责任河长" not in page
    assert not Handover.objects.exists()
    answer = client.post(url, data | {"sure": asked.context["form"]["sure"].value()})
    assert answer["Location"] == Handover.objects.get().get_absolute_url()
    assert "巡河交水交接清单" in client.get(answer["Location"]).content.decode()


def test_the_page_offers_only_who_may_take_every_reach(cast, enter, successor):
    appoint(by=None, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=date(2025, 1, 1))
    url = reverse("rivers:leave", args=[cast.town_chief.pk])
    offered = set(enter(cast.clerk).get(url).context["form"].fields["successor"].queryset)
    assert offered == {cast.county_chief}
    assert enter(cast.town_chief).get(url).status_code == 403
    assert enter(cast.neighbour_clerk).get(url).status_code == 404


def test_the_term_is_data(cast):
    assert ChangeTerm.objects.count() == 2
    sheet = leave(cast.village_chief, date(2026, 10, 31), by=cast.clerk)
    assert sheet.due_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "amount", "unit", "due"),
    [
        (date(2026, 11, 20), 15, "day", date(2026, 12, 5)),
        (date(2026, 11, 20), 30, "workday", date(2027, 1, 1)),
        (date(2027, 1, 31), 1, "month", date(2027, 2, 28)),
        (date(2026, 11, 30), 2, "month", date(2027, 1, 30)),
    ],
)
def test_terms_in_days_working_days_and_months(day, amount, unit, due):
    assert due_after(day, amount, unit, Calendar()) == due


def test_signed_lines_stay_as_they_were(cast, gone, enter):
    hand_over(gone, by=cast.village_chief)
    before = list(gone.items.values_list("title", "note"))
    Reach.objects.filter(pk=cast.village_reach.pk).update(name="改名段")
    assert list(gone.items.values_list("title", "note")) == before
