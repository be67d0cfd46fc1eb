"""One process that drains the outbox: says "ready", waits for a line, drains. Run by test_two_drainers."""

import sys

import django

django.setup()

from django.db.models import F  # noqa: E402

from hezhang.core.notify import delivery  # noqa: E402
from hezhang.core.notify.models import Outbox  # noqa: E402


def unguarded(pk: int, now: object) -> bool:
    """Takes the row without asking whether it is still free."""
    Outbox.objects.filter(pk=pk).update(state="sending", attempts=F("attempts") + 1)
    return True


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    delivery.drain(claim=delivery.claim if sys.argv[1] == "guarded" else unguarded)
