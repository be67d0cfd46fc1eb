"""What wakes the handover up. May run twice or late without harm."""

from celery import shared_task

from rivers.handover.services import remind as send


@shared_task(name="rivers.remind_handovers")
def remind_handovers() -> int:
    """Reminders that are due now; returns how many messages were written."""
    return send()
