"""管理 → 数据接口: tokens of other systems, and the page that explains the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from hezhang.core.api import rules, services
from hezhang.core.api.entering import enter
from hezhang.core.api.models import ApiToken, ApiWrite
from hezhang.core.api.writing import system_of
from hezhang.core.kernel.words import moment_words
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists import show
from hezhang.portal.api.facts import document, doors_told, pushed_told
from hezhang.portal.api.forms import RenewForm, TokenForm
from hezhang.portal.api.lists import TOKENS, post_words, state_words, tokens_of

SHOWN = 60  # lines of the table of reads


@access.when(rules.sees_tokens)
def tokens(request: PostRequest) -> HttpResponseBase:
    return show(request, TOKENS, tokens_of(request.post))


def find_token(request: PostRequest, pk: int) -> ApiToken:
    """A token that the acting post sees, or 404."""
    return get_object_or_404(tokens_of(request.post).select_related("made_by__user", "former"), pk=pk)


@access.when(rules.sees_tokens)
def token(request: PostRequest, pk: int) -> HttpResponse:
    found, now = find_token(request, pk), timezone.now()
    is_valid = not found.over(now, timezone.localdate(now))
    successor = found.renewals.first()
    context = {"token": found, "facts": _facts(found), "state": state_words(found), "successor": successor}
    context["written"] = written_by(found)[:SHOWN] if found.writes else []
    context |= {"reads": found.read_days.all()[:SHOWN], "may_revoke": is_valid and bool(rules.may_revoke(request.post))}
    context |= {"may_renew": is_valid and not successor and bool(rules.may_make(request.post))}
    return render(request, "api/token.html", context)


def written_by(found: ApiToken) -> QuerySet[ApiWrite]:
    """Of the whole system: they stand at the first of its tokens."""
    return ApiWrite.objects.filter(token=system_of(found)).order_by("-pk")


def _facts(found: ApiToken) -> list[tuple[str, Any]]:
    rows = [
        ("系统名称", found.name),
        ("对接单位", found.contact),
        ("令牌前缀", f"{found.prefix}…"),
        ("代表岗位", post_words(found)),
        ("权限", "读取，并以此岗位的名义上报、办理" if found.writes else "只能读取"),
        ("限定来源地址", found.networks.replace(",", "、") or "不限"),
        ("发放", f"{found.made_by.user.name}，{moment_words(found.made_at)}"),
        ("换发自", f"{found.former.prefix}…" if found.former else ""),
        ("有效期至", moment_words(found.expires_at)),
        ("最近使用", moment_words(found.last_used_at) if found.last_used_at else "还没有使用过"),
        ("停用时间", moment_words(found.revoked_at) if found.revoked_at else ""),
    ]
    return [(label, value) for label, value in rows if value]


@access.confirmed
@access.when(rules.may_make)
@never_cache
def create_token(request: PostRequest) -> HttpResponse:
    post = request.post
    form = TokenForm(request.POST or None, post=post)

    def act() -> services.Made:
        told = dict(form.cleaned_data)
        return services.create_token(told.pop("post"), by=post, **told)

    return _made(request, form, act, "发放接口令牌", reverse("tokens:tokens"))


@access.confirmed
@access.when(rules.may_make)
@never_cache
def renew_token(request: PostRequest, pk: int) -> HttpResponse:
    found = find_token(request, pk)
    form = RenewForm(request.POST or None)

    def act() -> services.Made:
        return services.renew_token(found, by=request.post, expires_on=form.cleaned_data["expires_on"])

    return _made(request, form, act, f"换发：{found.name}", found.get_absolute_url())


def _made(request: PostRequest, form: forms.Form, act: Any, title: str, back: str) -> HttpResponse:
    """The form, or, once, what it made."""
    made: list[services.Made] = []
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: made.append(act())):
        token, secret = made[0].token, made[0].secret
        return render(request, "api/token_once.html", {"token": token, "secret": secret, "base": base_of(request)})
    context = {"form": form, "title": title, "back": back, "submit": title.partition("：")[0]}
    return render(request, "people/form.html", context, status=status_of(form))


@access.when(rules.may_revoke)
@require_POST
def revoke_token(request: PostRequest, pk: int) -> HttpResponse:
    found = find_token(request, pk)
    services.revoke_token(found, by=request.post)
    messages.success(request, f"“{found.name}”的令牌已停用，下一次请求起不能再读取。")
    return redirect(found)


def base_of(request: PostRequest) -> str:
    """Where the API lies, as the other system must write it."""
    return request.build_absolute_uri("/api/v1/")


# ── The API explained ──
@access.signed_in()
def docs(request: PostRequest) -> HttpResponse:
    context = {
        "doors": doors_told(),
        "pushed": pushed_told(),
        "base": request.build_absolute_uri("/").rstrip("/"),
        "most": settings.API_READS_PER_MINUTE,
    }
    context["sees_tokens"] = bool(rules.sees_tokens(request.post))
    return render(request, "api/docs.html", context)


@access.signed_in()
def schema(request: PostRequest) -> HttpResponse:
    """For people, who take it to whoever builds the other system."""
    return _document(request)


@access.through(enter, sees_business)
def openapi(request: PostRequest) -> HttpResponse:
    """The same for programs: by a token, as all else under this address."""
    return _document(request)


def _document(request: PostRequest) -> HttpResponse:
    told = document() | {"servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]}
    return JsonResponse(
        told, json_dumps_params={"ensure_ascii": False}, content_type="application/vnd.oai.openapi+json"
    )
