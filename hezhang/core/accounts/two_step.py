"""两步验证: set it up, give the code after the password, new recovery codes, switch it off."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from hezhang.core.accounts import access, entering, services
from hezhang.core.accounts.forms import CodeForm, EndTwoStepForm
from hezhang.core.accounts.middleware import TWO_STEP, must_set_up
from hezhang.core.accounts.models import User
from hezhang.core.accounts.requests import SignedInRequest, SiteRequest
from hezhang.core.kernel.refusal import INVALID, Refusal

PENDING = "pending"  # in the session of somebody whose password was right
PATIENCE = 300  # seconds until the password is asked again
GROUP = 4  # characters of the secret between two spaces, as people copy it


@access.signed_in(needs_post=False, before_two_step=True)
@never_cache
def two_step(request: SignedInRequest) -> HttpResponse:
    """Off, begun or on: one page."""
    return _page(request, CodeForm())


def _page(request: SignedInRequest, form: CodeForm) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {"form": form, "is_on": services.has_two_step(user), "must": must_set_up(request)}
    context |= {"left": services.recovery_left(user), "waiting": services.waiting_device(user)}
    form.fields["code"].help_text = "手机验证器上显示的 6 位数字。"  # recovery codes come after it
    if context["waiting"]:
        context |= {"qr": picture(context["waiting"]), "secret": secret_of(context["waiting"])}
    return render(request, "accounts/two_step.html", context, status=INVALID if form.errors else 200)


def picture(device: TOTPDevice) -> SafeString:
    """The QR code, drawn here: the secret goes to no other host. Without a size, so that a narrow screen shrinks it."""
    drawn = segno.make(device.config_url, error="m").svg_inline(
        omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - squares, drawn from nothing but a code


def secret_of(device: TOTPDevice) -> str:
    """What is typed where no camera is: ABCD EFGH …"""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))


@access.confirmed
@access.signed_in(needs_post=False, before_two_step=True)
@require_POST
def begin_two_step(request: SignedInRequest) -> HttpResponse:
    services.begin_two_step(request.user)
    return redirect("accounts:two_step")


@access.signed_in(needs_post=False, before_two_step=True)
@require_POST
@never_cache
def confirm_two_step(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    told: dict[str, Any] = {
        "by": request.post,
        "address": entering.address_of(request),
        "key": request.session.session_key or "",
    }
    try:
        codes = services.confirm_two_step(request.user, form.cleaned_data["code"], **told)
    except services.TooMany as refusal:
        return entering.locked_out(request, refusal)
    except Refusal as refusal:
        form.add_error("code", refusal.fields["code"])
        return _page(request, form)
    request.session[TWO_STEP] = True
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "is_first": True})


@access.confirmed
@access.signed_in(needs_post=False)
@require_POST
@never_cache
def renew_codes(request: SignedInRequest) -> HttpResponse:
    codes = services.renew_codes(request.user, by=request.post)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "is_first": False})


@access.signed_in(needs_post=False)
@sensitive_post_parameters("current", "code")
@never_cache
@entering.sends_out
def end_two_step(request: SignedInRequest) -> HttpResponse:
    form = EndTwoStepForm(request.POST or None, user=request.user, address=entering.address_of(request))
    if form.is_valid():
        services.end_two_step(request.user, by=request.post)
        request.session.pop(TWO_STEP, None)
        messages.success(request, "两步验证已关闭，登录只需密码。")
        return redirect("accounts:two_step")
    return render(request, "accounts/end_two_step.html", {"form": form}, status=INVALID if form.errors else 200)


def ask_code(request: SiteRequest, user: User, onward: str, *, trusts: bool) -> HttpResponse:
    """The password was right: remember whose, and ask for the code on a page of its own."""
    request.session.cycle_key()  # what a stranger may have planted is worth nothing
    told = {"user": user.pk, "hash": user.get_session_auth_hash(), "next": onward, "trusts": trusts}
    request.session[PENDING] = told | {"at": int(timezone.now().timestamp())}
    return redirect("accounts:second_step")


@access.public("the password was right, and the code is still to come")
@sensitive_post_parameters("code")
@never_cache
def second_step(request: SiteRequest) -> HttpResponse:
    pending, user = request.session.get(PENDING, {}), _whose(request)
    if user is None:
        messages.info(request, "请重新输入密码：验证码须在 5 分钟内输入。")
        return redirect(settings.LOGIN_URL)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            is_right = services.is_right_code(user, form.cleaned_data["code"], address=entering.address_of(request))
        except services.TooMany as refusal:
            del request.session[PENDING]
            return entering.locked_out(request, refusal)
        if is_right:
            del request.session[PENDING]
            answer = entering.let_in(request, user, pending["next"], trusts=pending["trusts"])
            request.session[TWO_STEP] = True
            return answer
        form.add_error("code", services.two_step.WRONG)
    return render(request, "accounts/second_step.html", {"form": form}, status=INVALID if form.errors else 200)


def _whose(request: SiteRequest) -> User | None:
    """Whose password was right, not too long ago, and is still the same."""
    pending = request.session.get(PENDING)
    if request.user.is_authenticated or not pending:
        return None
    if timezone.now().timestamp() - pending["at"] > PATIENCE:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == pending["hash"] else None
