"""One problem per screen, in the order of the list that it was begun from."""

from uuid import uuid4

import pytest
from django.urls import reverse

from issues.batches.models import Selection
from issues.ledger import services as ledger
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from issues.ledger.workflow import TABLE
from issues.queue import services
from issues.queue.forms import FORMS
from tests.issues import build


def begin(client, **data):
    answer = client.post(reverse("issues:start_queue"), {"query": "tab=mine&page_size=50"} | data)
    assert answer.status_code == 302
    return answer.url


def triage(cast, **more):
    category = Category.objects.get(name="乱堆").pk
    told = {"category": category, "severity": "minor", "track": "term", "unit": cast.bureau.pk, "requirement": "清运"}
    return told | {"due_on": "", "once": uuid4(), "then": "dispatch", "verb": "register"} | more


def test_every_step_that_leads_on_has_its_form_and_service():
    waits = {row.verb for row in TABLE.rows.values() if row.leads_on}
    assert waits == set(FORMS) == set(services.SERVICES)


def test_registered_and_dispatched_and_on_to_the_next(cast, enter):
    issues = [build.reported(cast, text=f"堆放垃圾第{n}处") for n in range(3)]
    client = enter(cast.clerk)
    url = begin(client)
    page = client.get(url).content.decode()
    assert "第 1 件，共 3 件" in page and "登记、交办并下一件" in page and "?tab=mine&amp;page_size=50" in page
    first = triage(cast)
    answer = client.post(reverse("issues:take_turn", args=[Selection.objects.get().pk, 1]), first)
    assert answer.url.endswith("/2/")
    done = Issue.objects.get(pk=Selection.objects.get().rows.get(place=1).issue_id)
    assert (done.state, done.unit) == (State.DISPATCHED, cast.bureau) and done.due_on
    assert client.post(url + "take/", first).url == answer.url  # a double click is one step
    assert list(done.transitions.values_list("verb", flat=True)) == ["report", "register", "dispatch"]
    second = url.replace("/1/", "/2/")
    assert client.post(second + "take/", triage(cast, then="register", unit="")).url.endswith("/3/")
    third = url.replace("/1/", "/3/")
    wrong = client.post(third + "take/", triage(cast, requirement="", severity="major"))
    assert wrong.status_code == 422 and 'value="major"' in wrong.content.decode()
    assert Issue.objects.filter(state=State.REPORTED).count() == 1
    end = client.get(url.replace("/1/", "/4/")).content.decode()
    assert "办了 2 件" in end and "跳过 1 件" in end and "/3/" in end
    assert {issue.pk for issue in issues} == set(Selection.objects.get().rows.values_list("issue", flat=True))


def test_neither_step_stays_when_the_second_is_refused(cast, enter):
    build.reported(cast)
    client = enter(cast.clerk)
    answer = client.post(begin(client) + "take/", triage(cast, due_on="2020-01-01"))
    assert answer.status_code == 422 and Issue.objects.get().state == State.REPORTED


def test_whoever_was_faster_is_named(cast, enter):
    issue, client = build.reported(cast), enter(cast.clerk)
    url = begin(client)
    ledger.reject(issue, cast.head, words="现场未见")
    answer = client.post(url + "take/", triage(cast))
    page = answer.content.decode()
    assert answer.status_code == 409 and "已由何长清于" in page and "下一件" in page


def test_ticked_rows_only_and_nobody_elses_queue(cast, enter):
    issues = [build.reported(cast, text=f"堆放垃圾第{n}处") for n in range(2)]
    client = enter(cast.clerk)
    url = begin(client, rows=[issues[1].pk])
    assert list(Selection.objects.get().rows.values_list("issue", flat=True)) == [issues[1].pk]
    assert enter(cast.head).get(url).status_code == 404
    assert client.get(url.replace("/1/", "/9/")).status_code == 404
    assert client.get(reverse("issues:batch", args=[Selection.objects.get().pk])).status_code == 404


@pytest.mark.parametrize(
    ("start", "member", "words"), [("dispatched", "handler", "签收"), ("verified", "head", "销号")]
)
def test_other_offices_have_their_own(cast, enter, start, member, words):
    build.AT[start](cast)
    client = enter(cast[member])
    url = begin(client)
    assert f"{words}并下一件" in client.get(url).content.decode()
    verb = {"签收": "sign_for", "销号": "close"}[words]
    assert client.post(url + "take/", {"verb": verb, "then": "next", "once": uuid4()}).url.endswith("/2/")
    assert "都办完了" in client.get(url.replace("/1/", "/2/")).content.decode()
