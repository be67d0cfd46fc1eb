"""The feed of changes: every step once, in order, without a gap, whoever writes meanwhile."""

import sys
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from hezhang.core.accounts.models import Post
from issues.feed import services as feed
from issues.feed.models import Change
from issues.ledger import services
from issues.ledger.models import Issue, IssueTransition
from tests.api.conftest import program
from tests.cast import build as build_cast
from tests.issues import build
from tests.races.forked import begin


def follow(client, after="0", size=2) -> tuple[list[dict], int]:
    """All that there is behind the cursor, page by page, and where it ends."""
    found, more = [], True
    while more:
        answer = client.get(f"/api/v1/changes/?after={after}&page_size={size}")
        assert answer.status_code == 200, answer.content.decode()
        told = answer.json()
        found, more, after = found + told["results"], told["more"], told["cursor"]
    return found, after


def test_every_step_once_and_in_order(made, cast):
    first, second = build.rectifying(cast), build.reported(cast)
    client = program(made(cast.head).secret)
    told, end = follow(client)
    steps = list(IssueTransition.objects.order_by("pk").values_list("issue_id", "verb", "pk"))
    assert [(one["problem"], one["verb"], one["version"]) for one in told] == steps
    assert {one["problem"] for one in told} == {first.pk, second.pk}
    assert follow(client, end) == ([], end)
    services.register(second, cast.clerk, category=first.category, severity="minor", track="term")
    (more,), _ = follow(client, end)
    assert (more["verb"], more["from_state"], more["to_state"], more["words"]) == (
        "register",
        "reported",
        "registered",
        "已登记",
    )


def test_a_unit_hears_of_its_own_and_its_cursor_goes_on(made, cast):
    build.dispatched(cast)
    client = program(made(cast.handler).secret)
    told, end = follow(client)
    assert {one["verb"] for one in told} == {"report", "register", "dispatch"}
    build.registered(cast)  # lies with no unit
    assert follow(client, end)[0] == [] and follow(client, end)[1] == end + 2


@pytest.mark.parametrize("word", ["x", "-1", "1.5", "９", "1" * 18])
def test_a_cursor_that_is_none_is_told(made, cast, word):
    answer = program(made(cast.head).secret).get(f"/api/v1/changes/?after={word}")
    assert answer.status_code == 400 and "cursor" in answer.json()["detail"]


def test_from_now_on(made, cast):
    issue = build.reported(cast)
    client = program(made(cast.head).secret)
    told = client.get("/api/v1/changes/?after=now").json()
    assert told["results"] == [] and not told["more"]
    services.reject(issue, cast.clerk, words="现场没有垃圾")
    assert [one["verb"] for one in follow(client, told["cursor"])[0]] == ["reject"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_commits_late_is_not_missed_and_by_the_steps_number_would_be():
    """One step has the lower number and is committed last; whoever has read past it still hears of it."""
    cast = build_cast()
    slow, quick = build.reported(cast), build.reported(cast)
    start = feed.put_in_order()
    by_number = IssueTransition.objects.order_by("-pk").first().pk
    written, go = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            services.reject(slow, cast.clerk, words="查无此事")
            written.set()
            go.wait(30)
        connection.close()

    thread = Thread(target=late)
    thread.start()
    assert written.wait(30)
    services.reject(quick, cast.head, words="查无此事")
    end = feed.put_in_order()
    seen = list(Change.objects.between(start, end).values_list("issue_id", flat=True))
    seen_by_number = list(IssueTransition.objects.filter(pk__gt=by_number).values_list("pk", flat=True))
    go.set()
    thread.join()
    seen += Change.objects.between(end, feed.put_in_order()).values_list("issue_id", flat=True)
    assert seen == [quick.pk, slow.pk]
    # The control: behind the greatest number that was read there is nothing more, and one was never read.
    assert not IssueTransition.objects.filter(pk__gt=max(seen_by_number)).exists() and len(seen_by_number) == 1


def write(share):
    clerk = Post.objects.get(user__username="clerk")
    for issue in Issue.objects.filter(pk__in=share).order_by("pk"):
        services.correct(issue, clerk, values={"place": "一号桥"}, words="补写")
        services.reject(issue, clerk, words="查无此事")


def read(after, how_many):
    found = []
    while len(found) < how_many:
        end = feed.put_in_order()
        rows = list(Change.objects.between(after, end)[:7].values_list("position", "transition_id"))
        found += rows
        after = rows[-1][0] if rows else after
    sys.stdout.write(" ".join(str(pk) for _, pk in found))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_writers_and_two_readers_in_processes_of_their_own():
    cast = build_cast()
    issues = [build.reported(cast).pk for _ in range(18)]
    start = feed.put_in_order()
    readers = [begin(read, start, 2 * len(issues)) for _ in range(2)]
    for writer in [begin(write, issues[share::3]) for share in range(3)]:
        writer.end()
        assert writer.returncode == 0
    heard = [[int(word) for word in reader.end().split()] for reader in readers]
    steps = set(IssueTransition.objects.filter(verb__in=["correct", "reject"]).values_list("pk", flat=True))
    assert heard[0] == heard[1] and len(heard[0]) == len(steps) == len(set(heard[0])) and set(heard[0]) == steps
    verbs = dict(IssueTransition.objects.values_list("pk", "verb"))
    of = dict(IssueTransition.objects.values_list("pk", "issue_id"))
    for pk in issues:
        assert [verbs[step] for step in heard[0] if of[step] == pk] == ["correct", "reject"]
    assert Issue.objects.filter(state="unfounded").count() == len(issues)
