"""What wakes the campaigns up. May run twice or late without harm."""

from celery import shared_task

from issues.campaigns import services


@shared_task(name="issues.remind_visits")
def remind_visits() -> int:
    """How many messages were written."""
    return services.remind_visits()
