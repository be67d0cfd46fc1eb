"""再次确认身份: before what cannot be taken back or takes personal data out, whoever sits there proves to be the person.

Asked is for the password, or a code where two steps are on, when the last proof is older than settings.CONFIRM_MINUTES.
A button's form comes back on the page that asks and is carried out from there: nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hezhang.core.accounts import access, entering, services
from hezhang.core.accounts.forms import ConfirmForm
from hezhang.core.accounts.limits import CONFIRMED
from hezhang.core.accounts.requests import SignedInRequest
from hezhang.core.kernel.refusal import INVALID

FIELD = "confirm_word"  # the form's only field, by a name that no other form has
NOT_KEPT = {FIELD, "csrfmiddlewaretoken"}
IN_DEMO = "演示中不核对密码；正式使用时，离上次输入密码超过 {minutes} 分钟，办理此项要再输一次。"


def is_recent(request: SignedInRequest) -> bool:
    """Whether the person has proved it within the last minutes."""
    age = timezone.now().timestamp() - request.session.get(CONFIRMED, 0)
    return age < settings.CONFIRM_MINUTES * 60


class ConfirmedMiddleware:
    """Asks before views that are marked ``access.confirmed``; stands behind the one that applies their stamps."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: SignedInRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or not access.asks_confirmation(view) or is_recent(request) or _is_shown(request):
            return None
        form = _form(request)
        answer = _judge(request, form)
        if answer is not None:
            return answer
        # The view finds the form as it was first sent.
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST.pop(FIELD)
        return None


def ask_first(request: SignedInRequest) -> HttpResponse | None:
    """For what a link does, a download: the page that asks and leads back, or None when nothing is to be asked."""
    if is_recent(request) or _is_shown(request):
        return None
    return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.get_full_path()})}")


@access.signed_in(needs_post=False)
@sensitive_post_parameters(FIELD)
@never_cache
def confirm(request: SignedInRequest) -> HttpResponse:
    """Before a download; then a page that begins it, since a browser that saves a file stays where it is."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = reverse(settings.LOGIN_REDIRECT_URL)
    form = _form(request)
    if not is_recent(request) and (asked := _judge(request, form, next=onward)) is not None:
        return asked
    return render(request, "accounts/confirmed.html", {"onward": onward, "back": onward.partition("?")[0]})


def _is_shown(request: SignedInRequest) -> bool:
    """The demonstration: who enters by a name on the sign-in page knows no password. It says so, once in a while."""
    if settings.DEMO:
        messages.info(request, IN_DEMO.format(minutes=settings.CONFIRM_MINUTES))
        _remember(request)
    return settings.DEMO


def _form(request: SignedInRequest) -> ConfirmForm:
    typed = request.POST if FIELD in request.POST else None
    return ConfirmForm(typed, user=request.user, address=entering.address_of(request))


@entering.sends_out
def _judge(request: SignedInRequest, form: ConfirmForm, **more: str) -> HttpResponse | None:
    """None when the person has just proved it; else the page that asks, with what was to be done, or the way out."""
    if form.is_valid():
        _remember(request)
        return None
    kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    kept = kept if not more else list(more.items())
    context = {"form": form, "kept": kept, "has_code": services.has_two_step(request.user)}
    return render(request, "accounts/confirm.html", context, status=INVALID if form.errors else 200)


def _remember(request: SignedInRequest) -> None:
    request.session[CONFIRMED] = int(timezone.now().timestamp())
