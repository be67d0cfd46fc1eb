"""What wakes the leads up. May run twice or late without harm."""

from celery import shared_task

from issues.leads import services


@shared_task(name="issues.remind_leads")
def remind_leads() -> int:
    """How many messages were written."""
    return services.remind_leads()
