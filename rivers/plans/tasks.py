"""What wakes the reminders up. May run twice or late without harm."""

from celery import shared_task

from rivers.plans.services import remind as send


@shared_task(name="rivers.remind_plans")
def remind_plans() -> int:
    """Reminders that are due now; returns how many messages were written."""
    return send()
