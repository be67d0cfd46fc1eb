"""填报检查: by the team, every item with its result, once; what is wrong becomes a lead, or a problem at once."""

import uuid
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import Conflicting, EvidenceMissing, SomebodyWasFaster
from issues.campaigns import lists, services
from issues.campaigns.models import Answer, Visit
from issues.campaigns.services import Told
from issues.leads.models import Lead
from issues.ledger.models import Category, Issue
from tests.campaigns.campaigns import FAIL, PASS, answers, cancelled, drawn, finished, running, seen, somebody, visited
from tests.issues import build
from tests.issues.acts import picture

AT_ONCE = Told("fail", "桥下堆了两方垃圾", at_once=True)


def first(campaign):
    return campaign.visits.order_by("pk").first()


def form(visit, *results, **more):
    told = {"once": str(uuid.uuid4()), "note": "雨后水浑", "lat": "30.25", "lng": "120.15", "accuracy_m": "12"}
    for item, result in zip(visit.campaign.items.all(), results, strict=False):
        told |= {f"result-{item.pk}": result, f"note-{item.pk}": "桥下两方垃圾" if result == "fail" else ""}
    return told | more


def test_submit_visit(cast):
    visit = seen(first(running(cast)), cast.handler, FAIL)
    assert (visit.state, visit.done_by, visit.photos.count()) == ("done", cast.handler, 1)
    assert list(visit.answers.values_list("result", flat=True)) == ["fail", "pass"]
    lead = Lead.objects.get()
    assert (lead.source, lead.reach, lead.region, lead.reporter) == (
        "covert",
        visit.reach,
        visit.reach.region,
        cast.handler,
    )
    assert lead.text == "水面没有垃圾：桥下堆了两方垃圾" and lead.photos.get().upload == visit.photos.get().upload
    assert visit.answers.get(result="fail").lead == lead and not Issue.objects.exists()
    assert Message.objects.filter(user=cast.patroller.user, kind="lead.find_lead").exists()


def test_of_a_covert_one_nothing_is_told_before_the_end(cast):
    seen(first(running(cast, manner="covert")), cast.handler, FAIL)
    assert not Lead.objects.exists() and Answer.objects.failed().get().lead is None


def test_a_problem_at_once_has_lead_photo_class_and_place(cast):
    category = Category.objects.get(name="漂浮物")
    visit = first(running(cast, manner="covert", items=[("水面没有垃圾", category)]))
    seen(visit, cast.handler, AT_ONCE, lat=30.25, lng=120.15, accuracy_m=9.0)
    issue, lead = Issue.objects.get(), Lead.objects.get()
    assert (lead.state, lead.issue, lead.checked_by) == ("became", issue, cast.handler.user)
    assert (issue.source, issue.category, issue.reach, issue.lat, issue.lng) == (
        "covert",
        category,
        visit.reach,
        30.25,
        120.15,
    )
    assert issue.evidence.get().upload == visit.photos.get().upload
    assert issue.reporter is None  # a bureau reports nothing to the ledger: its name stays with the lead
    by_office = first(running(cast, amount=9))
    seen(by_office, cast.clerk, AT_ONCE)
    assert Issue.objects.latest("pk").reporter == cast.clerk


def test_by_the_phone_and_twice_is_once(cast, enter):
    visit, client = first(running(cast)), enter(cast.handler)
    url = reverse("issues:submit_visit", args=[visit.pk])
    page = client.get(url).content.decode()
    assert "1. 水面没有垃圾" in page and "不涉及" in page and "直接立为问题" in page
    told = form(visit, "fail", "none")
    for _ in range(2):
        assert client.post(url, told | {"photos": picture()}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.lat, visit.note, visit.photos.count()) == ("done", 30.25, "雨后水浑", 1)
    assert visit.transitions.count() == 1 and Lead.objects.get().lat == 30.25
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "桥下两方垃圾" in page and "线索（待核实）" in page and "改正" in page
    other = form(visit, "pass", "pass", once=told["once"])
    answer = client.post(url, other)
    assert answer.status_code == 409 and Answer.objects.failed().count() == 1


def test_every_item_has_its_result_and_what_is_wrong_its_words(cast, enter):
    visit = first(running(cast))
    url = reverse("issues:submit_visit", args=[visit.pk])
    items = list(visit.campaign.items.all())
    told = form(visit, "fail") | {f"note-{items[0].pk}": ""}
    page = enter(cast.handler).post(url, told)
    words = page.content.decode()
    assert page.status_code == 422 and "第 1 项" in words and "写明现场情况" in words and "第 2 项" in words
    assert "雨后水浑" in words and Visit.objects.open().count() == 2
    with pytest.raises(ValidationError):
        services.submit_visit(visit, cast.handler, answers={items[0].pk: PASS})


