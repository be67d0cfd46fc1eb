"""Sign in and out, change the password, switch the post."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access, entering, phones, services, two_step
from hezhang.core.accounts.forms import PasswordForm, PhoneForm, SignInForm
from hezhang.core.accounts.middleware import PHONE_COOKIE, SESSION_KEY
from hezhang.core.accounts.requests import PostRequest, SignedInRequest, SiteRequest
from hezhang.core.kernel.refusal import INVALID, NotAllowed
from hezhang.core.kernel.words import mask_phone

# One text for an unknown name, a wrong password and a disabled person: the page tells nobody who exists.
WRONG = "用户名（手机号）或密码不正确。连续输错 5 次将锁定 15 分钟。"


@access.public("everybody must be able to sign in")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: SiteRequest) -> HttpResponse:
    onward = _safe_next(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None, is_phone="Mobile" in request.headers.get("user-agent", ""))
    if request.method == "POST" and form.is_valid():
        trusts = form.cleaned_data.pop("trust", False)
        try:
            user = entering.judge(request, **form.cleaned_data)
        except services.TooMany as refusal:
            return entering.locked_out(request, refusal)
        if user is not None:
            enter = two_step.ask_code if services.has_two_step(user) else entering.let_in
            return enter(request, user, onward, trusts=trusts)
        form.add_error(None, WRONG)
    status = INVALID if form.errors else 200
    context = {"form": form, "next": onward, "demo": settings.DEMO}
    context["trust"] = form["trust"] if "trust" in form.fields else None
    return render(request, "accounts/sign_in.html", context, status=status)


@access.public("a session that has just ended must not be sent to the sign-in page first")
@require_POST
def sign_out(request: SiteRequest) -> HttpResponse:
    # A second press, or a session that has just run out, ends at the sign-in page all the same.
    if request.user.is_authenticated:
        services.note_sign_out(request.user, by=request.post)
        phones.forget(request)
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.delete_cookie(PHONE_COOKIE)
    return response


@access.signed_in(needs_post=False, before_password=True)
@sensitive_post_parameters("current", "new", "again")
@never_cache
@entering.sends_out
def change_password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user, address=entering.address_of(request))
    if form.is_valid():
        services.change_password(request.user, form.cleaned_data["new"], by=request.post)
        # Without it the one who has just changed the password would be signed out as well.
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改，您在其他设备上的登录已退出。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "is_first": request.user.must_change_password}
    return render(request, "accounts/change_password.html", context, status=INVALID if form.errors else 200)


@access.signed_in(needs_post=False)
@sensitive_post_parameters("current")
@never_cache
@entering.sends_out
def change_phone(request: SignedInRequest) -> HttpResponse:
    form = PhoneForm(request.POST or None, user=request.user, address=entering.address_of(request))
    if form.is_valid() and _changed(form, request):
        messages.success(request, "手机号已修改。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "now": mask_phone(request.user.phone)}
    return render(request, "accounts/change_phone.html", context, status=INVALID if form.errors else 200)


def _changed(form: PhoneForm, request: SignedInRequest) -> bool:
    try:
        services.change_phone(request.user, form.cleaned_data["phone"], by=request.post)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        request.user.refresh_from_db(fields=["phone"])
    return not form.errors


@access.signed_in()
@require_POST
def switch_post(request: PostRequest) -> HttpResponse:
    wanted = request.POST.get("post", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise NotAllowed("只能切换到您本人在任的岗位。")
    post = services.switch_post(request.user, int(wanted))
    request.session[SESSION_KEY] = post.pk
    messages.success(request, f"现在以“{post.label}”的身份办理。")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _safe_next(request: SiteRequest) -> str:
    """Where to go after signing in: a page of this site, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
