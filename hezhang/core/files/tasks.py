"""Nightly housekeeping of uploads."""

from celery import shared_task

from hezhang.core.files import services, sweeping


@shared_task(name="files.clear_staged")
def clear_staged() -> None:
    """Delete photos whose form was never handed in."""
    services.clear_staged()


@shared_task(name="files.sweep")
def sweep() -> None:
    """Delete photos that no row shows, workbooks after their time, and files without a row."""
    sweeping.sweep()
