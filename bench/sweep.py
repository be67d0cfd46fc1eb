"""The sweep over what is due: ten thousand open problems on the first morning, and once more when everybody was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from bench import Row, bench, seconds
from bench.ledger import issue
from hezhang.core.notify.models import Message
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from issues.reminders.services import remind
from tests.cast import build

OPEN, DAYS, LIMIT = 10_000, 14, 30


@bench("sweep")
def sweep() -> Iterator[Row]:
    """All in the hands of units, with deadlines from ten days ago to three days ahead: each rung of the ladder is due for some."""
    call_command("load_defaults", verbosity=0)
    cast = build()
    categories, today = list(Category.objects.all()), timezone.localdate()
    for start in range(0, OPEN, 1000):
        rows = [issue(cast, categories, number * 20) for number in range(start, start + 1000)]
        for number, row in enumerate(rows):
            row.number, row.state, row.is_open = f"M03{start + number:06d}", State.RECTIFYING, True
            row.due_on = row.due_sort = today + timedelta(days=number % DAYS - 10)
            row.unit = cast.bureau if number % 2 else cast.town_gov
        Issue.objects.bulk_create(rows)
    first, again = seconds(remind), seconds(remind)
    told = Message.objects.filter(kind="issue.remind").count()
    yield Row(f"催办 {OPEN:,} 件（{told:,} 条消息）", first, LIMIT, "上限", "s", at_most=1)
    yield Row("同上，都已告知", again, LIMIT, "上限", "s", at_most=1)
