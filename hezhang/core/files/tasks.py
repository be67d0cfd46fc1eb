"""Nightly housekeeping of uploads."""

from celery import shared_task

from hezhang.core.files import services


@shared_task(name="files.clear_staged")
def clear_staged() -> None:
    """Delete photos whose form was never handed in."""
    services.clear_staged()
