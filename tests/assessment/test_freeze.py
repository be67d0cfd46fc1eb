"""定稿: by the head, once the span is over and what looks odd has been looked at; then for ever."""

import pytest

from assessment.rounds import services
from assessment.rounds.models import Round, ScoreRow
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster
from tests.assessment import acts, build
from tests.assessment.acts import at
from tests.audit.attack import as_owner
from tests.issues.at_once import at_once, race

pytestmark = pytest.mark.story_until("2026-10-08")


def test_works(cast, enter):
    found = acts.works(cast, enter, "freeze")
    assert (found.frozen_by, found.frozen_at) == (cast.head, found.transitions.last().at)
    assert services.verify_digest(found)
    page = enter(cast.head).get(at("round", found.pk)).content.decode()
    assert "已定稿" in page and at("compute", found.pk) not in page and "disabled" not in page


def test_wrong_state(cast, enter):
    acts.refuses_frozen(cast, enter, "freeze")


@pytest.mark.parametrize("member", ["clerk", "town_chief", "patroller", "leader", "handler", "audit_admin"])
def test_wrong_role(cast, enter, member):
    acts.refuses_role(cast, enter, "freeze", member)


def test_neighbour_county(cast, enter):
    acts.is_hidden_from_neighbour(cast, enter, "freeze")


def test_a_clerk_sees_whose_it_is(cast, enter):
    found = acts.quarter(cast)
    page = enter(cast.clerk).get(at("round", found.pk)).content.decode()
    assert at("compute", found.pk) in page and at("freeze", found.pk) not in page
    assert "此项由河长办负责人办理。" in page
    assert at("compute", found.pk) not in enter(cast.leader).get(at("round", found.pk)).content.decode()


def test_a_quarter_that_runs_is_not_frozen(cast):
    found = build.computed(cast, build.DURING)
    with pytest.raises(NotAllowed, match="结束后才能定稿"):
        services.freeze(found, by=cast.head, at=build.DURING)
    with pytest.raises(NotAllowed, match="重新计算"):
        services.freeze(found, by=cast.head, at=build.AFTER)


def test_what_looks_odd_is_looked_at_first(cast, enter):
    """A quarter without a walk and without a figure of water does not freeze with one click."""
    found, client = acts.quarter(cast), enter(cast.head)
    page = client.get(at("freeze", found.pk)).content.decode()
    assert "所有乡镇都不参评" in page and "断面水质达标" in page
    assert "没有人工录入" in page and "暗访一般问题" in page
    refused = client.post(at("freeze", found.pk))
    assert refused.status_code == 422 and "请先核对" in refused.content.decode()
    assert Round.objects.get(pk=found.pk).state == "running"


def test_who_is_told(cast):
    """Colleagues, leaders and the towns that were assessed; not who froze it, nor villages, nor the neighbours."""
    found = acts.frozen(cast)
    messages = Message.objects.filter(kind="round.freeze")
    assert {one.user for one in messages} == {cast.clerk.user, cast.leader.user, cast.town_chief.user}
    assert {one.url for one in messages} == {found.get_absolute_url()}


def test_the_seal_tells_when_a_result_was_changed(cast):
    found = acts.frozen(cast)
    assert services.verify_digest(found)
    row = ScoreRow.objects.filter(score__subject__round=found).first()
    as_owner("UPDATE assessment_scorerow SET counts_of = 7 WHERE id = %s", row.pk)
    assert "改动" in services.verify_digest(found).reason


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    found = acts.quarter(cast)
    copies = [Round.objects.get(pk=found.pk) for _ in range(2)]
    results = at_once(*(lambda one=one: services.freeze(one, by=cast.head, at=build.AFTER) for one in copies))
    assert sum(isinstance(result, SomebodyWasFaster) for result in results) == 1
    assert found.transitions.filter(verb="freeze").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_freeze_it_once(cast):
    found = acts.quarter(cast)
    assert race("freeze", "guarded") == ["SomebodyWasFaster", "frozen"]
    assert found.transitions.filter(verb="freeze").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_database_is_the_last_guard(cast):
    """The control: the same two, with nothing but the engine's lock left out. Both come so far as to write."""
    found = acts.quarter(cast)
    assert race("freeze", "unguarded") == ["IntegrityError", "frozen"]
    assert found.transitions.filter(verb="freeze").count() == 1
