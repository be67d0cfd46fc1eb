"""The steps of a campaign."""

from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm


class DrawForm(StepForm):
    """抽取: nothing to fill in, the seed is the machine's."""


class RedrawForm(StepForm):
    submit = "重抽"
    words = WordsField(label="重抽原因", most=200, help_text="原来的抽取结果、种子和原因都留在抽取说明里。")


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
