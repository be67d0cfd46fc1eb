"""Fifty phones (processes of their own, on PostgreSQL) send the same progress at the same moment: it is entered once.

All fifty are held until each has looked and found nothing, so every one of them tries to write the number. The control
takes the unique number away: then it is entered several times, which shows that the look alone guards nothing.
"""

import multiprocessing
from contextlib import suppress
from threading import BrokenBarrierError
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from hezhang.core.accounts.models import Post
from hezhang.core.parcels.models import Parcel
from hezhang.core.parcels.services import Came, Content, Done, take_once
from issues.ledger import services
from issues.ledger.models import Issue
from tests.issues.acts import make
from tests.races.together import named, without

FIFTY, PATIENCE = 50, 60
CONTEXT = multiprocessing.get_context("fork")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]


def phone(gate: Any, issue_id: int, post_id: int, number: str, out: Any) -> None:
    """Send the step; what came of it goes back by the queue."""
    issue, post = Issue.objects.get(pk=issue_id), Post.objects.get(pk=post_id)
    met: list[bool] = []

    def meet(execute: Any, sql: str, *rest: Any) -> Any:
        if not met and sql.startswith('INSERT INTO "parcels_parcel"'):
            met.append(True)
            with suppress(BrokenBarrierError):
                gate.wait(PATIENCE)
        return execute(sql, *rest)

    def act() -> Done:
        step = services.rectify(issue, post, words="已清运一半", progress=50)
        return Done(issue.get_absolute_url(), "填报进展", step)

    try:
        with connection.execute_wrapper(meet):
            content = Content(str(issue), "填报进展", "", {"words": ["已清运一半"]}, obj=issue)
            taken = take_once(Came(UUID(number), "step"), lambda: content, act, by=post)
        out.put(f"{taken.is_new} {taken.parcel.url}")
    except Exception as error:
        out.put(type(error).__name__)
    finally:
        connections.close_all()


def fifty(cast: Any, issue: Issue) -> list[str]:
    gate, out = CONTEXT.Barrier(FIFTY), CONTEXT.Queue()
    connections.close_all()
    told = (gate, issue.pk, cast.handler.pk, str(uuid4()), out)
    phones = [CONTEXT.Process(target=phone, args=told, daemon=True) for _ in range(FIFTY)]
    for one in phones:
        one.start()
    answers = sorted(out.get(timeout=PATIENCE * 2) for _ in phones)
    for one in phones:
        one.join(PATIENCE)
    return answers


def test_fifty_at_once_are_one_step(cast):
    issue = make(cast, "rectify")
    url = issue.get_absolute_url()
    assert fifty(cast, issue) == [f"False {url}"] * (FIFTY - 1) + [f"True {url}"]
    assert issue.transitions.filter(verb="rectify").count() == Parcel.objects.count() == 1


def test_without_the_unique_number_it_is_carried_out_again_and_again(cast):
    issue = make(cast, "rectify")
    with without(named(Parcel, "parcel_once"), Parcel):
        fifty(cast, issue)
        assert issue.transitions.filter(verb="rectify").count() > 1
