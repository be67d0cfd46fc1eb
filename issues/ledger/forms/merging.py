"""合并: which issue it is to be handled with, chosen from those near by or named by its number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from hezhang.core.kernel.words import day_words
from issues.ledger import rules
from issues.ledger.forms.steps import IssueForm, words_field
from issues.ledger.models import Issue

NEAR = 6


class NearbyField(forms.ModelChoiceField):
    """M02261126001 岸边堆放垃圾 · 一号桥下 · 整改中."""

    def label_from_instance(self, obj: Issue) -> str:
        told = [f"{obj.number} {Truncator(obj.text).chars(30)}", obj.place, str(obj.get_state_display())]
        return " · ".join(part for part in told if part)


class MergeForm(IssueForm):
    submit = "合并"
    near = NearbyField(
        Issue.objects.none(), label="同一河湖的在办问题", required=False, widget=forms.RadioSelect, empty_label=None
    )
    number = forms.CharField(
        label="或填写问题编号",
        max_length=20,
        required=False,
        help_text="并入后由那一件一并办理，本问题不再单独计时、计数。",
    )
    words = words_field("说明", most=300, required=False, hint="可不填。发现人和责任单位会收到通知。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["near"].queryset = nearby(self.issue, self.post)
        if not self.fields["near"].queryset:
            del self.fields["near"]
            self.fields["number"].label = "并入的问题编号"

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        parent, number = found.get("near"), found.get("number", "").strip().upper()
        if number:
            parent = Issue.objects.visible_to(self.post).filter(number=number).first()
            if parent is None:
                self.add_error("number", "您的辖区内没有这个编号的问题，请核对。")
        if not self.errors and parent is None:
            self.add_error("number", "请选择一件同一河湖的问题，或填写问题编号。")
        found["into"] = parent
        return found

    def supplied(self) -> dict[str, Any]:
        return {name: value for name, value in super().supplied().items() if name not in ("near", "number")}


class UnmergeForm(IssueForm):
    submit = "撤销合并"
    words = words_field("撤销原因", most=300, hint="问题恢复到合并以前的环节，原来的整改时限不变。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.issue.due_on:
            self.fields["words"].help_text = f"恢复到合并以前的环节，原时限（{day_words(self.issue.due_on)}）不变。"


def nearby(issue: Issue, post: Any) -> QuerySet[Issue]:
    """Open issues on the same river into which it may be merged: of the same class first, then the oldest."""
    rows = Issue.objects.visible_to(post).open().filter(river_id=issue.river_id, county=issue.county)
    rows = rows.exclude(pk=issue.pk).order_by("found_at", "pk")
    fit = [one for one in rows[: 10 * NEAR] if rules.may_merge_into(issue, one)]
    fit.sort(key=lambda one: (one.category_id != issue.category_id, one.reach_id != issue.reach_id))
    return Issue.objects.filter(pk__in=[one.pk for one in fit[:NEAR]]).order_by("found_at", "pk")
