"""Both of a team hand in the same reach, a form is sent twice, a campaign is finished while something is handed in:
nothing is doubled and nothing found is lost. By real threads with connections of their own; beside the lock its control."""

from threading import Barrier
from uuid import uuid4

import pytest
from django.db.models.signals import pre_save

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.models import Job
from hezhang.core.workflow import engine
from issues.campaigns import services
from issues.campaigns.models import Answer, Visit, VisitTransition
from issues.leads.models import Lead
from tests.campaigns.campaigns import FAIL, answers, running, seen
from tests.races.together import LONG, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def unlocked(obj):
    """The control: ``engine.lock`` with its lock left out, and nothing else."""
    return type(obj)._base_manager.get(pk=obj.pk)


def hand_in(visit, members, once=()):
    """The same reach, by each of these, without a photo of the other's."""
    numbers = once or [uuid4() for _ in members]
    told = answers(visit, FAIL)
    return [
        lambda post=post, number=number: services.submit_visit(
            Visit.objects.get(pk=visit.pk), post, answers=told, once=number
        )
        for post, number in zip(members, numbers, strict=True)
    ]


def refused(results):
    return sum(isinstance(one, Refusal) for one in results)


def test_of_two_of_the_team_one_hands_in(cast):
    campaign = running(cast, amount=9)
    for number, visit in enumerate(campaign.visits.order_by("pk"), start=1):
        assert refused(at_once(hand_in(visit, [cast.handler, cast.clerk]), VisitTransition)) == 1
        assert (visit.transitions.count(), Lead.objects.count()) == (1, number)


def test_the_same_form_is_one(cast):
    visit, number = running(cast).visits.first(), uuid4()
    done = at_once(hand_in(visit, [cast.handler] * 3, [number] * 3), VisitTransition)
    assert len({one.pk for one in done}) == 1 == Lead.objects.count()


def test_without_the_lock_both_would_have_handed_in(cast, monkeypatch):
    visit, gate = running(cast).visits.first(), Barrier(2, timeout=LONG)

    def both_have_looked(**_) -> None:
        gate.wait()

    monkeypatch.setattr(engine, "lock", unlocked)
    pre_save.connect(both_have_looked, sender=Visit, weak=False)
    try:
        at_once(hand_in(visit, [cast.handler, cast.clerk]), Job)
    finally:
        pre_save.disconnect(both_have_looked, sender=Visit)
    assert visit.transitions.count() > 0 and gate.broken is False


def test_what_is_handed_in_while_it_is_finished_is_in_or_out_but_never_lost(cast):
    campaign = running(cast, amount=9, manner="covert")
    first, *others = campaign.visits.order_by("pk")
    seen(first, cast.handler, FAIL)
    finish = [lambda: services.finish_campaign(campaign, cast.clerk, conclusion="其余下月查")]
    acts = [act for visit in others for act in hand_in(visit, [cast.handler])]
    results = at_once([*acts, *finish], VisitTransition)
    assert refused(results) + Answer.objects.failed().count() == len(others) + 1
    assert not Answer.objects.failed().filter(lead=None).exists()
    assert Lead.objects.count() == Answer.objects.failed().count()
