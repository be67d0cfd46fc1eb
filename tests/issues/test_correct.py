"""更正: what was written down is put right, and what it was stays in the record."""

import pytest

from hezhang.core.audit.models import Entry
from issues.ledger.choices import State
from issues.ledger.models import Category
from issues.ledger.services.turns import CORRECTED
from tests.issues import checks
from tests.issues.acts import ACTS, make, url


def test_works(cast, enter):
    issue = checks.works(cast, enter, "correct")
    assert (issue.place, issue.due_on) == ("三号桥下", issue.due_sort)
    entry = Entry.objects.get(action="issue.correct")
    assert (entry.before["place"], entry.after["place"]) == ("", "三号桥下")


@pytest.mark.parametrize("state", [State.CLOSED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "correct", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "correct", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "correct")


@pytest.mark.parametrize("field", ["severity", "text", "words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "correct", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "correct")


def test_without_a_change_nothing_is_written(cast, enter):
    issue = make(cast, "correct")
    form = ACTS["correct"].form(cast) | {"place": ""}
    answer = enter(cast.clerk).post(url("correct", issue), form)
    assert answer.status_code == 422 and "没有改动" in answer.content.decode()
    assert not issue.transitions.filter(verb="correct").exists()


def test_the_timeline_names_what_was_put_right(cast, enter):
    issue = make(cast, "correct")
    ACTS["correct"].run(issue, cast.clerk, cast)
    assert "更正位置描述为“三号桥下”：位置写错了" in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()


def opened(client, issue):
    """What the browser sends of the page as it was drawn, hidden fields and all."""
    form = client.get(url("correct", issue)).context["form"]
    hidden = {form[name].html_initial_name: form.initial[name] or "" for name in CORRECTED}
    return {name: form.initial[name] or "" for name in CORRECTED} | hidden


def test_what_was_not_touched_is_not_put_back(cast, enter):
    """The page of the second was opened before the first put other fields right."""
    issue = make(cast, "correct")
    first, second = enter(cast.clerk), enter(cast.head)
    stale = opened(second, issue)
    first.post(
        url("correct", issue), opened(first, issue) | {"severity": "major", "place": "三号桥下", "words": "写错了"}
    )
    second.post(url("correct", issue), stale | {"outside_number": "SJ-001", "words": "补上级编号"})
    issue.refresh_from_db()
    assert (issue.severity, issue.place, issue.outside_number) == ("major", "三号桥下", "SJ-001")
    entry = Entry.objects.filter(action="issue.correct").latest("id")
    assert set(entry.after) & set(CORRECTED) == {"outside_number"}


def test_over_another_correction_only_when_asked_for_twice(cast, enter):
    issue = make(cast, "correct")
    first, second = enter(cast.clerk), enter(cast.head)
    stale = opened(second, issue) | {"text": "更正二", "words": "写错了"}
    first.post(url("correct", issue), opened(first, issue) | {"text": "更正一", "words": "写错了"})
    answer = second.post(url("correct", issue), stale)
    page = answer.content.decode()
    assert answer.status_code == 422 and "这一项现为“更正一”" in page and "更正二" in page
    issue.refresh_from_db()
    assert issue.text == "更正一"
    assert 'name="initial-text" value="更正一"' in page
    second.post(url("correct", issue), stale | {"initial-text": "更正一"})
    issue.refresh_from_db()
    assert issue.text == "更正二"


def test_a_class_that_was_given_meanwhile(cast, enter):
    issue = make(cast, "correct")
    one, other = Category.objects.in_force(issue.region_id).exclude(pk=issue.category_id)[:2]
    first, second = enter(cast.clerk), enter(cast.head)
    stale = opened(second, issue) | {"category": other.pk, "words": "归错了"}
    first.post(url("correct", issue), opened(first, issue) | {"category": one.pk, "words": "归错了"})
    answer = second.post(url("correct", issue), stale)
    assert answer.status_code == 422 and f"这一项现为“{one}”" in answer.content.decode()
    assert f"更正问题类别为“{one}”：" in second.get(issue.get_absolute_url()).content.decode()
