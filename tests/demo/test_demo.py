"""The demonstration's district as a whole: its size, its quarters, and something to do at every desk."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone

from assessment.rounds.models import Round
from assessment.rounds.services import compute
from assessment.rounds.services.sealing import verify_digest
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.models import Message
from hezhang.portal.demo.models import Mark
from issues.escalation.models import Notice
from issues.leads.models import Lead
from issues.leads.workflow import TABLE as LEADS
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from patrols.appeals.models import Appeal
from patrols.judgement.facts.duties import owed_now
from patrols.oddities.models import Oddity
from patrols.walks.models import Patrol
from rivers.registry.models import Reach, River
from tests.demo.conftest import build_demo

# The mark makes pytest-django set up a database of its own even when these files are run alone.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


def _sizes() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Region, River, Reach, Patrol, Issue, Round)}


def _awaiting(key: str) -> Counter:
    post = Post.objects.get(user__username=key)
    return Counter(TABLE.waiting_for(post, Issue.objects.all()).values_list("state", flat=True))


def test_it_is_a_whole_district(district):
    sizes = _sizes()
    assert "zhangcun" in district
    assert Region.objects.filter(tier="town", code__startswith="990102").count() == 10
    assert 110 <= Region.objects.filter(tier="village").count() <= 130
    assert 35 <= sizes["River"] <= 45
    assert 400 <= sizes["Reach"] <= 460
    # Two whole quarters and the running one up to today: fewer in its first week than in its last.
    assert 3000 <= sizes["Patrol"] <= 5200
    assert 160 <= sizes["Issue"] <= 340


def test_two_quarters_are_frozen_and_keep_their_digest(district):
    frozen = list(Round.objects.exclude(frozen_at=None))
    assert len(frozen) == 2
    assert Round.objects.filter(frozen_at=None).count() == 1
    assert all(verify_digest(round_).ok for round_ in frozen)
    totals = [list(round_.subjects.values_list("total", flat=True)) for round_ in frozen]
    assert all(len(set(of_round)) >= 8 and max(of_round) - min(of_round) > 6 for of_round in totals)


def test_overdue_problems_are_chased_by_notices_at_every_stage(district):
    """Where enough is late; what is late depends on the day on which the district is built."""
    long_ago = Calendar.load().add(timezone.localdate(), -5)
    found = Notice.objects.select_related("issue", "unit").order_by("pk")
    assert len(found) <= 4
    if Issue.objects.filter(state__in=RUNNING_STATES, due_on__lt=long_ago).exists():
        assert found
    assert [one.sent_on for one in found] == sorted(one.sent_on for one in found)
    assert all(one.issue.due_on < one.sent_on and one.unit == one.issue.unit for one in found)
    assert all(one.reply for one in found.filter(state__in=["replied", "done"]))


def test_what_is_odd_about_a_few_walks_is_asked_and_no_photo_of_the_drawings(district):
    assert Counter(Oddity.objects.values_list("kind", "state")) == {("off", "doubted"): 1, ("overlap", "waiting"): 1}
    assert Oddity.objects.get(kind="off").answer


def test_nothing_has_happened_in_the_future(district):
    now = timezone.now()
    moments = ("found_at", "dispatched_at", "applied_at", "verified_at", "closed_at", "state_since", "transitions__at")
    later = Q(*((f"{name}__gt", now) for name in moments), _connector=Q.OR)
    assert not Issue.objects.filter(later).exists()
    assert not Patrol.objects.filter(Q(started_at__gt=now) | Q(ended_at__gt=now) | Q(submitted_at__gt=now)).exists()
    assert not Message.objects.filter(created_at__gt=now).exists()


def test_every_desk_has_something_to_do(district):
    office = _awaiting("hezhangban")
    assert all(office[state] >= 2 for state in ("reported", "registered", "applied", "verified"))
    town = _awaiting("zhenban")
    assert town["dispatched"] >= 1
    assert town["rectifying"] >= 2
    assert _awaiting("shuiliju")["rectifying"] >= 2
    assert all(_awaiting(chief)["applied"] >= 1 for chief in ("zhangcun", "zhangzhen", "zhangqu"))
    assert _awaiting("xunhe")["applied"] >= 1
    assert any(one.still_needed for one in owed_now(Post.objects.get(user__username="zhangcun")))


def test_leads_stand_in_every_state_and_some_wait_for_the_cast(district):
    states = Counter(Lead.objects.values_list("state", flat=True))
    assert states["waiting"] >= 4 and states["became"] >= 4 and states["joined"] >= 1 and states["dismissed"] >= 4
    for key in ("hezhangban", "zhangcun", "xunhe", "zhangzhen"):
        post = Post.objects.get(user__username=key)
        assert LEADS.waiting_for(post, Lead.objects.all()).exists(), key
    assert Lead.objects.filter(transitions__verb="reopen_lead").exists()
    assert not Lead.objects.filter(Q(found_at__gt=timezone.now()) | Q(checked_at__gt=timezone.now())).exists()


def test_what_a_village_raises_waits_for_the_towns_chief_and_one_he_has_settled(district):
    post = Post.objects.get(user__username="zhangzhen")
    mine = TABLE.waiting_for(post, Issue.objects.filter(state="raised"))
    # The sweep has been there: of what still waits nothing is late.
    assert mine.exists() and not Issue.objects.filter(state="raised", answer_on__lt=timezone.localdate()).exists()
    assert Issue.objects.filter(state="settled", transitions__post=post).exists()
    assert Issue.objects.filter(transitions__verb="pass_on").count() > 5


def test_the_village_chief_sees_what_became_of_his_findings(district):
    found = Issue.objects.filter(reporter__user__username="zhangcun")
    assert found.open().filter(source="patrol").exists()
    assert found.exclude(is_open=True).exists()


def test_one_appeal_waits_with_a_photo_and_one_has_been_answered(district):
    by_state = {one.state: one for one in Appeal.objects.all()}
    assert set(by_state) == {"waiting", "excused"} and Appeal.objects.count() == 2
    assert by_state["waiting"].photos.count() == 1 and by_state["waiting"].due_on >= timezone.localdate()
    assert by_state["excused"].answered_at <= timezone.now()


def test_building_twice_adds_nothing(district):
    before = _sizes()
    assert "演示数据已存在" in build_demo()
    assert _sizes() == before


def test_it_refuses_outside_the_demonstration(district):
    before = _sizes()
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO=1"):
        call_command("build_demo")
    assert _sizes() == before


def test_the_running_round_agrees_with_all_that_was_done_since(district):
    running = Round.objects.get(frozen_at=None)
    with transaction.atomic():
        before = list(running.subjects.order_by("pk").values_list("region", "total"))
        clerk = Post.objects.filter(role=Role.OFFICE_CLERK, region=running.region).first()
        compute(running, by=clerk, at=Mark.objects.get().built_at)
        after = list(running.subjects.order_by("pk").values_list("region", "total"))
        transaction.set_rollback(True)
    assert sorted(after) == sorted(before)
