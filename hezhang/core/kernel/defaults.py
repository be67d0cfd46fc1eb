"""The defaults that ship with the product, as data: the holiday table; and how such rows are added, in every room."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import models

from hezhang.core.kernel.models import DayKind, Holiday

WORKDAYS = Path(__file__).parent / "data" / "workdays.csv"
KINDS = {str(label): value for value, label in DayKind.choices}


def add_missing(rows: Sequence[models.Model], *key: str) -> int:
    """Add those of the rows, all of one model, whose key is not there yet; returns how many. An edited row stays as it is."""
    every = type(rows[0])._default_manager
    # Of settings with a region, what a region keeps itself is nothing shipped.
    shipped = (
        every.filter(region=None) if any(field.name == "region" for field in type(rows[0])._meta.fields) else every
    )
    known = set(shipped.values_list(*key))
    missing = [row for row in rows if tuple(getattr(row, name) for name in key) not in known]
    # Two processes that start at once load the same rows; the second finds them there.
    every.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def load() -> int:
    """Add the days that are missing; returns how many. Never overwrites an edited row."""
    with WORKDAYS.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            Holiday(day=date.fromisoformat(line["日期"]), kind=KINDS[line["类型"]], name=line["说明"])
            for line in csv.DictReader(file)
        ]
    return add_missing(rows, "day")
