"""What can be done with an issue: each verb of the workflow table is one function here."""

from issues.ledger.services.reporting import report, report_finding
from issues.ledger.services.steps import (
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
    "rectify",
    "register",
    "reject",
    "report",
    "report_finding",
    "return_to_office",
    "send_back",
    "sign_for",
    "supplement",
    "verify",
]
