"""One process that drains the outbox: says "ready", waits for a line, drains. Run by test_two_drainers."""

import sys

from django.db.models import F

from hezhang.core.notify import delivery
from hezhang.core.notify.models import Outbox


def unguarded(pk: int, now: object) -> bool:
    """Takes the row without asking whether it is still free."""
    Outbox.objects.filter(pk=pk).update(state="sending", attempts=F("attempts") + 1)
    return True


def run(how: str) -> None:
    Outbox.objects.exists()  # connected, so that the two begin together
    sys.stdout.write("ready\n")
    sys.stdin.readline()
    delivery.drain(claim=delivery.claim if how == "guarded" else unguarded)
