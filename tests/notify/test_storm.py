"""Three processes remind and send at once, each killed again and again, over a gateway that fails as it likes.

In-app everybody is told exactly once; outside at most once, and what nobody knows of stands there as 结果未知. (That without
the unique key everything doubles: tests/issues/test_reminders.py.)
"""

import os
import random
import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.notify import delivery
from hezhang.core.notify.models import Message, Outbox
from issues.ledger.models import Issue
from tests.issues import build
from tests.notify import storm_worker
from tests.notify.gateway import Gateway
from tests.races.forked import begin

# With STORM=167 some five hundred reminders, as long as one likes to wait.
ISSUES, WORKERS, KILLS = int(os.environ.get("STORM", "40")), 3, 6


def many_overdue(cast):
    """Grave ones, whose reminders wait for no digest; copies of one row, since the table is not the matter here."""
    one = build.rectifying(cast)
    day = timezone.localdate() - timedelta(days=1)
    Issue.objects.filter(pk=one.pk).update(due_on=day, due_sort=day, severity="major")
    one = Issue.objects.get(pk=one.pk)
    number, copies = one.number, []
    for at in range(1, ISSUES):
        one.pk, one.client_id, one.number = None, uuid4(), f"{number}-{at}"
        copies.append(Issue(**{field.attname: getattr(one, field.attname) for field in Issue._meta.concrete_fields}))
    Issue.objects.bulk_create(copies)


class Moody(Gateway):
    """Takes seven of ten, takes one more without a word, and refuses the others. ``taken`` counts what it took."""

    def __init__(self) -> None:
        self.luck, self.given = random.Random(8), Counter()
        super().__init__()

    def mood(self, text: str) -> int | str:
        throw = self.luck.random()
        if throw >= 0.2:
            self.given[text] += 1
        return 503 if throw < 0.2 else "cut" if throw < 0.3 else 200


def start():
    worker = begin(storm_worker.run)
    assert worker.stdout.readline() == "working\n"
    return worker


@pytest.mark.postgres
@pytest.mark.clock("2026-11-25T12:00")
@pytest.mark.django_db(transaction=True)
def test_in_app_exactly_once_and_outside_at_most_once(cast, settings):
    gateway = Moody()
    gateway.answer = gateway.mood
    many_overdue(cast)
    settings.NOTIFY_WEBHOOK_URL = gateway.url
    workers = [start() for _ in range(WORKERS)]
    try:
        for at in range(KILLS):
            time.sleep(0.4)
            workers[at % WORKERS].kill()
            workers[at % WORKERS].end()
            workers[at % WORKERS] = start()
        deadline = time.monotonic() + 60
        while Outbox.objects.filter(state="pending", attempts=0).exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.kill()
            worker.end()
    for hours in range(1, 12):
        delivery.drain(at=timezone.now() + timedelta(hours=hours))
    gateway.close()
    rows = Message.objects.filter(kind="issue.remind")
    assert rows.count() == ISSUES * 3  # handler, clerk, head
    assert rows.values("user", "url").distinct().count() == ISSUES * 3
    states = Counter(Outbox.objects.filter(message__in=rows).values_list("state", flat=True))
    assert set(states) == {"sent", "unknown"} and sum(states.values()) == ISSUES * 3
    # The clerk and the head read the same sentence: two of a text are one each.
    senders = Counter(rows.values_list("title", flat=True))
    assert {text: n for text, n in gateway.given.items() if n > senders[text.split("：责任单位：")[0]]} == {}
    assert states["sent"] <= sum(gateway.given.values()) <= ISSUES * 3
