"""更正: what was written down is put right, and what it was stays in the record."""

import pytest

from hezhang.core.audit.models import Entry
from issues.ledger.choices import State
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
    assert "更正位置描述：位置写错了" in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
