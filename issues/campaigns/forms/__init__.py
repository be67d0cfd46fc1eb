"""What is filled in about campaigns and visits."""

from issues.campaigns.forms.planning import PlanForm
from issues.campaigns.forms.steps import (
    CancelForm,
    DrawForm,
    FinishForm,
    LeaveOutForm,
    RedrawForm,
    StartForm,
    TakeBackForm,
)
from issues.campaigns.forms.visiting import AmendForm, SubmitForm

__all__ = [
    "AmendForm",
    "CancelForm",
    "DrawForm",
    "FinishForm",
    "LeaveOutForm",
    "PlanForm",
    "RedrawForm",
    "StartForm",
    "SubmitForm",
    "TakeBackForm",
]
