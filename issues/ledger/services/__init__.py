"""What can be done with an issue: each verb of the workflow table is one function here."""

from issues.ledger.services.by_rule import register_by_rule
from issues.ledger.services.checking import check_first, endorse
from issues.ledger.services.falsehood import clear_false
from issues.ledger.services.following import follow_reach
from issues.ledger.services.listed import close_by_list, send_back_by_list, undo_list
from issues.ledger.services.looking_back import hold, rebound
from issues.ledger.services.merging import merge, unmerge
from issues.ledger.services.raising import lapse, lapse_raised, pass_on, raise_, settle
from issues.ledger.services.reporting import report, report_finding, supplement_finding
from issues.ledger.services.sharing import assist, involve
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
from issues.ledger.services.turns import (
    answer,
    ask_extension,
    correct,
    grant_extension,
    nudge,
    reassign,
    recall,
    redate,
    refuse_extension,
    resume,
    suspend,
)

__all__ = [
    "answer",
    "apply",
    "ask_extension",
    "assist",
    "check_first",
    "clear_false",
    "close",
    "close_by_list",
    "correct",
    "dispatch",
    "endorse",
    "follow_reach",
    "grant_extension",
    "hold",
    "involve",
    "lapse",
    "lapse_raised",
    "merge",
    "nudge",
    "pass_on",
    "raise_",
    "reassign",
    "rebound",
    "recall",
    "rectify",
    "redate",
    "refuse_extension",
    "register",
    "register_by_rule",
    "reject",
    "report",
    "report_finding",
    "resume",
    "return_",
    "send_back",
    "send_back_by_list",
    "settle",
    "sign_for",
    "supplement",
    "supplement_finding",
    "suspend",
    "take_over",
    "undo_list",
    "unmerge",
    "verify",
]
