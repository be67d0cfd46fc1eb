"""The acting post of every request, and closed-by-default."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hezhang.core.accounts import access, limits, services
from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.requests import SiteRequest
from hezhang.core.accounts.services.sessions import PHONE_KEY

SESSION_KEY = "post_id"
TWO_STEP = "two_step"  # in a session that was opened with a code, too
PHONE_COOKIE = f"{settings.COOKIE_PREFIX}phone"  # what a trusted phone keeps instead of a password


def acting_post(request: SiteRequest) -> Post | None:
    """The post chosen in the header, if still held today; else the last one used; else the first current one."""
    user = request.user
    if not user.is_authenticated:
        return None
    held = list(user.posts.current().select_related("region", "department"))  # the user is at hand
    user.posts_read = (timezone.localdate(), held)
    if PHONE_KEY in request.session:  # what a phone opens without a password is no desk
        held = [post for post in held if post.role in WALKING_ROLES]
    # The session's choice first: at two screens one may act as two.
    chosen = request.session.get(SESSION_KEY) or user.last_post_id
    request.posts = held
    return next((post for post in held if post.pk == chosen), held[0] if held else None)


class ActingPostMiddleware:
    """Sets ``request.post``: rights come from it and change at the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        request.posts = []
        request.post = acting_post(request)
        return self.get_response(request)


class SessionLimitsMiddleware:
    """Signs out whom the limits of sessions concern, and keeps signed-in pages out of every cache.

    Not stored, a page is gone after sign-out: the browser's back button asks for it again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        was_inside = request.user.is_authenticated
        is_over = request.user.is_authenticated and _keep_limits(request, request.user)
        if not request.user.is_authenticated and not resume(request) and is_over:
            minutes = settings.SESSION_IDLE_AGE // 60
            messages.info(request, f"为保护账号，{minutes} 分钟未操作或登录满 12 小时会自动退出，请重新登录。")
        was_inside = was_inside or request.user.is_authenticated
        response = self.get_response(request)
        # Photos and downloads have set their own.
        if was_inside and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


def _keep_limits(request: SiteRequest, user: User) -> bool:
    """Sign out when the session has run out; whether it has."""
    now = int(timezone.now().timestamp())
    if not limits.is_over(request.session, request.post, now):
        _note(request, now)
        return False
    services.note_timed_out(user, by=request.post)
    logout(request)
    request.post, request.posts = None, []
    return True


def _note(request: SiteRequest, now: int) -> None:
    agent = request.headers.get("user-agent", "")
    limits.note(request.session, now, lambda: services.device_label(agent), request.META.get("REMOTE_ADDR", ""))


def resume(request: SiteRequest) -> bool:
    """Let a trusted phone in again, in the same request; whether it was one."""
    phone = services.find_trusted(request.COOKIES.get(PHONE_COOKIE, ""))
    if phone is None:
        return False
    # The page of a walk that is open for half a day sends its photos and the walk with one token: signing in would
    # replace the cookie with the first of them, and the second would be refused.
    csrf = {name: request.META.get(name) for name in ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE")}
    login(request, phone.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.META.update({name: value for name, value in csrf.items() if value is not None})
    if csrf["CSRF_COOKIE"] and not csrf["CSRF_COOKIE_NEEDS_UPDATE"]:
        del request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    services.resume_on_phone(phone)
    request.session[PHONE_KEY] = phone.pk
    request.post = acting_post(request)
    _note(request, int(timezone.now().timestamp()))
    return True


def must_set_up(request: SiteRequest) -> bool:
    """Whether one of the person's roles demands two steps (settings.TOTP_ROLES) and the person has not set them up.

    A trusted phone is a second step of its own: it was trusted after the code, and ends with a change of it.
    """
    if not any(post.role in settings.TOTP_ROLES for post in request.posts):
        return False
    if request.session.get(TWO_STEP) or PHONE_KEY in request.session:
        return False
    return not services.has_two_step(request.user)  # type: ignore[arg-type]


def page_of(request: SiteRequest) -> str:
    """Where to lead back after signing in: the page itself, or the one on which a button was pressed."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    origin, came_from = f"{request.scheme}://{request.get_host()}", request.headers.get("referer", "")
    return came_from.removeprefix(origin) if came_from.startswith(f"{origin}/") else "/"


class ClosedByDefaultMiddleware:
    """Refuses every view that is not stamped with its rule, and applies the rule of those that are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: SiteRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        stamp = access.stamp_of(view)
        if stamp is None:
            raise ImproperlyConfigured(f"view {view!r} is not stamped with an access rule")
        if stamp.is_public:
            return None
        if stamp.entrance is not None:
            return self._by_entrance(request, stamp)
        if not request.user.is_authenticated:
            return redirect_to_login(page_of(request))
        if request.user.must_change_password and not stamp.before_password:
            return redirect("accounts:change_password")
        if not (stamp.before_password or stamp.before_two_step) and must_set_up(request):
            return redirect("accounts:two_step")
        access.refuse(request, stamp)
        return None

    @staticmethod
    def _by_entrance(request: SiteRequest, stamp: access.Stamp) -> Any:
        """A session counts for nothing here: a page of another site could not make the browser read with it."""
        request.user, request.post, request.posts = AnonymousUser(), None, []
        refused = stamp.entrance(request)  # type: ignore[misc]
        if refused is None:
            access.refuse(request, stamp)
        return refused
