"""Telling people: once per key, in the caller's transaction."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hezhang.core.notify import services
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.models import Message, Outbox
from hezhang.core.notify.services import Notice

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)  # of a working day


def test_a_key_is_told_once(tell, cast):
    tell("k1", body="请核查", url="/issues/1/")
    assert not services.tell(cast.clerk.user_id, kind="issue", title="再说一次", key="k1")
    assert (Message.objects.count(), Outbox.objects.count()) == (1, 1)


def test_without_a_gateway_only_the_inbox_is_told(cast, settings):
    settings.NOTIFY_WEBHOOK_URL = ""
    assert services.tell(cast.clerk.user_id, kind="issue", title="事", key="k1")
    assert not Outbox.objects.exists()


def test_what_is_undone_was_never_told(tell):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell("k1")
        raise ZeroDivisionError
    assert not Message.objects.exists() and not Outbox.objects.exists()


def notices(cast, numbers):
    """One for each number, to the clerk and the head in turn, some at once and some with the day's others."""
    people, paces = [cast.clerk.user_id, cast.head.user_id], [Pace.URGENT, Pace.DIGEST, Pace.SOON]
    return [
        Notice(user_id=people[n % 2], kind="issue", title=f"事 {n}", key=f"k{n}", why="您是经办人", pace=paces[n % 3])
        for n in numbers
    ]


def rows():
    """All that was written, without its keys in the database."""
    of_outbox = ("message__key", "channel", "collects", "next_try_at", "state")
    of_message = ("key", "user_id", "kind", "title", "body", "url", "why", "created_at")
    return [
        list(Message.objects.order_by("key").values_list(*of_message)),
        list(Outbox.objects.values_list(*of_outbox)),
    ]


def test_many_are_told_as_each_would_be(cast, gateway, settings):
    settings.NOTIFY_WECOM_URL = "https://wecom.invalid/?key=k"
    told, at = notices(cast, range(6)), NOON
    with transaction.atomic():
        assert services.tell_all(told, at=at) == 6
        together = rows()
        transaction.set_rollback(True)
    for notice in told:
        assert services.tell_all([notice], at=at) == 1
    assert rows() == together
    assert len(together[1]) == 12  # two channels


def test_many_cost_no_more_than_one(cast, gateway):
    costs = []
    for numbers in (range(1), range(1, 40)):
        with CaptureQueriesContext(connection) as seen:
            services.tell_all(notices(cast, numbers), at=NOON)
        costs.append(len(seen))
    assert costs[1] <= costs[0] + 1  # the hours are asked once, the calendar once for each pace


def test_what_was_told_meanwhile_takes_no_other_along(tell, cast):
    tell("k2")
    assert services.tell_all(notices(cast, range(5)), at=NOON) == 4
    assert set(Message.objects.values_list("key", flat=True)) == {f"k{n}" for n in range(5)}
    assert Message.objects.get(key="k2").title == "事 k2"


def test_nobody_is_told_nothing(cast):
    assert services.tell_all([], at=NOON) == 0
