"""Two clerks note the same renewal, two phones send the same inspection, and a chief changes meanwhile. Threads of their own."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from rivers.boards.models import Inspection, Renewal
from rivers.boards.services import inspect_signboard, renew_signboard
from tests.races.together import LONG, at_once
from tests.rivers.boarding import chief, follow, is_listed_stale, is_really_stale, put_up, today

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def renewals(cast, board) -> list:
    seen = board.renewals.first().pk
    act = partial(renew_signboard, board, today(), by=cast.clerk, seen=seen)
    return [act, act]


def test_a_renewal_is_noted_once(cast):
    board = put_up(cast)
    results = at_once(renewals(cast, board), Renewal)
    assert sum(isinstance(one, ValidationError) for one in results) == 1 and board.renewals.count() == 2


def test_without_the_lock_it_is_noted_twice(cast, monkeypatch):
    board = put_up(cast)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
    at_once(renewals(cast, board), Renewal, LONG)
    assert board.renewals.count() == 3


def test_an_inspection_sent_twice_is_one(cast):
    board, once = put_up(cast), uuid4()
    act = partial(inspect_signboard, board, by=cast.clerk, result="sound", day=today(), once=once)
    results = at_once([act, act], Inspection)
    assert Inspection.objects.count() == 1 and results[0].pk == results[1].pk


def test_a_renewal_beside_a_change_of_chief(cast):
    board, new = put_up(cast), chief(cast.village, "新来的")
    at_once(
        [partial(renew_signboard, board, today(), by=cast.clerk), partial(follow, cast.village_reach, new, 1)], Renewal
    )
    assert is_listed_stale(board) == is_really_stale(board)
