"""Nightly housekeeping of accounts."""

from celery import shared_task
from django.core.management import call_command

from hezhang.core.accounts import services


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete the rows of sessions that have run out."""
    call_command("clearsessions")


@shared_task(name="accounts.clear_tries")
def clear_tries() -> None:
    """Delete failed tries that no limit counts any more."""
    services.forget_tries()


@shared_task(name="accounts.expire_passwords")
def expire_passwords() -> None:
    """Mark passwords that are older than the policy allows; nothing while it sets no age."""
    services.expire_passwords()
