"""Reminders of handover sheets: once before the term and once after it, to whoever is next; the office hears of late ones."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from hezhang.core.kernel.periods import SHANGHAI
from hezhang.core.notify.models import Message
from rivers.chiefs.models import ChangeTerm
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, leave, remind, take_over

pytestmark = pytest.mark.clock("2026-11-25T12:00")


def on(day):
    return datetime.combine(day, time(8), tzinfo=SHANGHAI)


def told(kind="handover.remind"):
    return sorted(Message.objects.filter(kind=kind).values_list("user__name", flat=True))


@pytest.fixture
def term(cast):
    """Ten days, a reminder three days before."""
    ChangeTerm.objects.all().delete()
    return ChangeTerm.objects.create(what="handover", amount=10, unit="day", remind_days=3)


@pytest.fixture
def sheet(cast, term, successor):
    return leave(cast.village_chief, timezone.localdate(), by=cast.clerk, successor=successor)


def test_nobody_is_told_before_the_days_of_the_term(sheet):
    assert sheet.due_on == sheet.left_on + timedelta(days=10)
    assert remind(on(sheet.due_on - timedelta(days=4))) == 0
    assert remind(on(sheet.due_on - timedelta(days=3))) == 1
    assert told() == ["尚有田"]


def test_each_is_told_once_however_often_it_is_asked(sheet):
    days = [sheet.due_on - timedelta(days=2), sheet.due_on - timedelta(days=1), sheet.due_on]
    assert [remind(on(day)) for day in days for _ in range(2)] == [1, 0, 0, 0, 0, 0]


def test_who_is_next_is_told_and_late_the_office_as_well(cast, sheet, successor):
    hand_over(sheet, by=cast.village_chief)
    remind(on(sheet.due_on))
    assert told() == ["接河长"]
    late = on(sheet.due_on + timedelta(days=1))
    office = {cast.clerk.user.name, cast.head.user.name}
    assert remind(late) == 1 + len(office) and remind(late) == 0
    assert set(told()) == office | {"接河长"} and told().count("接河长") == 2
    sheet.refresh_from_db()
    take_over(sheet, by=successor)
    # Another step, another person: of the late sheet the office is told anew, once.
    assert remind(late) == len(office) and remind(late) == 0


def test_a_sheet_that_is_done_or_void_reminds_nobody(sheet):
    for state in ("void",):
        Handover.objects.update(state=state)
        assert remind(on(sheet.due_on + timedelta(days=9))) == 0


def test_working_days_are_those_of_the_table(cast, term, successor):
    """Ten working days after a Wednesday, over two weekends: the Wednesday a fortnight later, where no holiday is."""
    ChangeTerm.objects.update(unit="workday")
    left = datetime(2026, 11, 25).date()
    assert leave(cast.village_chief, left, by=cast.clerk, successor=successor).due_on == datetime(2026, 12, 9).date()