def test_a_problem_at_once_needs_a_photo(cast, enter):
    visit = first(running(cast))
    with pytest.raises(EvidenceMissing):
        services.submit_visit(visit, cast.handler, answers=answers(visit, AT_ONCE))
    told = form(visit, "fail", "pass") | {f"once-{visit.campaign.items.first().pk}": "on"}
    answer = enter(cast.handler).post(reverse("issues:submit_visit", args=[visit.pk]), told)
    assert answer.status_code == 422 and "现场照片" in answer.content.decode()
    assert not Lead.objects.exists() and not Issue.objects.exists() and not Answer.objects.exists()


def test_a_line_has_photos_of_its_own_and_its_lead_takes_no_others(cast, enter):
    """By the phone: the field of the line, its number where the script sent it ahead; the reach's photo goes with every finding."""
    visit, client = first(running(cast)), enter(cast.handler)
    one, two = (item.pk for item in visit.campaign.items.all())
    url, ahead = reverse("issues:submit_visit", args=[visit.pk]), build.photo(cast.handler)
    assert f'name="photos-{one}"' in client.get(url).content.decode()
    told = form(visit, "fail", "pass") | {f"note-{one}": ""}  # refused: what was photographed stays
    again = client.post(url, told | {f"photos-{one}": picture(), f"kept-{two}": str(ahead.pk)})
    kept = BeautifulSoup(again.content, "html.parser").select_one(f"[name=kept-{one}]")["value"]
    assert again.status_code == 422 and kept and "已上传 1 张" in again.content.decode()
    told = form(visit, "fail", "pass") | {f"kept-{one}": kept, f"kept-{two}": str(ahead.pk), "photos": picture(red=90)}
    assert client.post(url, told).status_code == 302
    of = {photo.item_id: photo.upload for photo in visit.photos.all()}
    assert set(of) == {one, two, None} and of[two] == ahead and str(of[one].pk) == kept
    lead = Lead.objects.get()
    assert [photo.upload for photo in lead.photos.order_by("pk")] == [of[one], of[None]]
    shown = BeautifulSoup(client.get(visit.get_absolute_url()).content, "html.parser").select(
        ".check-list li:has(.check-item)"
    )
    assert [len(line.select(".photos img")) for line in shown] == [1, 1]
    (row,) = lists.findings_of(cast.clerk)
    assert row.shots == 1 and "照片" in enter(cast.clerk).get(reverse("issues:campaign_findings")).content.decode()


def test_at_once_by_the_photo_of_another_line_is_refused(cast):
    visit = first(running(cast))
    said = answers(visit, AT_ONCE, Told("pass", photos=[build.photo(cast.handler)]))
    with pytest.raises(EvidenceMissing, match="第 1 项"):
        services.submit_visit(visit, cast.handler, answers=said)
    own = replace(AT_ONCE, photos=[build.photo(cast.handler)])
    services.submit_visit(visit, cast.handler, answers=answers(visit, own))
    assert Issue.objects.get().evidence.get().upload == own.photos[0]


def test_no_more_than_three_of_a_line(cast, enter):
    visit = first(running(cast))
    told = form(visit, "pass", "pass") | {
        f"photos-{visit.campaign.items.first().pk}": [picture(red=each) for each in range(4)]
    }
    answer = enter(cast.handler).post(reverse("issues:submit_visit", args=[visit.pk]), told)
    assert answer.status_code == 422 and "最多 3 张" in answer.content.decode() and not visit.photos.exists()


def test_the_same_number_with_other_words(cast):
    visit, once = first(running(cast)), uuid.uuid4()
    seen(visit, cast.handler, once=once)
    with pytest.raises(Conflicting):
        seen(Visit.objects.get(pk=visit.pk), cast.handler, FAIL, once=once)
    assert not Answer.objects.failed().exists()


def test_not_a_second_time(cast):
    with pytest.raises(SomebodyWasFaster):
        seen(visited(cast).visits.done().get(), cast.clerk)


@pytest.mark.parametrize("make", [drawn, finished, cancelled])
def test_only_while_it_runs(cast, make):
    visit = make(cast, amount=9).visits.open().first()
    with pytest.raises(NotAllowed):
        seen(visit, cast.handler)


@pytest.mark.parametrize("member", ["leader", "head", "patroller", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        seen(first(running(cast)), cast[member])


def test_another_team_neither_sees_nor_tells(cast, enter):
    pool = [cast.handler, *(somebody(cast, key, cast.county, Role.OFFICE_CLERK) for key in "甲乙")]
    pool.append(somebody(cast, "丙", cast.county, Role.HANDLER, department=cast.bureau2))
    campaign = running(cast, pool=pool, manner="covert", amount=9)
    for team in (1, 2):
        mine = {one.post for one in campaign.inspectors.filter(team=team)}
        for visit in campaign.visits.exclude(team=team):
            for post in mine:
                sees = 200 if post.role == Role.OFFICE_CLERK else 404
                assert enter(post).get(visit.get_absolute_url()).status_code == sees
                with pytest.raises(NotAllowed):
                    services.submit_visit(visit, post, answers=answers(visit), photos=[build.photo(post)])
