"""What tells other systems of changes. May run twice, or late, without harm."""

from celery import shared_task

from hezhang.core.api import sending
from issues.feed import services


@shared_task(name="issues.tell_systems")
def tell_systems() -> int:
    """Line up what is new, and send what is due; how many were taken."""
    services.hand_out()
    return sending.drain()
