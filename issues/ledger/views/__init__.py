"""Pages of the issue ledger."""

from issues.ledger.views.ledger import ledger
from issues.ledger.views.pages import issue, of_patrol, of_river, photo
from issues.ledger.views.reporting import report
from issues.ledger.views.verbs import (
    apply_for_closing,
    close,
    dispatch,
    rectify,
    register,
    reject,
    return_to_office,
    send_back,
    sign_for,
    supplement,
    verify,
)

__all__ = [
    "apply_for_closing",
    "close",
    "dispatch",
    "issue",
    "ledger",
    "of_patrol",
    "of_river",
    "photo",
    "rectify",
    "register",
    "reject",
    "report",
    "return_to_office",
    "send_back",
    "sign_for",
    "supplement",
    "verify",
]
