"""Between the form and the session: who may try, who is let in, and what a browser remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.limits import CONFIRMED
from hezhang.core.accounts.middleware import PHONE_COOKIE
from hezhang.core.accounts.models import User
from hezhang.core.accounts.phones import forget, trusting
from hezhang.core.accounts.requests import SignedInRequest, SiteRequest

# A browser that has let a person in before says so, signed: a stranger who guesses elsewhere does not shut it out.
DEVICE_COOKIE, DEVICE_DAYS, MOST_PEOPLE = "device", 180, 8
SALT = "accounts.device"
P = ParamSpec("P")
R = TypeVar("R")


def address_of(request: SiteRequest) -> str:
    """The client's address (core.web.proxies), "" if it has none."""
    return request.META.get("REMOTE_ADDR", "")


def judge(request: SiteRequest, username: str, password: str) -> User | None:
    """The person, if the password is right. Raises TooMany when it was not looked at, or is not again for a while.

    Counted is what was typed, whether somebody has that name or number or nobody: neither answer tells who exists, and
    a name that is locked does not tell whose number it is.
    """
    person = User.objects.for_sign_in(username)
    is_known = person is not None and person.pk in _people_of(request)
    one = services.begin_try(TryKind.SIGN_IN, username, user=person, address=address_of(request), is_known=is_known)
    user: User | None = authenticate(request, username=username, password=password)  # type: ignore[assignment]
    if user is not None:
        services.forgive_tries(one)
        return user
    services.note_failed_sign_in(person, one)
    try:
        services.refuse_more(one)
    except services.TooMany:
        services.note_locked(person)
        raise
    return None


def let_in(request: SiteRequest, user: User, onward: str, *, trusts: bool) -> HttpResponse:
    """Open the session and go on, with the mark of a browser on which this person has signed in."""
    response: HttpResponse = redirect(onward)
    people = [user.pk, *(pk for pk in _people_of(request) if pk != user.pk)][:MOST_PEOPLE]
    login(request, user)
    request.session[CONFIRMED] = int(timezone.now().timestamp())
    services.note_sign_in(user)
    response.set_cookie(
        DEVICE_COOKIE, signing.dumps(people, salt=SALT), max_age=DEVICE_DAYS * 86400, path=reverse("accounts:sign_in"),
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return trusting(request, user, response) if trusts else response


def locked_out(request: SiteRequest, refusal: services.TooMany) -> HttpResponse:
    """The same page whichever limit was reached."""
    response = render(request, "accounts/locked_out.html", {"minutes": refusal.minutes}, status=refusal.status)
    response["Retry-After"] = str(refusal.minutes * 60)
    return response


def sends_out(
    view: Callable[Concatenate[SignedInRequest, P], R],
) -> Callable[Concatenate[SignedInRequest, P], R | HttpResponse]:
    """For what judges the present password: with the fifth wrong one the session ends."""

    @wraps(view)
    def _guarded(request: SignedInRequest, *args: P.args, **more: P.kwargs) -> R | HttpResponse:
        try:
            return view(request, *args, **more)
        except services.TooMany:
            return _send_out(request)

    return _guarded


def _send_out(request: SignedInRequest) -> HttpResponse:
    """Five times not the present password: perhaps it is not the person who sits there."""
    services.note_sent_out(request.user, by=request.post)
    forget(request)
    logout(request)
    messages.info(request, "连续输错 5 次，已退出登录。忘记密码请联系本地河长办重置。")
    response = redirect(settings.LOGIN_URL)
    response.delete_cookie(PHONE_COOKIE)
    return response


def _people_of(request: SiteRequest) -> list[int]:
    """Who has signed in with this browser before."""
    try:
        return signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        return []
