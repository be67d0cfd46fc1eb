"""The page on which a campaign is planned, and changed as a draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import demand
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import rules, services
from issues.campaigns.forms import PlanForm
from issues.campaigns.views.pages import find_campaign
from issues.campaigns.workflow import TABLE
from rivers.registry.views.common import save

HINT = "先存为草拟；抽取以前都可以修改。抽取由随机种子决定，任何人都能复算。"


@access.when(rules.may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_campaign(request: PostRequest) -> HttpResponse:
    post = request.post
    form = PlanForm(request.POST or None, post=post)
    return save(
        request, form,
        lambda: services.plan_campaign(by=post, plan=form.plan(), client_id=form.cleaned_data["client_id"]),
        title="新建督查", back=reverse("issues:campaigns"), done="已存为草拟。核对后点“抽取”。", submit="存为草拟", hint=HINT,
    )  # fmt: skip


@access.when(rules.may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_campaign(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_campaign(request, pk)
    if not TABLE["edit_campaign"].permits(found.state):
        raise SomebodyWasFaster(TABLE, TABLE["edit_campaign"], found)
    demand(TABLE.may(found, "edit_campaign", post))
    form = PlanForm(request.POST or None, post=post, campaign=found)
    return save(
        request, form,
        lambda: services.edit_campaign(found, post, plan=form.plan()) and None,
        title=f"修改：{found}", back=found.get_absolute_url(), done="已保存。", hint=HINT,
    )  # fmt: skip
