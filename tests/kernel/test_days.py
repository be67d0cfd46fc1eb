"""The day on which a moment lies, as the database reckons it."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import DateTimeField, Value

from hezhang.core.kernel.days import LocalDay
from hezhang.core.kernel.models import Holiday

DAY = date(2026, 10, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC), date(2026, 9, 30)),  # a second before midnight in Shanghai
        (datetime(2026, 9, 30, 16, tzinfo=UTC), DAY),
        (datetime(2026, 10, 1, 15, 59, 59, tzinfo=UTC), DAY),
    ],
)
def test_a_moment_lies_on_its_day_in_shanghai_and_a_date_keeps_its_own(moment, day):
    Holiday.objects.all().delete()
    Holiday.objects.create(day=DAY, kind="off")
    at = Value(moment, DateTimeField())
    assert Holiday.objects.values_list(LocalDay(at), LocalDay("day")).get() == (day.toordinal(), DAY.toordinal())
