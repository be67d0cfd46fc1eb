"""The outbox against a real HTTP server: sent, refused, silent, gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.notify import delivery
from hezhang.core.notify.models import OutboxState
from hezhang.core.notify.tasks import drain_channel


def state(row) -> str:
    row.refresh_from_db()
    return row.state


def test_a_message_leaves_once(tell, gateway, cast):
    cast.clerk.user.phone = "13900000001"
    cast.clerk.user.save()
    row = tell(body="请核查", url="/issues/1/")
    drain_channel("webhook")
    drain_channel("webhook")
    assert gateway.bodies == [{"to": "13900000001", "name": "文思齐", "text": "事 k1：请核查", "url": "/issues/1/"}]
    assert state(row) == OutboxState.SENT and row.sent_at and row.leased_until is None


@pytest.mark.parametrize("answer", [400, 401, 404, 429, 500, 503, 302])
def test_a_refusal_is_tried_again_later(tell, gateway, answer):
    gateway.answer = answer
    row = tell()
    assert delivery.drain() == 0
    assert state(row) == OutboxState.PENDING and str(answer) in row.error
    assert delivery.drain() == 0  # not before its time
    assert sum(gateway.taken.values()) == 1
    gateway.answer = 200
    assert delivery.drain(at=row.next_try_at) == 1


def test_nobody_listens(tell, settings):
    row = tell()
    settings.NOTIFY_WEBHOOK_URL = "http://127.0.0.1:9/send"
    delivery.drain()
    assert state(row) == OutboxState.PENDING and row.attempts == 1


@pytest.mark.parametrize("answer", ["hang", "cut", 502, 504])
def test_when_nobody_knows_it_is_not_sent_again(tell, gateway, impatient, answer):
    gateway.answer = answer
    row = tell()
    delivery.drain()
    delivery.drain(at=timezone.now() + timedelta(days=1))
    assert state(row) == OutboxState.UNKNOWN and gateway.taken["事 k1"] == 1


def test_after_eight_refusals_it_is_parked(tell, gateway):
    gateway.answer = 500
    row, waits = tell(), []
    for _ in range(10):
        now = row.next_try_at
        delivery.drain(at=now)
        if state(row) == OutboxState.PENDING:
            waits.append((row.next_try_at - now).total_seconds() / 60)
    assert waits == [1, 2, 4, 8, 16, 32, 60]
    assert (row.state, row.attempts, gateway.taken["事 k1"]) == (OutboxState.PARKED, 8, 8)


def test_a_sender_that_died_leaves_an_open_question(tell, gateway):
    row, now = tell(), timezone.now()
    assert delivery.claim(row.pk, now)
    assert not delivery.claim(row.pk, now)
    delivery.drain(at=now + timedelta(seconds=30))
    assert state(row) == OutboxState.SENDING
    delivery.drain(at=now + timedelta(seconds=61))
    assert state(row) == OutboxState.UNKNOWN and not gateway.taken


def test_waiting_rows_do_not_hold_up_new_ones(tell, gateway):
    first, second = tell("k1"), tell("k2")
    gateway.answer = 500
    delivery.drain()
    gateway.answer = 200
    third = tell("k3")
    assert delivery.drain() == 1
    assert [state(each) for each in (first, second, third)] == ["pending", "pending", "sent"]
