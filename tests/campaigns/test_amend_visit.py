"""改正: by the same team, before the end, with the reason; what was told before stays, and nothing becomes a lead twice."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.campaigns import services
from issues.campaigns.models import Answer
from issues.campaigns.services import Told
from issues.leads.models import Lead
from tests.campaigns.campaigns import FAIL, PASS, answers, finished, running, visited
from tests.campaigns.test_submit_visit import form


def amend(visit, by, *told, words="看错了位置"):
    return services.amend_visit(visit, by, answers=answers(visit, *told), words=words)


def test_amend_visit(cast, enter):
    """By the other one of the team: one more is wrong, and the first keeps its lead."""
    visit = visited(cast).visits.done().get()
    lead = Lead.objects.get()
    amend(visit, cast.clerk, FAIL, Told("fail", "电话是空号"))
    assert list(visit.answers.values_list("result", "note")) == [("fail", FAIL.note), ("fail", "电话是空号")]
    assert Lead.objects.count() == 2 and visit.answers.get(item__number=1).lead == lead
    assert visit.done_by == cast.handler and visit.state == "done"
    before, after = visit.transitions.order_by("pk")
    assert before.said[1][1] == "合格" and after.said[1][2] == "电话是空号" and after.words == "看错了位置"
    page = enter(cast.clerk).get(visit.get_absolute_url()).content.decode()
    assert "看错了位置" in page and "不合格 1 项" in page and "不合格 2 项" in page


def test_what_is_a_lead_already_is_not_taken_back_here(cast, enter):
    visit = visited(cast).visits.done().get()
    with pytest.raises(ValidationError, match="已转为线索"):
        amend(visit, cast.handler, PASS)
    url, client = reverse("issues:amend_visit", args=[visit.pk]), enter(cast.handler)
    assert "不能改为合格" in client.get(url).content.decode()
    answer = client.post(url, form(visit, "pass", "pass", words="看错了"))
    assert answer.status_code == 422 and "已转为线索" in answer.content.decode()
    assert client.post(url, form(visit, "fail", "none", words="看错了")).status_code == 302
    assert list(visit.answers.values_list("result", flat=True)) == ["fail", "none"]


def test_of_a_covert_one_a_finding_is_taken_back_before_anybody_was_told(cast):
    campaign = visited(cast, manner="covert")
    amend(campaign.visits.done().get(), cast.handler, PASS)
    services.finish_campaign(campaign, cast.clerk, conclusion="其余下月查")
    assert not Answer.objects.failed().exists() and not Lead.objects.exists()


def test_with_its_reason(cast):
    with pytest.raises(Supplied):
        amend(visited(cast).visits.done().get(), cast.handler, FAIL, words="")


def test_not_before_it_was_told(cast):
    with pytest.raises(SomebodyWasFaster):
        amend(running(cast).visits.first(), cast.handler)


def test_not_after_the_end(cast):
    with pytest.raises(NotAllowed):
        amend(finished(cast).visits.done().get(), cast.handler, FAIL)


@pytest.mark.parametrize("member", ["leader", "head", "patroller", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        amend(visited(cast).visits.done().get(), cast[member], FAIL)
