"""What wakes the index up; what must be read again stands in its debts."""

from celery import shared_task

from hezhang.core.search import services


@shared_task(name="search.settle")
def settle() -> None:
    """Read again what a changed name made stale."""
    services.settle()


@shared_task(name="search.reindex")
def reindex() -> None:
    """Once a night: whatever was written past the program (by hand, by a restore) is found again."""
    services.reindex()
