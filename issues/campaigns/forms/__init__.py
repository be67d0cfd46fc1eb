"""What is filled in about campaigns and visits."""

from issues.campaigns.forms.planning import PlanForm
from issues.campaigns.forms.steps import CancelForm, DrawForm, FinishForm, RedrawForm, StartForm
from issues.campaigns.forms.visiting import AmendForm, SubmitForm

__all__ = ["AmendForm", "CancelForm", "DrawForm", "FinishForm", "PlanForm", "RedrawForm", "StartForm", "SubmitForm"]
