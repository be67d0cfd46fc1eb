"""Telling people: once per key, in the caller's transaction."""

import pytest
from django.db import transaction

from hezhang.core.notify import services
from hezhang.core.notify.models import Message, Outbox


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
