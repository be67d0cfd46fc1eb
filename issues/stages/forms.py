"""What is filled in about a long-term rectification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from hezhang.core.accounts.models import Post
from hezhang.core.files.fields import PhotosForm
from hezhang.core.files.services import store_document
from hezhang.core.web.fields import WordsField, day_field
from hezhang.core.workflow.forms import StepForm
from issues.ledger.models import Issue
from issues.stages import rules
from issues.stages.models import Stage, StagePlan
from issues.stages.services.planning import MOST, StageIn

SPARE = 3  # blank lines beside those that are there
FEWEST = 5
DOCUMENT = "PDF、Word（docx）、Excel（xlsx）。"
PARTS = ("name", "unit", "due_on", "amount", "measure")


def amount_field() -> forms.DecimalField:
    return forms.DecimalField(label="数量", min_value=0, max_digits=12, decimal_places=2, required=False)


class UnitField(forms.ModelChoiceField):
    """Of the units around the issue."""

    def __init__(self, units: Any, **kwargs: Any) -> None:
        super().__init__(units, label="责任单位", **kwargs)


class DocumentForm(forms.Form):
    """A form with one document, kept as soon as it is there."""

    post: Post
    document = forms.FileField(label="资料", required=False, help_text=DOCUMENT)

    def clean_document(self) -> Any:
        file = self.cleaned_data["document"]
        return store_document(file, by=self.post) if file else None


class PlanForm(StepForm, DocumentForm):
    """整改方案 with its stages, a line each; a line without a name is none."""

    words = WordsField(label="整改方案", most=500, help_text="整改目标、主要措施、分几步、何时全部完成。")
    field_order = ["words", "document"]
    submit = "提交河长办确认"

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].label = "方案文件"
        units = rules.owners(issue).order_by("pk")
        known = self._known()
        self.count = min(MOST, max(FEWEST, len(known) + SPARE))
        for number in range(self.count):
            self._put_line(number, units, known[number] if number < len(known) else None, issue)

    def _known(self) -> list[Stage]:
        return list(self.obj.stages.all()) if isinstance(self.obj, StagePlan) else []

    def _put_line(self, number: int, units: Any, stage: Stage | None, issue: Issue) -> None:
        made = {
            "name": forms.CharField(label="阶段任务", max_length=100, required=False),
            "unit": UnitField(units, required=False),
            "due_on": day_field("完成时限", required=False),
            "amount": amount_field(),
            "measure": forms.CharField(label="计量单位", max_length=10, required=False),
        }
        stands = {"unit": issue.unit_id}
        if stage:
            stands = {name: getattr(stage, name) for name in PARTS} | {"unit": stage.unit_id}
        for name, field in made.items():
            field.label = f"第 {number + 1} 项{field.label}"
            self.fields[f"{name}_{number}"] = field
            self.initial.setdefault(f"{name}_{number}", stands.get(name))

    def lines(self) -> Iterator[dict[str, Any]]:
        """The bound fields, a line each."""
        for number in range(self.count):
            yield {name: self[f"{name}_{number}"] for name in PARTS}

    def clean(self) -> dict[str, Any]:
        told, found = self.cleaned_data, []
        for number in range(self.count):
            line = {name: told.get(f"{name}_{number}") for name in PARTS}
            if not line["name"]:
                if line["due_on"] and not self.errors:
                    self.add_error(f"name_{number}", "填了完成时限，请写明阶段任务。")
                continue
            for name, words in (("unit", "请选择责任单位。"), ("due_on", "请填写完成时限。")):
                if not line[name] and f"{name}_{number}" not in self.errors:
                    self.add_error(f"{name}_{number}", words)
            if line["unit"] and line["due_on"]:
                found.append(StageIn(**line))
        self.stages = found
        return told

    def supplied(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"words": told["words"], "file": told["document"], "stages": self.stages, "once": told["once"]}


class ReturnForm(StepForm):
    submit = "退回修改"
    words = WordsField(label="退回原因", most=300, help_text="写明方案哪里要改、缺哪些任务。")


class AddForm(StepForm):
    """One more stage of a plan that runs."""

    submit = "增加"
    name = forms.CharField(label="阶段任务", max_length=100)
    due_on = day_field("完成时限")
    amount = amount_field()
    measure = forms.CharField(label="计量单位", max_length=10, required=False)
    words = WordsField(label="增加原因", most=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(rules.owners(self.obj.issue).order_by("pk"))
        self.initial.setdefault("unit", self.obj.issue.unit_id)
        self.order_fields(["name", "unit", "due_on", "amount", "measure", "words"])

    def supplied(self) -> dict[str, Any]:
        told = self.cleaned_data
        stage = StageIn(**{name: told[name] for name in PARTS})
        return {"stage": stage, "words": told["words"], "once": told["once"]}


class FinishForm(StepForm, PhotosForm, DocumentForm):
    submit = "报完成"
    words = WordsField(label="完成情况", most=300, help_text="写明完成了什么、完成多少。照片和资料至少附一样。")
    field_order = ["words", "photos", "document"]

    def supplied(self) -> dict[str, Any]:
        told = self.cleaned_data
        files = [*told["photos"], *([told["document"]] if told["document"] else [])]
        return {"words": told["words"], "files": files, "once": told["once"]}


class ReopenForm(StepForm):
    submit = "退回"
    words = WordsField(label="退回原因", most=300, help_text="写明还差什么；完成时限不变。")


class MoveForm(StepForm):
    submit = "调整时限"
    due_on = day_field("新的完成时限")
    words = WordsField(
        label="调整原因", most=150, help_text="如：汛期水位高，顺延到枯水期。原时限和原因都留在办理经过里。"
    )
    field_order = ["due_on", "words"]

    def supplied(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"due_on": told["due_on"], "words": told["words"], "once": told["once"]}


class DropForm(StepForm):
    submit = "取消这项任务"
    words = WordsField(label="取消原因", most=300, help_text="如：改用其他措施。取消后不再计时、提醒。")
