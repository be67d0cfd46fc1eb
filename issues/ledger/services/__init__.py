"""What can be done with an issue: each verb of the workflow table is one function here."""

from issues.ledger.services.following import follow_reach
from issues.ledger.services.reporting import report, report_finding, supplement_finding
from issues.ledger.services.steps import (
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
from issues.ledger.services.taking_over import take_over

__all__ = [
    "apply",
    "close",
    "dispatch",
    "follow_reach",
    "rectify",
    "register",
    "reject",
    "report",
    "report_finding",
    "return_",
    "send_back",
    "sign_for",
    "supplement",
    "supplement_finding",
    "take_over",
    "verify",
]
