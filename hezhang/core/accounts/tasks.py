"""Nightly housekeeping of accounts."""

from celery import shared_task
from django.core.management import call_command

from hezhang.core.accounts.services import forget_tries


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete the rows of sessions that have run out."""
    call_command("clearsessions")


@shared_task(name="accounts.clear_tries")
def clear_tries() -> None:
    """Delete failed tries that no limit counts any more."""
    forget_tries()
