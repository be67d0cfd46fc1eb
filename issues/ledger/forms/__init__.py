"""What people fill in for each step of an issue."""

from issues.ledger.forms.reporting import OfficeReportForm, ReportForm, WalkerReportForm, report_form_for
from issues.ledger.forms.steps import (
    ApplyForm,
    CloseForm,
    DispatchForm,
    RectifyForm,
    RegisterForm,
    RejectForm,
    ReturnForm,
    SendBackForm,
    SignForm,
    SupplementForm,
    VerifyForm,
)

__all__ = [
    "ApplyForm",
    "CloseForm",
    "DispatchForm",
    "OfficeReportForm",
    "RectifyForm",
    "RegisterForm",
    "RejectForm",
    "ReportForm",
    "ReturnForm",
    "SendBackForm",
    "SignForm",
    "SupplementForm",
    "VerifyForm",
    "WalkerReportForm",
    "report_form_for",
]
