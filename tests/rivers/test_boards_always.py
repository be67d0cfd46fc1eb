"""After any sequence of appointments, endings, renewals and withdrawals, the list says what comparing the texts says."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hezhang.core.kernel.refusal import Refusal
from rivers.boards.models import BoardState, Signboard
from rivers.boards.services import renew_signboard, settle, withdraw_renewal
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, dismiss, restore, withdraw
from tests.rivers.boarding import chief, is_listed_stale, is_really_stale, put_up, today

pytestmark = [pytest.mark.django_db, pytest.mark.apart]
STEPS = 14


def _step(dice, cast, people, boards) -> None:
    day = today() + timedelta(days=dice.randrange(-50, 6))
    reach = dice.choice([cast.county_reach, cast.town_reach, cast.village_reach])
    tenures = list(Tenure.objects.filter(reach=reach).order_by("pk"))
    act = dice.choice(["appoint", "appoint", "dismiss", "renew", "unrenew", "withdraw", "restore"])
    if act == "appoint":
        appoint(by=None, post=dice.choice(people[reach.tier]), reach=reach, kind="responsible", starts_on=day)
    elif act == "dismiss" and tenures:
        dismiss(dice.choice(tenures), day, by=None)
    elif act == "renew":
        renew_signboard(dice.choice(boards), min(day, today()), by=None)
    elif act == "unrenew":
        withdraw_renewal(dice.choice(boards), by=None)
    elif act == "withdraw" and len(tenures) > 1:
        withdraw(tenures[-1], by=None)
    elif act == "restore" and tenures:
        restore(tenures[-1], None, by=None)


@pytest.mark.parametrize("seed", range(12))
def test_listed_is_compared(cast, seed):
    dice = random.Random(seed)
    boards = [put_up(cast, code="B1", days=45), put_up(cast, cast.town_reach, code="B2", days=30)]
    people = {
        tier: [chief(getattr(cast, tier), f"{tier}{n}") for n in range(3)] for tier in ("county", "town", "village")
    }
    for _ in range(STEPS):
        try:
            _step(dice, cast, people, boards)
        except (ValidationError, Refusal):
            continue
        for board in boards:
            if board.renewals.exists():
                assert is_listed_stale(board) == is_really_stale(board)


def test_the_nightly_reckoning_finds_nothing_else(cast):
    board = put_up(cast)
    appoint(
        by=None, post=chief(cast.village, "甲"), reach=cast.village_reach, kind="responsible",
        starts_on=today() - timedelta(days=3),
    )  # fmt: skip
    before = list(BoardState.objects.values("differs_since", "chief_since", "changes"))
    assert settle(Signboard.objects.all()) == 1
    assert list(BoardState.objects.values("differs_since", "chief_since", "changes")) == before
    assert board.pk
