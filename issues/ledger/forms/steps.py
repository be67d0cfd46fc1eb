"""One form per verb of the workflow table. ``supplied()`` is what the service of that verb takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm
from issues.clocks import rules as clocks
from issues.clocks.choices import Severity, Track
from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.models import Category, Issue
from rivers.registry.models import Reach


def words_field(label: str, *, most: int, required: bool = True, hint: str = "") -> forms.CharField:
    """A few sentences."""
    return WordsField(label=label, most=most, required=required, help_text=hint)


class IssueForm(StepForm):
    """A step of an issue."""

    @property
    def code(self) -> str:
        """Whose rules hold: those of the issue's region."""
        return self.issue.region_id

    @property
    def issue(self) -> Issue:
        return self.obj  # type: ignore[no-any-return]

    def supplied(self) -> dict[str, Any]:
        """Keyword arguments of the verb's service; which uploads came ahead is the form's own business."""
        return {name: value for name, value in super().supplied().items() if name != "kept"}


class SignForm(IssueForm):
    """签收: nothing to fill in."""


class RegisterForm(IssueForm):
    submit = "登记"
    category = forms.ModelChoiceField(Category.objects.none(), label="问题类别")
    severity = forms.ChoiceField(label="严重程度", choices=Severity.choices, widget=forms.RadioSelect)
    track = forms.ChoiceField(label="整改方式", choices=Track.choices, widget=forms.RadioSelect)
    chief = forms.ModelChoiceField(
        Post.objects.none(), label="责任河长", required=False, help_text="按发现当日的任职自动带出，可更正。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.in_force(self.issue.region_id).filter(is_active=True)
        self.fields["chief"].queryset = chiefs_along(self.issue.reach)
        values = {"category": self.issue.category_id, "severity": self.issue.severity, "track": self.issue.track}
        self.initial = {**values, "chief": self.issue.chief_id, **self.initial}


class DispatchForm(IssueForm):
    submit = "交办"
    unit = forms.ModelChoiceField(Department.objects.none(), label="责任单位")
    requirement = words_field("办理要求", most=300)
    due_on = forms.DateField(label="整改时限")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An office hands out and does not rectify: it would verify its own work.
        units = Department.objects.active().visible_to(self.post).exclude(kind=DepartmentKind.OFFICE)
        self.fields["unit"].queryset = units.select_related("region")
        due = clocks.deadline(self.issue.track, self.issue.severity, timezone.localdate(), code=self.issue.region_id)
        self.initial = {"due_on": due, "requirement": self.issue.requirement, **self.initial}
        kind = f"{self.issue.get_track_display()}、{self.issue.get_severity_display()}"
        self.fields["due_on"].help_text = f"已按“{kind}”的规定时限填好，可以改为今天或以后的其他日期。"

    def clean_due_on(self) -> Any:
        verdict = clocks.may_be_due(self.cleaned_data["due_on"], timezone.localdate())
        if not verdict:
            raise ValidationError(verdict.reason)
        return self.cleaned_data["due_on"]


class ReturnForm(IssueForm):
    submit = "退回河长办"
    words = words_field("退回原因", most=300, hint="说明为什么不属于本单位职责，以及应由谁办理。")


class RectifyForm(IssueForm, EvidenceForm):
    submit = "填报"
    verb = "rectify"
    words = words_field("进展情况", most=500)
    progress = forms.IntegerField(label="完成进度（%）", min_value=0, max_value=100)
    field_order = ["words", "progress", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"progress": self.issue.progress, **self.initial}


class ApplyForm(IssueForm, EvidenceForm):
    submit = "申请销号"
    verb = "apply"
    measures = words_field("整改措施与完成情况", most=500)
    field_order = ["measures", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "整改后照片"
        # The same viewpoint, so that before and after can be laid side by side.
        self.fields["photos"].help_text = "请在发现照片的同一位置、同一角度拍摄。"


class VerifyForm(IssueForm, EvidenceForm):
    submit = "核查通过"
    verb = "verify"
    opinion = words_field("验收意见", most=300, hint="到现场看过、与整改前照片对比后填写。")
    field_order = ["opinion", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "现场核查照片"


class SupplementForm(IssueForm, EvidenceForm):
    submit = "补充"
    verb = "supplement"
    words = words_field("补充情况", most=500, hint="原来的上报保持不变，补充的内容记在办理过程中。")
    field_order = ["words", "photos"]


class SendBackForm(IssueForm):
    submit = "退回重改"
    words = words_field("退回原因", most=300, hint="写明哪里没有整改到位、还要怎样整改。")


class CloseForm(IssueForm):
    submit = "确认销号"
    words = words_field("销号说明", most=300, required=False, hint="可不填；有销号文号的请写明。")


class RejectForm(IssueForm):
    submit = "确认不属实"
    words = words_field("核实情况", most=300, hint="写明由谁、何时、怎样核实。")


def chiefs_along(reach: Reach | None) -> Any:
    """Chiefs, present or past, of the reach and the reaches above it."""
    ids = []
    while reach is not None:
        ids.append(reach.pk)
        reach = reach.parent
    # Past ones too: the chief of the day of finding answers for it, whoever holds the reach now.
    return Post.objects.filter(role=Role.CHIEF, tenures__reach_id__in=ids).distinct().with_names()
