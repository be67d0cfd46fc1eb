"""变动推送: set up, looked at, paused, gone on with, tried, told again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.api import hooking, rules
from hezhang.core.api.models import Hook, HookState
from hezhang.core.kernel.words import moment_words
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists import show
from hezhang.portal.api.forms import HookForm, ReplayForm
from hezhang.portal.api.lists import HOOKS, hook_words, hooks_of
from issues.feed import services as feed

SHOWN = 60  # lines of the ledger of one hook


@access.when(rules.sees_tokens)
def hooks(request: PostRequest) -> HttpResponseBase:
    return show(request, HOOKS, hooks_of(request.post))


def find_hook(request: PostRequest, pk: int) -> Hook:
    """One that the acting post sees, or 404."""
    return get_object_or_404(hooks_of(request.post), pk=pk)


@access.when(rules.sees_tokens)
def hook(request: PostRequest, pk: int) -> HttpResponse:
    found = find_hook(request, pk)
    makes = bool(rules.may_make(request.post))
    context = {"hook": found, "facts": _facts(found), "state": hook_words(found), "sends": found.sends.all()[:SHOWN]}
    context |= {"may_make": makes, "may_pause": bool(rules.may_revoke(request.post)) and not found.paused_at}
    return render(request, "api/hook.html", context)


def _facts(found: Hook) -> list[tuple[str, Any]]:
    counts = dict(found.sends.order_by().values_list("state").annotate(Count("pk")))
    told = "，".join(f"{state.label} {counts[state]} 条" for state in HookState if state in counts)
    rows = [
        ("系统名称", found.name),
        ("对接单位", found.contact),
        ("推送地址", found.url),
        ("代表岗位", f"{found.post.user.name} · {found.post.label}"),
        ("设置", f"{found.made_by.user.name}，{moment_words(found.made_at)}"),
        ("已排到次序", f"{found.position}（全部 {feed.end()}）"),
        ("推送", told or "还没有推送过"),
        ("停发", f"{moment_words(found.paused_at)}，{found.paused_why}" if found.paused_at else ""),
    ]
    return [(label, value) for label, value in rows if value]


@access.confirmed
@access.when(rules.may_make)
@never_cache
def create_hook(request: PostRequest) -> HttpResponse:
    post = request.post
    form = HookForm(request.POST or None, post=post)
    made: list[hooking.HookMade] = []

    def act() -> None:
        told = dict(form.cleaned_data)
        begins = 0 if told.pop("whole") else feed.put_in_order()
        made.append(hooking.create_hook(told.pop("post"), by=post, position=begins, **told))

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        return _once(request, made[0])
    context = {"form": form, "title": "新设推送", "back": reverse("tokens:hooks"), "submit": "设置"}
    return render(request, "people/form.html", context, status=status_of(form))


def _once(request: PostRequest, made: hooking.HookMade) -> HttpResponse:
    return render(request, "api/hook_once.html", {"hook": made.hook, "secret": made.secret})


@access.confirmed
@access.when(rules.may_make)
@never_cache
@require_POST
def renew_hook(request: PostRequest, pk: int) -> HttpResponse:
    return _once(request, hooking.renew_hook(find_hook(request, pk), by=request.post))


@access.when(rules.may_revoke)
@require_POST
def pause_hook(request: PostRequest, pk: int) -> HttpResponse:
    found = find_hook(request, pk)
    hooking.pause_hook(found, by=request.post)
    messages.success(request, f"向“{found.name}”的推送已停发。恢复后从停下的地方接着推送，不会遗漏。")
    return redirect(found)


@access.when(rules.may_make)
@require_POST
def resume_hook(request: PostRequest, pk: int) -> HttpResponse:
    found = find_hook(request, pk)
    hooking.resume_hook(found, by=request.post)
    messages.success(request, f"向“{found.name}”的推送已恢复，一分钟内接着推送。")
    return redirect(found)


@access.when(rules.may_make)
@require_POST
def try_hook(request: PostRequest, pk: int) -> HttpResponse:
    found = find_hook(request, pk)
    hooking.try_hook(found, by=request.post)
    messages.success(request, "测试已排上，一分钟内发出；结果见下面的推送记录。")
    return redirect(found)


@access.when(rules.may_make)
def replay_hook(request: PostRequest, pk: int) -> HttpResponse:
    found = find_hook(request, pk)
    form = ReplayForm(request.POST or None)

    def act() -> None:
        hooking.replay_hook(found, by=request.post, position=form.cleaned_data["position"], last=feed.end())

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, "已排上，一分钟内开始重推。")
        return redirect(found)
    context = {"form": form, "title": f"重推：{found.name}", "back": found.get_absolute_url(), "submit": "重推"}
    return render(request, "people/form.html", context, status=status_of(form))
