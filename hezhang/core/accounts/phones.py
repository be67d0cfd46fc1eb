"""登录设备: what is open in one's browsers and which phones are trusted, each to be ended; to trust this very phone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access, services
from hezhang.core.accounts.middleware import PHONE_COOKIE
from hezhang.core.accounts.models import OpenSession, TrustedPhone, User
from hezhang.core.accounts.requests import PostRequest, SiteRequest
from hezhang.core.accounts.rules import may_trust_phone
from hezhang.core.accounts.services.sessions import PHONE_KEY

ONLY_WALKERS = "手机免登录没有开通：只供河长和巡河员在本人手机上使用。"
CHANGE_FIRST = "修改密码后，可在“我的—登录设备”中把本机设为可信手机。"


@access.signed_in()
def devices(request: PostRequest) -> HttpResponse:
    """One's own sessions, and one's own phones that need no password."""
    now = timezone.now()
    context = {"phones": TrustedPhone.objects.visible_to(request.post).valid(now), "days": settings.TRUSTED_PHONE_DAYS}
    context |= {"verdict": may_trust_phone(request.post, settings.TRUSTED_PHONE_DAYS)}
    context |= {"sessions": OpenSession.objects.visible_to(request.post).valid(now)}
    context |= {"here": request.session.get(PHONE_KEY), "this": request.session.session_key}
    return render(request, "accounts/devices.html", context)


@access.signed_in()
@require_POST
def end_session(request: PostRequest, mark: str) -> HttpResponse:
    found = session_of(OpenSession.objects.visible_to(request.post), mark)
    services.end_session(found, by=request.post)
    messages.success(request, f"“{found.label}”已退出登录。")
    return redirect("accounts:devices")


@access.signed_in()
@require_POST
def end_other_devices(request: PostRequest) -> HttpResponse:
    key, phone = request.session.session_key, request.session.get(PHONE_KEY)
    ended = services.end_other_devices(key or "", phone, by=request.post)
    messages.success(request, f"其他 {ended} 处登录和可信手机已退出。" if ended else "没有其他登录。")
    return redirect("accounts:devices")


def session_of(rows: QuerySet, mark: str) -> OpenSession:
    """The open session with this mark among a person's few; Http404 when it is over or another's."""
    for row in rows.valid(timezone.now()):
        if row.mark == mark:
            return row
    raise Http404


@access.signed_in()
@require_POST
def trust_phone(request: PostRequest) -> HttpResponse:
    return trusting(request, request.user, redirect("accounts:devices"))


@access.signed_in()
@require_POST
def revoke_phone(request: PostRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrustedPhone.objects.visible_to(request.post).valid(timezone.now()), pk=pk)
    services.revoke_phone(found, by=request.post)
    messages.success(request, f"已移除“{found.label}”，该手机须重新登录。")
    return redirect("accounts:devices")


def trusting(request: SiteRequest, user: User, response: HttpResponse) -> HttpResponse:
    """The answer, with the cookie that makes this phone a trusted one; as it was, where the post may not."""
    held = list(user.posts.current().with_names())
    post = next((each for each in held if may_trust_phone(each, settings.TRUSTED_PHONE_DAYS)), None)
    if post is None:
        messages.info(request, ONLY_WALKERS)
        return response
    if post.user.must_change_password:  # a new password ends all trust, so it would be gone in a minute
        messages.info(request, CHANGE_FIRST)
        return response
    forget(request)
    phone, token = services.trust_phone(by=post, agent=request.headers.get("user-agent", ""))
    request.session[PHONE_KEY] = phone.pk
    response.set_cookie(
        PHONE_COOKIE, token, max_age=settings.TRUSTED_PHONE_DAYS * 86400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    messages.success(request, f"已设为可信手机，{settings.TRUSTED_PHONE_DAYS} 天内免登录。可在“我的—登录设备”中移除。")
    return response


def forget(request: SiteRequest) -> None:
    """Whoever signs out on a phone means it: the phone is no longer trusted. This session ends with the caller."""
    phone = services.find_trusted(request.COOKIES.get(PHONE_COOKIE, ""))
    if phone is not None and phone.user_id == request.user.pk:
        request.session.pop(PHONE_KEY, None)
        request.session.save()
        services.revoke_phone(phone, by=None)
