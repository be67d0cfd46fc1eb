"""待确认、角色与权限、密码与登录策略、账号检查."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access, services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import AccountRequest, Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import may_confirm, may_oversee, may_set_policy, sees_requests
from hezhang.core.kernel.words import moment_words
from hezhang.core.office.oversight.checks import carried_out
from hezhang.core.office.oversight.facts import policy_rows
from hezhang.core.office.oversight.forms import DeclineForm, PolicyForm
from hezhang.core.office.oversight.lists import HOLDERS, REQUESTS, holders_of, office_words, requests_of
from hezhang.core.office.people.opening import link_to
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists import show

NOBODY = (
    "目前没有在任的安全管理员，申请无人确认。请在服务器上运行 manage.py first_admin 用户名 姓名 区划代码 --role security_admin；"
    "人手确实不够的，可设 ADMINS_SEPARATED=0 关闭三员分立（会在“密码与登录策略”页显示）。"
)


@access.when(sees_requests)
def requests(request: PostRequest) -> HttpResponseBase:
    return show(request, REQUESTS, requests_of(request.post))


def _request(request: PostRequest, pk: int) -> AccountRequest:
    return get_object_or_404(requests_of(request.post), pk=pk)


@access.when(sees_requests)
def request(request: PostRequest, pk: int) -> HttpResponse:
    return _page(request, _request(request, pk), DeclineForm())


def _page(request: PostRequest, found: AccountRequest, form: Any, error: str = "", status: int = 200) -> HttpResponse:
    post, now = request.post, timezone.now()
    waits, own = found.is_waiting(now), found.asked_by.user_id == post.user_id
    verdict = may_confirm(post, found.asked_by.user_id, found.user_id)
    unheard = waits and not Post.objects.current().filter(role=Role.SECURITY_ADMIN).exists()
    context = {"asked": found, "facts": _facts(found), "form": form, "error": error, "verdict": verdict}
    context |= {"waits": waits, "may_decide": waits and bool(verdict), "may_withdraw": waits and own}
    context |= {"state": found.state_words(now), "nobody": NOBODY if unheard else "", "is_reset": found.kind == "reset"}
    return render(request, "oversight/request.html", context, status=status)


def _facts(found: AccountRequest) -> list[tuple[str, Any]]:
    rows = [
        ("事项", found.get_kind_display()),
        ("人员", f"{found.user.name}（{found.user.username}）"),
        ("岗位", office_words(found)),
        ("申请理由", found.reason),
        ("申请人", str(found.asked_by)),
        ("申请时间", moment_words(found.asked_at)),
        ("有效期至", moment_words(found.expires_at)),
        ("办理人", str(found.decided_by) if found.decided_by else ""),
        ("办理时间", moment_words(found.decided_at) if found.decided_at else ""),
        ("驳回理由", found.answer),
    ]
    return [(label, value) for label, value in rows if value]


@access.confirmed
@access.when(sees_requests)
@require_POST
@never_cache
def confirm_request(request: PostRequest, pk: int) -> HttpResponse:
    found = _request(request, pk)
    try:
        code = services.confirm_request(found, by=request.post)
    except ValidationError as wrong:
        return _page(request, found, DeclineForm(), "现在不能照此办理：" + "；".join(wrong.messages), 422)
    if code:
        link = link_to(code, request.build_absolute_uri("/"))
        return render(request, "oversight/link_once.html", {"person": found.user, "code": code, "link": link})
    messages.success(request, f"已确认，{found}已生效。")
    return redirect("oversight:requests")


@access.when(sees_requests)
@require_POST
def decline_request(request: PostRequest, pk: int) -> HttpResponse:
    found, form = _request(request, pk), DeclineForm(request.POST)
    if form.is_valid() and attempt(form, lambda: services.decline_request(found, by=request.post, **form.cleaned_data)):
        messages.success(request, "已驳回，申请人会收到理由。")
        return redirect("oversight:requests")
    return _page(request, found, form, status=status_of(form))


@access.when(sees_requests)
@require_POST
def withdraw_request(request: PostRequest, pk: int) -> HttpResponse:
    services.withdraw_request(_request(request, pk), by=request.post)
    messages.success(request, "已撤回。")
    return redirect("oversight:requests")


@access.when(may_oversee)
def roles(request: PostRequest) -> HttpResponseBase:
    return show(request, HOLDERS, holders_of(request.post))


@access.when(may_oversee)
def policy(request: PostRequest) -> HttpResponse:
    context = {"rows": policy_rows(), "may_edit": bool(may_set_policy(request.post))}
    return render(request, "oversight/policy.html", context | {"separated": settings.ADMINS_SEPARATED})


@access.when(may_set_policy)
def edit_policy(request: PostRequest) -> HttpResponse:
    form = PolicyForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: services.edit_policy(form.cleaned_data, by=request.post)):
        messages.success(request, "已保存。")
        return redirect("oversight:policy")
    context = {"form": form, "title": "修改密码与登录策略", "back": reverse("oversight:policy"), "submit": "保存"}
    return render(request, "people/form.html", context, status=status_of(form))


@access.when(may_oversee)
def checks(request: PostRequest) -> HttpResponse:
    return render(request, "oversight/checks.html", {"checks": carried_out(request.post, timezone.now())})
