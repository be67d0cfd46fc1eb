"""One page that shows every part in every state: what to look at when the look changes."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.web.models import JobState

ICONS = """
plus upload download filter columns search check x arrow-right arrow-left chevron-down chevron-right bell home map
water river person people building list clipboard clock alert photo pin edit trash history flag chart star gear help
logout swap phone doc play stop eye eye-off key lock calendar inbox refresh link menu info done fail print text mail
send shield more minus surface channel ban outlet signpost works
""".split()  # noqa: SIM905 - sixty names in a literal list take sixty lines
SHELLS = {"office": "base.html", "phone": "base_phone.html", "plain": "base_plain.html"}
TONES = ["blue", "green", "orange", "red", "grey", "cyan"]


class SampleForm(forms.Form):
    """Every kind of control."""

    name = forms.CharField(label="河段名称", max_length=10, help_text="按行政区划起止命名，例如“澄溪桥头镇段”。")
    length = forms.DecimalField(label="长度（千米）", min_value=0, required=False)
    found = forms.DateField(label="发现日期")
    at = forms.DateTimeField(label="巡查时间", required=False)
    unit = forms.ChoiceField(label="责任单位", choices=[("", "请选择"), ("1", "澄江区水利局"), ("2", "澄江区住建局")])
    severity = forms.ChoiceField(
        label="严重程度",
        choices=[("minor", "一般"), ("serious", "较严重"), ("major", "重大")],
        widget=forms.RadioSelect,
        help_text="重大问题由区级河长督办。",
    )
    groups = forms.MultipleChoiceField(
        label="检查项目",
        choices=[("water", "水体"), ("bank", "河岸"), ("outlet", "排污口")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label="问题描述", widget=forms.Textarea, help_text="写明地点、现象和大致范围。")
    photo = forms.ImageField(label="现场照片", required=False, help_text="每张不超过 15 MB。")
    sure = forms.BooleanField(label="已到现场核实", required=True)


class ShortForm(forms.Form):
    """A short form, one column."""

    words = forms.CharField(label="退回理由", widget=forms.Textarea)


def _pieces(today: date) -> dict[str, Any]:
    now = timezone.now()
    step = {"photos": [], "words": ""}
    return {
        "tones": [("blue", "整改中"), ("green", "已销号"), ("orange", "待核查"), ("red", "未完成"), ("grey", "不属实"), ("cyan", "待签收")],
        "dues": [today + timedelta(days=n) for n in (12, 3, 0, -2)] + [None],
        "moments": [now - timedelta(minutes=n) for n in (0, 12, 200, 1500, 6000, 90000)],
        "job": SimpleNamespace(state_tone=JobState.RUNNING.tone, get_state_display=lambda: JobState.RUNNING.label),
        "facts": [
            ("问题编号", "CJ-2026-0317"),
            ("所在河段", "澄溪桥头镇段"),
            ("问题来源", "巡河"),
            ("责任单位", "澄江区水利局"),
            ("整改期限", "2026年12月3日"),
            ("备注", ""),
        ],
        "steps": [
            step | {"title": "登记", "who": "文思齐（河长办）", "when": "2026年11月3日 09:12", "tone": "blue"},
            step | {"title": "退回", "who": "施建工（水利局）", "when": "11月4日 15:40", "words": "不属本单位职责，建议转住建局。", "tone": "orange"},
            step | {"title": "销号", "who": "何长清（河长办）", "when": "11月18日 10:05", "words": "已现场核实，同意销号。", "tone": "green"},
        ],
        "photos": [_photo(words) for words in ("整改前", "整改后", "")],
        "rows": [("澄溪桥头镇段", "桥头镇", "乔立本", "4.00", "12", 12), ("澄溪上桥村段", "上桥村", "尚有田", "1.25", "8", -2), ("柳河柳岸镇段", "柳岸镇", "—", "10.60", "104", 0)],
        "names": ICONS,
    }  # fmt: skip


def _photo(caption: str) -> dict[str, str]:
    mark = "/static/img/mark.svg"
    return {"url": mark, "thumb": mark, "caption": caption, "told": "2026年11月21日 14:05 拍摄；照片中没有位置"}


def may_see_parts(post: Post) -> Verdict:
    """Who builds and who looks after the system; in service it is nothing for the offices."""
    is_bench = settings.DEMO or settings.DEBUG
    return yes_if(is_bench or post.role == Role.SYSTEM_ADMIN, "界面部件页只供系统管理员查看。")


@access.when(may_see_parts)
def components(request: PostRequest) -> HttpResponse:
    """Every part; ``?in=office|phone|plain`` chooses the shell, ``?say=1`` adds messages."""
    today = timezone.localdate()
    if request.GET.get("say"):
        messages.success(request, "已保存。")
        messages.error(request, "有 2 行没有导入，请查看说明。")
    context = _pieces(today) | {
        "form": SampleForm(),
        "wrong": SampleForm(
            {"name": "澄溪桥头镇段从上桥到下桥", "found": "昨天", "length": "-1", "unit": "9"}, auto_id="wrong_%s"
        ),
        "short": ShortForm(auto_id="short_%s"),
        "tomorrow": today + timedelta(days=1),
        "days": [(row, today + timedelta(days=row[5])) for row in _pieces(today)["rows"]],
    }
    if shell := SHELLS.get(request.GET.get("in", "")):
        context["shell"] = shell
    return render(request, "web/components.html", context)
