"""What wakes the outbox up; what must be sent stands in its rows."""

from celery import shared_task

from hezhang.core.notify import delivery
from hezhang.core.notify.channels import switched_on


@shared_task(name="notify.drain_outbox")
def drain_outbox() -> None:
    """A task for each channel: one that waits for a dead gateway keeps no other waiting."""
    for name in switched_on():
        drain_channel.delay(name)


@shared_task(name="notify.drain_channel")
def drain_channel(name: str) -> None:
    """Send what is due over this channel."""
    delivery.drain(channel=name)
