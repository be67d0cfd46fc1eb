"""What wakes tracks up. May run twice or late without harm."""

from celery import shared_task

from patrols.tracks import services


@shared_task(name="patrols.settle_tracks")
def settle_tracks() -> None:
    """Measure what two requests at one moment have left."""
    services.settle_all()


@shared_task(name="patrols.erase_tracks")
def erase_tracks() -> None:
    """Delete points after the district's time."""
    services.erase()
