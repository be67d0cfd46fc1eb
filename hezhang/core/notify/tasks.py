"""What wakes the outbox up; what must be sent stands in its rows."""

from celery import shared_task

from hezhang.core.notify import delivery


@shared_task(name="notify.drain_outbox")
def drain_outbox() -> None:
    """Send what is due."""
    delivery.drain()
