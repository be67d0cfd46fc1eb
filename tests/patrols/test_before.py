"""What was found at a reach last time and what is still open there: on the walk page, and in the pack of the phone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from issues.ledger.models import Issue
from patrols.walks.choices import FindingState
from patrols.walks.facts.before import before_of
from tests.issues.acts import make


@pytest.fixture
def before(cast):
    return lambda who="village_chief", reach=None: before_of(
        cast[who], [reach or cast.village_reach.pk], timezone.localdate()
    )[reach or cast.village_reach.pk]


@pytest.fixture
def walk_of(walk, seen):
    """A walk so many days ago, with one finding in these words."""

    def _walk_of(days=0, post=None, **finding):
        end = timezone.now() - timedelta(days=days, minutes=5)
        return walk(post, started_at=end - timedelta(minutes=20), ended_at=end, findings=[seen(**finding)]).patrol

    return _walk_of


def test_nothing_is_said_in_so_many_words(before):
    found = before()
    assert found["words"] == "这里没有未办结的问题，一年内没有发现"
    assert (found["open"], found["seen"]) == ([], [])


def test_what_was_settled_and_what_became_a_problem(walk_of, before):
    walk_of(3, state=FindingState.SETTLED, text="已清理")
    walk_of(1, text="岸边一堆")
    issue = Issue.objects.get()
    found = before()
    assert [one["note"].split(" · ")[1] for one in found["seen"]] == [issue.get_state_display(), "当场解决"]
    assert [(one["url"], issue.number in one["note"]) for one in found["open"]] == [(issue.get_absolute_url(), True)]
    assert found["words"] == "这里还有 1 件没有办结，一年内发现过 2 处"


def test_three_of_each_and_how_many(walk_of, before):
    for days in range(5):
        walk_of(days, text=f"第{days}处")
    found = before()
    assert (len(found["open"]), found["open_count"], len(found["seen"]), found["seen_count"]) == (3, 5, 3, 5)


def test_what_is_late_stands_first_and_says_so(cast, walk_of, before):
    walk_of(1, text="新的")
    late = make(cast, "apply")
    Issue.objects.filter(pk=late.pk).update(reach=cast.village_reach)
    late.refresh_from_db()
    first = before()["open"][0]
    assert late.number in first["note"] and "剩余" in first["note"]


def test_older_than_a_year_is_left_out(cast, walk_of, before):
    from patrols.walks.models import Patrol

    old = walk_of(1, state=FindingState.SETTLED)
    Patrol.objects.filter(pk=old.pk).update(started_at=timezone.now() - timedelta(days=370))
    assert before()["seen_count"] == 0


def test_of_another_reach_nothing(cast, walk_of, before):
    walk_of(1)
    assert before(reach=cast.village2_reach.pk)["seen_count"] == before(reach=cast.village2_reach.pk)["open_count"] == 0


def test_whoever_sees_neither_is_told_neither(cast, walk_of, before):
    walk_of(1)
    assert (before("neighbour_chief")["seen_count"], before("neighbour_chief")["open_count"]) == (0, 0)


def test_it_comes_with_the_page_folded(cast, walk_of, enter):
    walk_of(1, text="岸边一堆")
    page = enter(cast.village_chief).get(f"{reverse('patrols:walk')}?reach={cast.village_reach.pk}").text
    assert "这里还有 1 件没有办结，一年内发现过 1 处" in page and "岸边一堆" in page
    assert "<details" in page and "<details open" not in page.replace(' class="walk-before"', "")


def test_the_same_in_the_pack(cast, walk_of, enter, before):
    walk_of(1, text="岸边一堆")
    reach = enter(cast.village_chief).get(reverse("parcels:pack")).json()["reaches"][0]
    assert {name: reach[name] for name in before()} == before()


def test_the_same_queries_however_many(cast, walk_of):
    def count(reaches):
        with CaptureQueriesContext(connection) as asked:
            before_of(cast.village_chief, reaches, timezone.localdate())
        return len(asked)

    walk_of(1)
    one = count([cast.village_reach.pk])
    for days in range(4):
        walk_of(days, text=str(days))
    assert count([cast.village_reach.pk, cast.village2_reach.pk]) == one <= 4
