"""A walk to hand in, with one thing changed per test."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from patrols.delegations.models import Delegation
from patrols.delegations.services import delegate
from patrols.norms.models import CheckItem
from patrols.walks.services import FindingIn, Submitted, submit_patrol

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def ask(cast) -> Callable[..., Delegation]:
    """The village chief asks the patroller to walk from this Wednesday to Sunday, with these changes."""

    def _ask(**changes) -> Delegation:
        facts = {"post": cast.patroller, "starts_on": WEDNESDAY, "ends_on": WEDNESDAY + timedelta(days=4)}
        return delegate(cast.village_chief, **facts | {"reason": "外出开会"} | changes)[0]

    return _ask


@pytest.fixture
def walk(cast) -> Callable[..., Submitted]:
    """Submit a sound 20-minute patrol of the village chief that ended a minute ago, with these changes."""

    def _walk(post=None, **changes) -> Submitted:
        now = timezone.now()
        plain = {
            "client_id": uuid4(),
            "reach": cast.village_reach,
            "started_at": now - timedelta(minutes=21),
            "ended_at": now - timedelta(minutes=1),
        }
        return submit_patrol(by=post or cast.village_chief, **plain | changes)

    return _walk


@pytest.fixture
def seen(cast) -> Callable[..., FindingIn]:
    """A finding of household rubbish on the bank, with these changes."""

    def _seen(**changes) -> FindingIn:
        return FindingIn(**({"item": CheckItem.objects.get(name="生活垃圾")} | changes))

    return _seen
