"""补充情况: what the reporter adds; and a report that was sent again, with more in it, after its answer was lost."""

import uuid

import pytest
from django.urls import reverse

from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from tests.issues import build, checks
from tests.issues.acts import picture
from tests.issues.at_once import at_once

REPORT = "issues:report"


def test_works(cast, enter):
    issue = checks.works(cast, enter, "supplement")
    assert issue.state_since == issue.transitions.get(verb="register").at
    assert build.kinds(issue) == ["found", "found"]


@pytest.mark.parametrize("state", [State.CLOSED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "supplement", state)


@pytest.mark.parametrize("member", ["clerk", "town_chief", "patroller"])
def test_wrong_role(cast, enter, member):
    checks.refuses_role(cast, enter, "supplement", member)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "supplement")


def test_missing_field(cast, enter):
    checks.demands(cast, enter, "supplement", "words")


# ── A report sent again ──
@pytest.fixture
def sent(cast):
    """What the phone holds; the server has stored it, and the answer was lost."""
    data = {"reach": cast.village_reach.pk, "text": "岸边倾倒建筑垃圾", "client_id": str(uuid.uuid4())}
    build.reported(cast, text=data["text"], client_id=uuid.UUID(data["client_id"]), photos=())
    return data


@pytest.fixture
def send(cast, enter):
    client = enter(cast.village_chief)
    return lambda data, **more: client.post(reverse(REPORT), data | more)


def receipt(issue) -> str:
    return reverse("issues:receipt", args=[issue.pk])


def test_harmless_differences_get_the_first_answer(sent, send):
    issue = Issue.objects.get()
    for text in (sent["text"], f"  {sent['text']} ", "岸边倾倒"):
        assert send(sent, text=text, lat="28.1", lng="120.6").url == receipt(issue)
    assert issue.transitions.count() == 1


def test_more_in_it_is_asked_about_and_keeps_the_text(sent, send):
    answer = send(sent, text="岸边倾倒建筑垃圾，还有油桶三个", place="老桥下")
    page, number = answer.content.decode(), Issue.objects.get().number
    assert answer.status_code == 409
    assert f"补充到 {number}" in page and "作为新问题上报" in page
    assert "还有油桶三个" in page and "老桥下" in page and sent["client_id"] in page


def test_it_is_added_to_the_stored_one_once(sent, send):
    more = {"text": "岸边倾倒建筑垃圾，还有油桶三个", "place": "老桥下"}
    for _ in range(2):
        answer = send(sent, **more, then="supplement", photos=[picture()])
        assert answer.url == Issue.objects.get().get_absolute_url()
    issue = Issue.objects.get()
    step = issue.transitions.get(verb="supplement")
    assert step.words == "还有油桶三个\n位置描述：老桥下"
    assert (issue.text, issue.place, issue.state) == (sent["text"], "", State.REPORTED)
    assert step.evidence.count() == issue.evidence.count() == 1
    assert send(sent, **more).url == receipt(issue)  # nothing new any more
    later = send(sent, **more | {"text": f"{more['text']}，有异味"}, then="supplement")
    assert later.status_code == 302 and issue.transitions.last().words == "有异味"


def test_it_is_another_problem_under_a_number_of_its_own(sent, send):
    for _ in range(2):
        assert send(sent, text="另一处的油污", then="new").status_code == 302
    assert sorted(Issue.objects.values_list("text", flat=True)) == sorted([sent["text"], "另一处的油污"])


def test_a_closed_one_takes_no_more_but_there_is_a_way_onward(sent, send, cast):
    services.reject(Issue.objects.get(), cast.clerk, words="现场核实未发现垃圾")
    page = send(sent, text="又多了油桶").content.decode()
    assert "作为新问题上报" in page and "已办结" in page and "补充到" not in page
    assert send(sent, text="又多了油桶", then="supplement").status_code == 409
    assert send(sent, text="又多了油桶", then="new").status_code == 302


def test_what_the_office_ruled_is_no_difference(sent, send, cast):
    """The office has put the class right; the phone still sends its own."""
    issue = Issue.objects.get()
    services.register(issue, cast.clerk, category=Category.objects.get(name="乱堆"), severity="major", track="term")
    other = Category.objects.exclude(name="乱堆").filter(is_active=True).first()
    assert send(sent, category=other.pk).url == receipt(issue)


def test_a_step_form_sent_with_other_words_can_be_sent_as_a_step_of_its_own(cast, enter):
    issue, client = build.rectifying(cast), enter(cast.handler)
    url, data = reverse("issues:rectify", args=[issue.pk]), {"progress": "50", "once": str(uuid.uuid4())}
    client.post(url, data | {"words": "已清运一半"})
    answer = client.post(url, data | {"words": "已清运一半，明日继续"})
    assert answer.status_code == 409 and "明日继续" in answer.content.decode()
    again = answer.context["form"]["once"].value()
    assert client.post(url, data | {"words": "已清运一半，明日继续", "once": again}).status_code == 302
    assert issue.transitions.filter(verb="rectify").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    """The same supplement from two requests is one step."""
    client_id = uuid.uuid4()
    build.reported(cast, client_id=client_id, photos=())
    told = {"client_id": client_id, "text": "岸边堆放垃圾约三方，还有油桶", "photos": ()}
    at_once(*[lambda: build.reported(cast, **told, supplement=True) for _ in range(3)])
    assert Issue.objects.get().transitions.filter(verb="supplement").count() == 1
