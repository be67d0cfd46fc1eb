"""Pages of the issue ledger."""

from issues.ledger.views.ledger import ledger
from issues.ledger.views.pages import issue, of_patrol, of_river, photo
from issues.ledger.views.reporting import report
from issues.ledger.views.verbs import (
    apply,
    close,
    dispatch,
    rectify,
    register,
    reject,
    return_,
    send_back,
    sign_for,
    supplement,
    verify,
)

__all__ = [
    "apply",
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
    "return_",
    "send_back",
    "sign_for",
    "supplement",
    "verify",
]
