"""What phones say and ask, and the office's pages: 还在手机上, 收下待核对."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.files.serving import serve_photo
from hezhang.core.kernel.refusal import INVALID, Refusal, demand
from hezhang.core.parcels import facts, lists, rules, services
from hezhang.core.parcels.forms import MOST_BYTES, UNREAD, DealForm, DropForm, ManifestForm, ReceiptsForm, json_of
from hezhang.core.parcels.kinds import KINDS
from hezhang.core.parcels.models import Held, HeldPhoto, Parcel
from hezhang.core.parcels.pack import pack_of
from hezhang.core.web.attempts import status_of
from hezhang.core.web.limits import seconds_to_wait
from hezhang.core.web.lists import show

ANNOUNCED_A_MINUTE, ASKED_A_MINUTE = 120, 30  # of one person: a day's work of twenty walks, tried again and again
MOST_NUMBERS = 16384  # bytes of two hundred numbers, and room


def _words(*words: str, status: int = INVALID) -> JsonResponse:
    return JsonResponse({"words": list(words)}, status=status)


def _too_fast(request: PostRequest, what: str, most: int) -> JsonResponse | None:
    wait = seconds_to_wait(request, what, most)
    if not wait:
        return None
    answer = _words(f"请求过于频繁，请 {wait} 秒后再试。内容还在手机上。", status=429)
    answer["Retry-After"] = str(wait)
    return answer


@access.signed_in()
@require_POST
def announce(request: PostRequest) -> HttpResponse:
    """``{"state", "url"}`` of an announced parcel; 422 with words for what cannot be read, 429 for who announces too much."""
    if refused := _too_fast(request, "parcels", ANNOUNCED_A_MINUTE):
        return refused
    form = ManifestForm(json_of(request.body, MOST_BYTES))
    if not form.is_valid():
        return _words(UNREAD)
    told = form.cleaned_data
    try:
        parcel = services.announce(
            by=request.post, client_id=told["id"], kind=told["kind"], digest=told["sum"],
            photos=told["photos"], seconds=told["at"],
        )  # fmt: skip
    except Refusal as refusal:
        return _words(str(refusal), status=refusal.status)
    return JsonResponse({"state": parcel.state, "url": parcel.url})


@access.signed_in()
@require_POST
def receipts(request: PostRequest) -> HttpResponse:
    """``{"known": {id: receipt}, "missing": [id]}`` of the person's own numbers; another's are missing as any that never was."""
    if refused := _too_fast(request, "receipts", ASKED_A_MINUTE):
        return refused
    form = ReceiptsForm(json_of(request.body, MOST_NUMBERS))
    if not form.is_valid():
        return _words(UNREAD)
    known, missing = services.receipts(request.post.user_id, form.cleaned_data["ids"])
    return JsonResponse({"known": known, "missing": missing})


# Compressed although a session reads it: nothing in it repeats what was asked, nor holds a secret.
@access.signed_in()
@gzip_page
@require_safe
def pack(request: PostRequest) -> HttpResponse:
    """What a phone keeps to work without signal. The mark is of the contents: asked again, the same is answered in a line."""
    found = pack_of(request.post, timezone.localdate())
    mark = hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
    told = json.dumps(found | {"made_at": int(timezone.now().timestamp())}, ensure_ascii=False)
    # Names are people's words: whatever takes this for a page finds no tag in it.
    answer = HttpResponse(told.replace("<", "\\u003c"), content_type="application/json")
    answer["ETag"], answer["Cache-Control"] = f'"{mark}"', "private, no-cache"
    answer["Vary"] = "Cookie"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


@access.when(sees_business)
def parcels(request: PostRequest) -> HttpResponseBase:
    """还在手机上: the office those of its people, everybody else the own ones."""
    return show(request, lists.PARCELS, lists.source(request.post))


@access.when(is_office)
def helds(request: PostRequest) -> HttpResponseBase:
    """收下待核对."""
    return show(request, lists.HELD, lists.held_source(request.post))


def _parcel(request: PostRequest, pk: int) -> Parcel:
    return get_object_or_404(lists.source(request.post), pk=pk)


def _parcel_page(request: PostRequest, found: Parcel, form: DealForm) -> HttpResponse:
    context = {"parcel": found, "facts": facts.parcel_facts(found), "form": form}
    context |= {"may_deal": rules.may_deal(request.post, found), "held": found.held.order_by("id")}
    return render(request, "parcels/parcel.html", context, status=status_of(form))


@access.when(sees_business)
def parcel(request: PostRequest, pk: int) -> HttpResponse:
    return _parcel_page(request, _parcel(request, pk), DealForm())


@access.when(is_office)
@require_POST
def deal(request: PostRequest, pk: int) -> HttpResponse:
    """已联系 / 不再等."""
    found, form = _parcel(request, pk), DealForm(request.POST)
    if not form.is_valid():
        return _parcel_page(request, found, form)
    services.deal(found, by=request.post, **form.cleaned_data)
    messages.success(request, "已记下")
    return redirect(found)


@access.when(is_office)
@require_POST
def undo_deal(request: PostRequest, pk: int) -> HttpResponse:
    found = _parcel(request, pk)
    services.undo_deal(found, by=request.post)
    messages.success(request, "已撤回，继续等待")
    return redirect(found)


def _held(request: PostRequest, pk: int) -> Held:
    return get_object_or_404(lists.held_source(request.post), pk=pk)


def _held_page(request: PostRequest, found: Held, form: DropForm, error: str = "", status: int = 0) -> HttpResponse:
    kind, post = KINDS.get(found.parcel.kind), request.post
    may = rules.may_decide(post, found)
    context: dict[str, Any] = {"held": found, "facts": facts.held_facts(found), "lines": facts.told_lines(found)}
    context |= {"photos": facts.held_photos(found), "decided": facts.decided_words(found), "form": form, "error": error}
    context |= {"kind": kind, "may_decide": may, "may_take": may and kind and kind.take and kind.may_take(found, post)}
    context["is_office"] = is_office(post)
    context["may_reopen"] = rules.may_reopen(post, found, bool(kind and kind.undo))
    return render(request, "parcels/held.html", context, status=status or status_of(form))


@access.when(sees_business)
def held(request: PostRequest, pk: int) -> HttpResponse:
    """What was kept: all of it, why it was not carried out, and what the office may make of it."""
    return _held_page(request, _held(request, pk), DropForm())


@access.when(is_office)
@require_POST
def take_held(request: PostRequest, pk: int) -> HttpResponse:
    found = _held(request, pk)
    demand(rules.may_decide(request.post, found))
    return _decided(request, found, partial(services.take_held, found, by=request.post), "已采用")


@access.when(is_office)
@require_POST
def drop_held(request: PostRequest, pk: int) -> HttpResponse:
    found, form = _held(request, pk), DropForm(request.POST)
    if not form.is_valid():
        return _held_page(request, found, form)
    services.drop_held(found, by=request.post, **form.cleaned_data)
    messages.success(request, "已记下：未采用")
    return redirect(found)


@access.when(is_office)
@require_POST
def reopen_held(request: PostRequest, pk: int) -> HttpResponse:
    found = _held(request, pk)
    act = partial(services.reopen_held, found, by=request.post, at=timezone.now())
    return _decided(request, found, act, "决定已撤回")


def _decided(request: PostRequest, found: Held, act: Callable[[], Any], said: str) -> HttpResponse:
    """A refusal is told on the page itself, as it stands by then."""
    try:
        act()
    except Refusal as refusal:
        return _held_page(request, _held(request, found.pk), DropForm(), str(refusal), refusal.status)
    messages.success(request, said)
    return redirect(found)


@access.when(sees_business)
def held_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of what was kept; ``?thumb=1`` the small one."""
    rows = HeldPhoto.objects.visible_to(request.post).select_related("upload")
    return serve_photo(get_object_or_404(rows, pk=pk).upload, thumb="thumb" in request.GET)
