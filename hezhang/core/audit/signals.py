"""What the journal tells: something of it does not fit."""

import logging

from django.dispatch import Signal

log = logging.getLogger(__name__)

alarmed = Signal()  # words: what does not fit, in a sentence


def alarm(words: str) -> None:
    """Tell whoever listens, and the log; nothing for ""."""
    if words:
        log.error("journal: %s", words)
        alarmed.send(sender=None, words=words)
