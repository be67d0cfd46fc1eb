"""What the log of the web server leaves out."""

import logging

from django.core.exceptions import PermissionDenied


class RefusalsAreNoFaults(logging.Filter):
    """A refusal is an answer: its line stays (who, which address, 403), the traceback would bury the real faults."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True
