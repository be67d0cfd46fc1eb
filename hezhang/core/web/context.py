"""What every page's shell shows: who acts, as what, with how many unread messages."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from hezhang.core.accounts.choices import DESK_AND_PHONE_ROLES, WALKING_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.notify.models import Message

ELDER_COOKIE = "elder"
SHELL_COOKIE = "shell"  # "phone" or "desk": chosen by hand, stronger than the device
SHELLS = {"phone": "base_phone.html", "desk": "base.html"}


def may_choose_shell(post: Post | None) -> bool:
    return post is not None and post.role in DESK_AND_PHONE_ROLES


def is_on_phone(request: HttpRequest) -> bool:
    """Chiefs and patrollers walk with the phone; a handler's shell is the chosen one, else follows the device.

    "Mobi" in the user agent is the one sign that all browsers of phones share, WeChat's among them; tablets and
    desktops do not send it.
    """
    post: Post | None = getattr(request, "post", None)
    if not may_choose_shell(post):
        return post is not None and post.role in WALKING_ROLES
    chosen = request.COOKIES.get(SHELL_COOKIE, "")
    return chosen == "phone" if chosen in SHELLS else "Mobi" in request.headers.get("User-Agent", "")


def shell_of(request: HttpRequest) -> str:
    """The base template of a request's pages."""
    if getattr(request, "post", None) is None:
        return "base_plain.html"
    return SHELLS["phone" if is_on_phone(request) else "desk"]


def _unread(post: Post | None) -> Callable[[], int]:
    """A count that costs one query, and only where it is shown."""

    @cache
    def count() -> int:
        return Message.objects.visible_to(post).unread().count() if post else 0

    return count


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; works before sign-in and on error pages raised ahead of the post's middleware."""
    post = getattr(request, "post", None)
    return {
        "shell": shell_of(request),
        "may_choose_shell": may_choose_shell(post),
        "acting_post": post,
        "held_posts": getattr(request, "posts", []),
        "unread_count": _unread(post),
        "district": post.region.name if post else "",
        "demo_banner": settings.DEMO,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "today": timezone.localdate(),
        "menu": [],
        "tabs": [],
        "product": "河长制工作平台",
    }
