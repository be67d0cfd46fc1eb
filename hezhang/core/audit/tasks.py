"""What the journal's clock does."""

import logging

from celery import shared_task
from django.db import OperationalError

from hezhang.core.audit import sealing

log = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def seal() -> None:
    """Seal the new rows; if long writers hold the table, the next round does it."""
    try:
        count = sealing.seal()
    except OperationalError:
        log.warning("journal busy, sealing is left to the next round", exc_info=True)
        return
    log.info("sealed %s journal rows", count)
