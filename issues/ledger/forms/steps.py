"""One form per verb of the workflow table. ``supplied()`` is what the service of that verb takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.web.conflicts import shown, words_of
from hezhang.core.web.fields import RowsField, WordsField
from hezhang.core.workflow.forms import StepForm
from issues.clocks import rules as clocks
from issues.clocks.choices import Severity, Track
from issues.ledger import rules
from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.models import Category, Issue
from issues.ledger.services.turns import CORRECTED
from rivers.registry.models import Reach

OWN = frozenset({"kept", "sure"})  # which uploads came ahead, and what was asked about: the form's own business


def words_field(label: str, *, most: int, required: bool = True, hint: str = "") -> forms.CharField:
    """A few sentences."""
    return WordsField(label=label, most=most, required=required, help_text=hint)


def helpers_field() -> RowsField:
    return RowsField(
        Department.objects.none(),
        label="协办单位",
        required=False,
        help_text="可不选。协办单位只填报协办进展；签收、申请销号由责任单位办。",
    )


def handling_units(post: Post) -> QuerySet[Department]:
    """Units to which the post may hand an issue."""
    # An office hands out and does not rectify: it would verify its own work.
    units = Department.objects.active().visible_to(post).exclude(kind=DepartmentKind.OFFICE)
    return units.select_related("region")


def level_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="列入层级",
        required=False,
        help_text="谁的清单列了这件问题，就由谁销号；列入上级清单的，由上级的销号清单销号。",
    )


def outside_field() -> forms.CharField:
    return forms.CharField(
        label="上级编号",
        max_length=60,
        required=False,
        help_text="上级清单、督查系统中的编号；销号清单按它对应，也可按它查找。",
    )


def listed(issue: Issue) -> dict[str, Any]:
    """By whom it is listed, under which number."""
    return {"list_level": issue.list_level, "outside_number": issue.outside_number}


class IssueForm(StepForm):
    """A step of an issue."""

    @property
    def code(self) -> str:
        """Whose rules hold: those of the issue's region."""
        return self.issue.region_id

    def hints_url(self) -> str:
        """What is suggested for it, by name: the room of the suggestions lies above this one."""
        return reverse("issues:hints", args=[self.issue.pk])

    @property
    def issue(self) -> Issue:
        return self.obj  # type: ignore[no-any-return]

    def supplied(self) -> dict[str, Any]:
        """Keyword arguments of the verb's service."""
        return {name: value for name, value in super().supplied().items() if name not in OWN}


class SignForm(IssueForm):
    """签收: nothing to fill in."""


