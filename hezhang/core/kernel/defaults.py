"""The defaults that ship with the product, as data: the holiday table."""

import csv
from datetime import date
from pathlib import Path

from hezhang.core.kernel.models import DayKind, Holiday

WORKDAYS = Path(__file__).parent / "data" / "workdays.csv"
KINDS = {str(label): value for value, label in DayKind.choices}


def load() -> int:
    """Add the days that are missing; returns how many. Never overwrites an edited row."""
    with WORKDAYS.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            Holiday(day=date.fromisoformat(line["日期"]), kind=KINDS[line["类型"]], name=line["说明"])
            for line in csv.DictReader(file)
        ]
    known = set(Holiday.objects.values_list("day", flat=True))
    missing = [row for row in rows if row.day not in known]
    # Two processes that start at once load the same days; the second finds them there.
    Holiday.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
