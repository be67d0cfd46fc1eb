"""The page behind a one-time link: its person chooses a password there, signed in or not."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hezhang.core.accounts import access, services
from hezhang.core.accounts.forms import ActivationForm, LinkForm
from hezhang.core.accounts.requests import SiteRequest
from hezhang.core.kernel.refusal import INVALID

GONE = 404  # used, run out or never made: the answer tells nobody which


@access.public("who was handed a one-time link has no password to sign in with")
@sensitive_post_parameters("new", "again", "check")
@never_cache
def set_password(request: SiteRequest, link: str = "") -> HttpResponse:
    if not link:
        return _ask_code(request)
    found = services.find_link(link)
    if found is None:
        return render(request, "accounts/link_gone.html", status=GONE)
    form = LinkForm(request.POST or None, user=found.user, needs_check=bool(found.check_hash))
    if request.method == "POST" and form.is_valid() and _chosen(form, link):
        # A shared desk: whoever is signed in here is not the one who goes on.
        logout(request)
        messages.success(request, "密码已设置，请用用户名或手机号和新密码登录。")
        return redirect("accounts:sign_in")
    context = {"form": form, "person": found.user, "expires_at": found.expires_at}
    return render(request, "accounts/set_password.html", context, status=INVALID if form.errors else 200)


def _ask_code(request: SiteRequest) -> HttpResponse:
    form = ActivationForm(request.POST or None)
    if form.is_valid():
        return redirect("accounts:set_password", link="".join(form.cleaned_data["code"].split()).replace("/", "-"))
    return render(request, "accounts/type_code.html", {"form": form}, status=INVALID if form.errors else 200)


def _chosen(form: LinkForm, code: str) -> bool:
    try:
        services.set_password(code, form.cleaned_data["new"], check=form.cleaned_data.get("check", ""))
    except ValidationError as wrong:
        # By field, or for the whole form; Django offers no name for the difference.
        form.add_error(None, wrong)
    return not form.errors
