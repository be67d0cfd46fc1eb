"""What wakes the ledger up. Everything here may run twice or late without harm."""

from celery import shared_task

from issues.reminders import services as reminders


@shared_task(name="issues.remind")
def remind() -> int:
    """Reminders that are due now; returns how many messages were written."""
    return reminders.remind().sent