class SettleForm(IssueForm, EvidenceForm):
    submit = "答复"
    verb = "settle"
    measures = words_field("怎样解决的", most=500, hint="写明由谁、怎样解决的。发现人会收到答复，问题办结。")
    field_order = ["measures", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "解决后照片"
        self.fields["photos"].help_text = "可不传。"


class PassOnForm(IssueForm):
    submit = "转河长办"
    words = words_field("说明", most=300, hint="写明为什么本级解决不了、需要谁来办。由河长办登记、交办。")


class RegisterForm(IssueForm):
    submit = "登记"
    category = forms.ModelChoiceField(Category.objects.none(), label="问题类别")
    severity = forms.ChoiceField(label="严重程度", choices=Severity.choices, widget=forms.RadioSelect)
    track = forms.ChoiceField(label="整改方式", choices=Track.choices, widget=forms.RadioSelect)
    chief = forms.ModelChoiceField(
        Post.objects.none(), label="责任河长", required=False, help_text="按发现当日的任职自动带出，可更正。"
    )
    list_level = level_field()
    outside_number = outside_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.in_force(self.issue.region_id).filter(is_active=True)
        self.fields["chief"].queryset = chiefs_along(self.issue.reach)
        values = {"category": self.issue.category_id, "severity": self.issue.severity, "track": self.issue.track}
        self.initial = {**values, "chief": self.issue.chief_id, **listed(self.issue), **self.initial}
        self.fields["list_level"].choices = rules.levels_at(self.issue.region)
        self.panel_url = self.hints_url()


class DispatchForm(IssueForm):
    submit = "交办"
    unit = forms.ModelChoiceField(Department.objects.none(), label="责任单位")
    requirement = words_field("办理要求", most=300)
    due_on = forms.DateField(label="整改时限")
    co_units = helpers_field()
    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = handling_units(self.post)
        self.fields["unit"].queryset = self.fields["co_units"].queryset = units
        due = clocks.deadline(self.issue.track, self.issue.severity, timezone.localdate(), code=self.issue.region_id)
        self.initial = {"due_on": due, "requirement": self.issue.requirement, **self.initial}
        kind = f"{self.issue.get_track_display()}、{self.issue.get_severity_display()}"
        self.panel_url = self.hints_url()
        given = f"已按“{kind}”的规定时限填好，可以改为今天或以后的其他日期。"
        self.fields["due_on"].help_text = given if due else f"“{kind}”没有规定时限，请填写全部完成的日期。"

    def clean(self) -> dict[str, Any]:
        """A unit of another town is questioned once, and may be right."""
        unit = self.cleaned_data.get("unit")
        if unit and not rules.is_at_home(unit, self.issue) and self.data.get("sure", "") != str(unit.pk):
            words = f"问题在“{self.issue.region}”，“{unit}”不在当地。确实要交给它的，请再点一次“{self.submit}”。"
            self.ask("unit", words, sure=str(unit.pk))
        return self.cleaned_data

    def clean_due_on(self) -> Any:
        verdict = clocks.may_be_due(self.cleaned_data["due_on"], timezone.localdate())
        if not verdict:
            raise ValidationError(verdict.reason)
        return self.cleaned_data["due_on"]


class RecallForm(IssueForm):
    submit = "撤回"
    words = words_field("撤回原因", most=300, hint="如：交错了单位。原责任单位会收到通知。")


class ReassignForm(DispatchForm):
    """Dispatch once more, with a reason; the unit that has it is not offered."""

    submit = "改派"
    words = words_field("改派原因", most=300, hint="原责任单位和新责任单位都会收到通知。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = self.fields["unit"].queryset.exclude(pk=self.issue.unit_id)
        self.initial = {"co_units": list(self.issue.co_units.values_list("unit_id", flat=True)), **self.initial}


class CorrectForm(IssueForm):
    """Each field carries along what stood in it when the page was drawn: only what was changed since is written, and
    never unasked over what somebody else has changed meanwhile."""

    submit = "更正"
    category = forms.ModelChoiceField(Category.objects.none(), label="问题类别", required=False, empty_label="未定")
    severity = forms.ChoiceField(label="严重程度", choices=Severity.choices, widget=forms.RadioSelect)
    track = forms.ChoiceField(label="整改方式", choices=Track.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="位置描述", max_length=120, required=False)
    text = words_field("问题描述", most=500)
    list_level = level_field()
    outside_number = outside_field()
    words = words_field(
        "更正原因", most=300, hint="整改时限不随更正变动；改成了什么写入办理经过，原来的内容留在日志里。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.in_force(self.issue.region_id).filter(is_active=True)
        values = {name: getattr(self.issue, name) for name in ("severity", "track", "place", "text")}
        self.initial = {**values, "category": self.issue.category_id, **listed(self.issue), **self.initial}
        self.fields["list_level"].choices = rules.levels_at(self.issue.region)
        for name in CORRECTED:
            self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in sorted(set(CORRECTED) & set(self.changed_data) & set(told)):
            field, seen = self.fields[name], self.data.get(self[name].html_initial_name)
            if seen is not None and field.has_changed(self.initial[name], seen):
                now = shown(field, getattr(self.issue, name))
                self.add_error(
                    name, f"{words_of(self.issue)}这一项现为“{now}”，您写的还在。仍要改成您写的，请再提交一次。"
                )
                self._show_anew(name)
        return told

    def _show_anew(self, name: str) -> None:
        """Sent once more, it is over what stands now, which has just been told."""
        self.data = self.data.copy()
        self.data[self[name].html_initial_name] = self.fields[name].prepare_value(self.initial[name]) or ""

    def supplied(self) -> dict[str, Any]:
        told = super().supplied()
        kept = {name: told.pop(name) for name in ("words", "once")}
        for name in list(told):
            if self[name].html_initial_name in self.data and name not in self.changed_data:
                del told[name]
        # What an outside system does not send stays as it is.
        for name in ("list_level", "outside_number"):
            if name in told and (name not in self.data or (name == "list_level" and not told[name])):
                del told[name]
        return {"values": told, **kept}


class NudgeForm(IssueForm):
    submit = "发出催办"
    words = words_field("催办内容", most=300, hint="责任单位须答复。")


class AnswerForm(IssueForm):
    submit = "答复"
    words = words_field("答复", most=300, hint="写明进展、困难和预计完成的日期。")


class AskExtensionForm(IssueForm):
    submit = "提交申请"
    until = forms.DateField(label="申请延期至")
    words = words_field("延期理由", most=300, hint="批准之前，原时限不变。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = f"现在的整改时限是 {day_words(self.issue.due_on)}，须晚于这一天。"

    def clean_until(self) -> Any:
        return _later_than(self.cleaned_data["until"], self.issue)


class GrantExtensionForm(IssueForm):
    submit = "批准"
    until = forms.DateField(label="延期至")
    words = words_field("批复意见", most=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"until": self.issue.asked_until, **self.initial}
        self.fields["until"].help_text = "已按申请的日期填好，可以改短或改长。"

    def clean_until(self) -> Any:
        return _later_than(self.cleaned_data["until"], self.issue)


class RefuseExtensionForm(IssueForm):
    submit = "驳回"
    words = words_field("驳回理由", most=300)


class RedateForm(IssueForm):
    submit = "按日历改期"
    words = words_field("说明", most=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due = rules.due_by(rules.clock_of(self.issue), Calendar.load())
        told = f"到期日由 {day_words(self.issue.due_on)} 改为 {day_words(due)}，责任单位和责任河长会收到通知。"
        self.fields["words"].help_text = f"{told}可不填。"


class SuspendForm(IssueForm):
    submit = "挂起"
    words = words_field("客观原因", most=300, hint="如：汛期水位高，无法施工。挂起期间不计时，恢复后时限顺延。")


class ResumeForm(IssueForm):
    submit = "恢复办理"
    words = words_field("说明", most=300, required=False)


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
    beside_before = True
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
    beside_before = True
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
    false = forms.BooleanField(
        label="同时认定为虚假整改",
        required=False,
        help_text="没有整改却申请销号，或者弄虚作假的，才勾选；会通知责任单位、责任河长。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.may_call_false(self.post):
            del self.fields["false"]


class CloseForm(IssueForm):
    submit = "确认销号"
    number = forms.CharField(label="销号文号", max_length=60, required=False, help_text="有文号的填写，印在销号表上。")
    words = words_field("销号说明", most=300, required=False, hint="可不填。")


class RejectForm(IssueForm):
    submit = "确认不属实"
    words = words_field("核实情况", most=300, hint="写明由谁、何时、怎样核实。")


def _later_than(day: Any, issue: Issue) -> Any:
    """The day of an extension; ValidationError for one that extends nothing."""
    if issue.due_on is not None:
        verdict = clocks.may_extend_to(day, issue.due_on, timezone.localdate())
        if not verdict:
            raise ValidationError(verdict.reason)
    return day


def chiefs_along(reach: Reach | None) -> Any:
    """Chiefs, present or past, of the reach and the reaches above it."""
    ids = []
    while reach is not None:
        ids.append(reach.pk)
        reach = reach.parent
    # Past ones too: the chief of the day of finding answers for it, whoever holds the reach now.
    return Post.objects.filter(role=Role.CHIEF, tenures__reach_id__in=ids).distinct().with_names()
