"""What wakes appeals up. May run twice or late without harm."""

from celery import shared_task

from patrols.appeals import services


@shared_task(name="patrols.remind_appeals")
def remind_appeals() -> int:
    """How many messages were written."""
    return services.remind_answers()
