"""A chief who leaves, and what a step of the sheet asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.web.fields import WordsField, day_field
from hezhang.core.web.sure import SureForm
from hezhang.core.workflow.forms import StepForm
from rivers.chiefs import rules
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.forms import PostField
from rivers.chiefs.models import Tenure


class LeaveForm(SureForm):
    on = day_field("离任日期（在任最后一天）")
    successor = PostField(
        Post.objects.none(),
        label="接任河长",
        required=False,
        empty_label="暂无，以后任命",
        help_text="接任其全部河段，任期自离任次日开始。没有列出的人员，请先在“人员与岗位”中登记河长岗位。",
    )

    def __init__(self, *args: Any, leaving: Post, post: Post, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), leaving.starts_on)})
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors(leaving, post)


def successors(leaving: Post, post: Post) -> QuerySet[Post]:
    """Posts held today, in the acting post's scope, that may hold every reach that the leaving one leads."""
    today = timezone.localdate()
    led = Tenure.objects.current(today).filter(post=leaving, kind=TenureKind.RESPONSIBLE)
    codes = set(led.order_by().values_list("reach__region_id", flat=True))
    if not codes:
        return Post.objects.none()
    around = Post.objects.visible_to(post).current(today).exclude(user=leaving.user_id).select_related("region")
    fit = [
        one.pk for one in around if all(rules.may_hold(TenureKind.RESPONSIBLE, one.role, one.region, c) for c in codes)
    ]
    return Post.objects.filter(pk__in=fit).with_names().order_by("-region_id", "pk")


class PaperForm(StepForm):
    """Both have signed the printed sheet."""

    submit = "登记纸质签字"
    paper_on = day_field("双方签字日期")
    paper = forms.CharField(label="纸质交接单存放处", max_length=100, help_text="如：区河长办档案柜 2026-3。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("paper_on", timezone.localdate())


class UndoForm(StepForm):
    submit = "撤销离任登记"
    words = WordsField(label="撤销原因", most=200)
