"""Sealing and verifying by schedule."""

import logging

from celery import shared_task
from django.db import DatabaseError

from hezhang.core.audit import sealing, verifying
from hezhang.core.audit.signals import alarm

log = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def seal() -> None:
    """Seal the new rows; if long writers hold a table, the next round does it."""
    try:
        count = sealing.seal()
    except DatabaseError:
        log.warning("a table is busy, sealing it is left to the next round", exc_info=True)
        return
    log.info("sealed %s rows", count)


@shared_task(name="audit.verify")
def verify() -> None:
    """All of it, once a night: a change is not found only when somebody looks."""
    alarm(verifying.verify().broken)
