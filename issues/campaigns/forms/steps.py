"""The steps of a campaign."""

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.queries import within
from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm
from rivers.registry.models import Reach


class DrawForm(StepForm):
    """抽取: nothing to fill in, the seed is the machine's."""


class RedrawForm(StepForm):
    submit = "重抽"
    words = WordsField(label="重抽原因", most=200, help_text="原来的抽取结果、种子和原因都留在抽取说明里。")


class LeaveOutForm(StepForm):
    submit = "排除"
    reach = forms.ModelChoiceField(Reach.objects.none(), label="河段")
    words = WordsField(label="排除原因", most=200, help_text="如：正在施工、道路中断。列入抽取说明和通报。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Reach.objects.standing(timezone.localdate()).filter(within(self.obj.region), tier__in=self.obj.tiers)
        self.fields["reach"].queryset = rows.exclude(pk__in=_left_out(self.obj)).order_by("code")


class TakeBackForm(StepForm):
    submit = "恢复"
    reach = forms.ModelChoiceField(Reach.objects.none(), label="河段", help_text="恢复以后，下次抽取可以抽到。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].queryset = Reach.objects.filter(pk__in=_left_out(self.obj)).order_by("code")


def _left_out(campaign: Any) -> Any:
    return campaign.left_out.order_by().values("reach")


class StartForm(StepForm):
    """启动: nothing to fill in."""


class FinishForm(StepForm):
    submit = "办结"
    conclusion = WordsField(
        label="小结", most=500, required=False, help_text="写入通报；有没检查的河段，在这里说明原因。"
    )


class CancelForm(StepForm):
    submit = "取消督查"
    words = WordsField(label="取消原因", most=300)
