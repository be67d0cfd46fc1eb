"""What wakes the ledger up. Everything here may run twice or late without harm."""

from celery import shared_task

from issues.ledger.services import lapse_raised
from issues.reminders import services as reminders


@shared_task(name="issues.remind")
def remind() -> int:
    """What the town chief has not answered goes to the office; reminders that are due now; returns how many were written."""
    lapse_raised()
    return reminders.remind().sent
