"""What one may not see is not there; what a unit may not know is hidden; what a form does not ask for is ignored."""

import pytest
from django.urls import reverse

from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import ACTS, make, picture, url


def test_photo_of_the_neighbour_is_404(cast, enter):
    enter(cast.village_chief).post(
        reverse("issues:report"), {"reach": cast.village_reach.pk, "text": "垃圾", "photos": [picture()]}
    )
    address = reverse("issues:photo", args=[Issue.objects.get().evidence.get().pk])
    for params in ({}, {"thumb": 1}):
        answer = enter(cast.clerk).get(address, params)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    for member in ("neighbour_clerk", "neighbour_chief", "handler", "village2_chief"):
        assert enter(cast[member]).get(address).status_code == 404, member


@pytest.mark.parametrize("member", ["neighbour_clerk", "village2_chief", "town_handler"])
def test_issue_of_others_is_404(cast, enter, member):
    assert enter(cast[member]).get(build.rectifying(cast).get_absolute_url()).status_code == 404


def test_unit_does_not_learn_who_reported(cast, enter):
    issue = build.applied(cast, post=cast.patroller)
    client, name = enter(cast.handler), "巡小舟"
    pages = [issue.get_absolute_url(), reverse("issues:ledger") + "?columns=number,reporter"]
    for page in pages:
        shown = client.get(page).content.decode()
        assert "已隐藏" in shown
        assert name not in shown
        assert name in enter(cast.clerk).get(page).content.decode()


def test_extra_fields_are_ignored(cast, enter):
    issue = build.reported(cast)
    forced = {"state": "closed", "closed_by": cast.clerk.user_id, "is_open": "", "number": "X", "due_on": "2030-01-01"}
    enter(cast.clerk).post(url("register", issue), {**ACTS["register"].form(cast), **forced})
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.closed_by, issue.is_open, issue.due_on) == (State.REGISTERED, None, True, None)
    assert issue.number != "X"


def test_unit_of_another_county_cannot_be_chosen(cast, enter):
    issue = build.registered(cast)
    data = {**ACTS["dispatch"].form(cast), "unit": cast.neighbour_office.pk}
    assert enter(cast.clerk).post(url("dispatch", issue), data).status_code == 422


def test_get_on_a_posting_address_is_405(cast, enter):
    assert enter(cast.handler).get(url("sign_for", build.dispatched(cast))).status_code == 405


@pytest.mark.parametrize("verb", sorted(set(ACTS) - {"sign_for"}))
def test_reading_a_form_changes_nothing(cast, enter, verb):
    issue = make(cast, verb)
    assert enter(cast[ACTS[verb].who]).get(url(verb, issue)).status_code == 200
    assert Issue.objects.get(pk=issue.pk).state == ACTS[verb].start


def test_words_of_people_stay_words(cast, enter):
    issue = build.applied(cast, text="<script>alert(1)</script>", place="<b>桥</b>")
    shown = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_panels_keep_the_scope(cast, enter):
    issue = build.reported(cast)
    address = reverse("issues:of_river", args=[cast.river.pk])
    assert issue.number in enter(cast.clerk).get(address).content.decode()
    assert enter(cast.neighbour_clerk).get(address).status_code == 404


def test_similar_issues_on_the_river(cast, enter):
    first, second = build.registered(cast, text="甲处垃圾"), build.registered(cast, text="乙处垃圾")
    assert second.number in enter(cast.clerk).get(first.get_absolute_url()).content.decode()
