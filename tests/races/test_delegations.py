"""Two phones of one chief ask two people for days that overlap; with its control."""

from datetime import date, timedelta
from functools import partial

import pytest

from patrols.delegations import services
from patrols.delegations.models import Delegation
from tests.races.together import LONG, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 25)


def both_ask(cast, patience=0.05):
    acts = [
        partial(
            services.delegate, cast.village_chief, post=cast.patroller, starts_on=TODAY + timedelta(days=first),
            ends_on=TODAY + timedelta(days=5), reason="开会", today=TODAY,
        )
        for first in (0, 1)
    ]  # fmt: skip
    return at_once(acts, Delegation, patience)


def test_the_second_finds_the_first(cast):
    done = both_ask(cast)
    assert Delegation.objects.count() == 1
    assert sum("已请巡小舟代巡" in str(one) for one in done) == 1


def test_without_the_lock_two_are_asked_for_one_day(cast, monkeypatch):
    monkeypatch.setattr(services, "_hold", lambda chief: None)
    both_ask(cast, LONG)
    assert Delegation.objects.count() == 2
