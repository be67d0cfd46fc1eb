"""One problem per screen: registered and handed out in one go, or only registered."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.workflow.forms import StepForm
from issues.clocks.choices import Severity, Track
from issues.ledger import forms as steps
from issues.ledger.forms.steps import DispatchForm
from issues.ledger.models import Category


class TriageForm(DispatchForm):
    """登记 and 交办 on one screen: what is asked of both."""

    submit = "登记、交办并下一件"
    category = forms.ModelChoiceField(Category.objects.none(), label="问题类别")
    severity = forms.ChoiceField(label="严重程度", choices=Severity.choices, widget=forms.RadioSelect)
    track = forms.ChoiceField(label="整改方式", choices=Track.choices, widget=forms.RadioSelect)
    field_order = ["category", "severity", "track", "unit", "requirement", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.in_force(self.issue.region_id).filter(is_active=True)
        for name in ("unit", "requirement", "due_on"):
            self.fields[name].required = not self.is_register_only and name != "due_on"
        self.fields["due_on"].help_text = "不填的，按整改方式和严重程度的规定时限，从今天起算。"
        values = {name: getattr(self.issue, name) for name in ("severity", "track")}
        self.initial = {**self.initial, **values, "category": self.issue.category_id, "due_on": None}

    @property
    def is_register_only(self) -> bool:
        return bool(self.data.get("then") == "register")

    def clean_due_on(self) -> Any:
        return super().clean_due_on() if self.cleaned_data["due_on"] else None

    def steps(self) -> list[tuple[str, dict[str, Any]]]:
        told = self.supplied()
        once = told.pop("once")
        registered = {name: told.pop(name) for name in ("category", "severity", "track")}
        found = [("register", registered | {"once": once})]
        return found if self.is_register_only else [*found, ("dispatch", told | {"once": once})]


# The form of each step that an issue waits for, when it is gone through one by one.
FORMS: dict[str, type[StepForm]] = {
    "settle": steps.SettleForm,
    "register": TriageForm,
    "dispatch": steps.DispatchForm,
    "sign_for": steps.SignForm,
    "assist": steps.AssistForm,
    "apply": steps.ApplyForm,
    "endorse": steps.EndorseForm,
    "check_first": steps.CheckFirstForm,
    "verify": steps.VerifyForm,
    "close": steps.CloseForm,
}


def steps_of(verb: str, form: Any) -> list[tuple[str, dict[str, Any]]]:
    """(verb, what its service takes), in order."""
    return form.steps() if isinstance(form, TriageForm) else [(verb, form.supplied())]
