"""What wakes the looking. May run twice or late without harm."""

from datetime import timedelta

from celery import shared_task

from patrols.oddities import services


@shared_task(name="patrols.look_for_oddities")
def look_for_oddities(hours: int = 2) -> None:
    """At the walks of the last hours; at night at those of three days, for what was missed or came later."""
    services.look(timedelta(hours=hours))
