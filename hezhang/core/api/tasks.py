"""What the API does by night."""

from celery import shared_task

from hezhang.core.api import services


@shared_task(name="api.journal_reads")
def journal_reads() -> None:
    """Yesterday's reads become lines of the journal, which nobody changes any more."""
    services.journal_reads()
