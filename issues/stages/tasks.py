"""What wakes the reminders of stages up. May run twice or late without harm."""

from celery import shared_task

from issues.stages import services


@shared_task(name="issues.remind_stages")
def remind_stages() -> int:
    """How many messages were written."""
    return services.remind()
