"""Chiefs: appointed, dismissed, the list as it stands, and imported from the office's own workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import still_ahead
from hezhang.core.web.attempts import status_of
from hezhang.core.web.importing import ImportSpec, TemplateColumn, show_import
from hezhang.core.web.lists import show
from rivers.chiefs import facts, lists, services
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.forms import AppointForm, DayForm, DismissForm
from rivers.chiefs.importing import plan
from rivers.chiefs.importing.forms import ChiefsForm
from rivers.chiefs.models import Tenure
from rivers.heads.facts import heads_over
from rivers.registry.services import must_keep
from rivers.registry.views.common import save
from rivers.registry.views.reaches import find_reach

SPEC = ImportSpec(
    key="chiefs",
    title="导入河长名录",
    columns=[
        TemplateColumn("河道名称", "柳溪", "同一条河的各行可合并单元格，也可只在第一行填写", required=True),
        TemplateColumn("河道长度（km）", "8.0", "8.92、约8.0公里、850米都可以"),
        TemplateColumn("区级河长", "张三", "没有这一级的可删去这一列和它的职务"),
        TemplateColumn("职务", "副区长"),
        TemplateColumn("街道级河长", "李四", "列名也可以写“镇级河长”“乡级河长”"),
        TemplateColumn("职务", "桥头街道党工委书记", "从职务看出是哪个乡镇（街道），也可另加一列“乡镇（街道）”"),
        TemplateColumn("村（社区）级河长", "王五"),
        TemplateColumn("职务", "上桥村书记", "从职务看出是哪个村（社区），也可另加一列“村（社区）”"),
        TemplateColumn("联系电话", "18800000000", "属于左边最近的一级河长；每级都可以有自己的电话列"),
    ],
    plan=plan,
    done_url="rivers:chiefs",
    hint="直接上传办公室现有的名录即可：标题行、合并单元格、合计行、两行表头都能识别。"
    "行政区划须先导入。已登记而没有变化的不会重复登记；河长有变的，由新河长接替，原河长的任期到前一天为止。",
    form=ChiefsForm,
)


@access.when(sees_business)
def chiefs(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.CHIEFS, lists.tenures_of(request.post), template="rivers/list.html")


@access.when(sees_business)
def gaps(request: PostRequest) -> HttpResponseBase:
    """河河有人看: spans of days on which a reach had, has or will have no responsible chief."""
    return show(request, lists.GAPS, lists.gaps_of(request.post), template="rivers/list.html")


@access.when(is_office)
def import_chiefs(request: PostRequest) -> HttpResponse:
    return show_import(request, SPEC)


@access.when(is_office)
def appoint(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_reach(request, pk)
    must_keep(found.region_id, by=post)
    kind = asked_kind(request)
    form = AppointForm(request.POST or None, post=post, reach=found, kind=kind)
    return save(
        request,
        form,
        lambda: services.appoint(by=post, reach=found, kind=kind, **form.cleaned_data),
        title=f"任命{TenureKind(kind).label}：{found.name}",
        back=found.get_absolute_url(),
        done="已任命。原责任河长（如有）的任期到前一天为止，相关公示牌请及时更新。",
        submit="任命",
        hint="任命责任河长时，原责任河长自动离任，任期保留备查。名单只列本河段所在区划及其上级中可以担任、尚未担任的在任岗位；"
        "没有列出的人员，请先在“人员与岗位”中登记相应岗位。",
        tabs=[(each.label, f"?kind={each.value}", each.value == kind) for each in TenureKind],
    )


def asked_kind(request: HttpRequest) -> str:
    """What is to be held, from the address; a responsible chief unless it says otherwise."""
    asked = request.GET.get("kind", "")
    return asked if asked in TenureKind.values else TenureKind.RESPONSIBLE


@access.when(is_office)
def dismiss(request: PostRequest, pk: int) -> HttpResponse:
    post = request.post
    rows = Tenure.objects.visible_to(post).select_related("reach", "post__user")
    tenure = get_object_or_404(rows, pk=pk)
    must_keep(tenure.reach.region_id, by=post)
    form = DismissForm(request.POST or None, tenure=tenure, post=post)
    return save(
        request,
        form,
        lambda: services.dismiss(tenure, by=post, **wanted_of(form)).reach,
        title=f"离任：{tenure}",
        back=tenure.reach.get_absolute_url(),
        done="已登记离任。",
        submit="登记离任",
        hint="任期只会结束，不会删除。责任河长离任会生成交接单，由新老河长签字。",
        foretell=lambda: foretell_dismissal(tenure, **wanted_of(form)),
    )


def wanted_of(form: DismissForm) -> dict[str, Any]:
    """The last day, and who follows."""
    return {"on": form.cleaned_data["on"], "successor": form.cleaned_data.get("successor")}


def foretell_dismissal(tenure: Tenure, on: date, successor: Post | None) -> list[str]:
    """What to ask about before a tenure ends: a day far ahead, a reach that is left without a chief, what is left behind."""
    left = services.foretell_end_of(Tenure.objects.filter(pk=tenure.pk), on, succeeded=bool(successor))[1:]
    return still_ahead(on, timezone.localdate()) + left


@access.when(sees_business)
@require_safe
def who(request: PostRequest, pk: int) -> HttpResponse:
    """Who answered for the reach on a day, at its own tier and above (?on=), below it where asked (?below=on)."""
    found = find_reach(request, pk)
    today = {"on": timezone.localdate().isoformat()}
    form = DayForm(today | request.GET.dict())
    answer = None
    if form.is_valid():
        below = facts.below_of(found, request.post) if form.cleaned_data["below"] else []
        answer = facts.who_was(found, form.cleaned_data["on"], below=below)
    context = {"reach": found, "form": form, "answer": answer, "day": answer and answer.day}
    context["heads"] = heads_over(found.region, answer.day) if answer else []
    context["has_own"] = answer is not None and bool(answer.by_tier[found.tier])
    return render(request, "rivers/who.html", context, status=status_of(form))
