"""可信手机 on the phone itself: trust it, list one's own, remove one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access, services
from hezhang.core.accounts.middleware import PHONE_COOKIE
from hezhang.core.accounts.models import TrustedPhone, User
from hezhang.core.accounts.requests import PostRequest, SiteRequest
from hezhang.core.accounts.rules import may_trust_phone
from hezhang.core.accounts.services.sessions import PHONE_KEY

ONLY_WALKERS = "手机免登录没有开通：只供河长和巡河员在本人手机上使用。"
CHANGE_FIRST = "修改密码后，可在“我的—可信手机”中把本机设为可信手机。"


@access.signed_in()
def phones(request: PostRequest) -> HttpResponse:
    """One's own phones that need no password."""
    rows = TrustedPhone.objects.visible_to(request.post).valid(timezone.now())
    verdict = may_trust_phone(request.post, settings.TRUSTED_PHONE_DAYS)
    here, days = request.session.get(PHONE_KEY), settings.TRUSTED_PHONE_DAYS
    return render(request, "accounts/phones.html", {"phones": rows, "verdict": verdict, "here": here, "days": days})


@access.signed_in()
@require_POST
def trust_phone(request: PostRequest) -> HttpResponse:
    return trusting(request, request.user, redirect("accounts:phones"))


@access.signed_in()
@require_POST
def revoke_phone(request: PostRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrustedPhone.objects.visible_to(request.post).valid(timezone.now()), pk=pk)
    services.revoke_phone(found, by=request.post)
    messages.success(request, f"已移除“{found.label}”，该手机须重新登录。")
    return redirect("accounts:phones")


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
    messages.success(request, f"已设为可信手机，{settings.TRUSTED_PHONE_DAYS} 天内免登录。可在“我的—可信手机”中移除。")
    return response


def forget(request: SiteRequest) -> None:
    """Whoever signs out on a phone means it: the phone is no longer trusted. This session ends with the caller."""
    phone = services.find_trusted(request.COOKIES.get(PHONE_COOKIE, ""))
    if phone is not None and phone.user_id == request.user.pk:
        request.session.pop(PHONE_KEY, None)
        request.session.save()
        services.revoke_phone(phone, by=None)
