"""What every page's shell shows: who acts, as what, with how many unread messages."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.notify.models import Message

ELDER_COOKIE = "elder"


def shell_of(post: Post | None) -> str:
    """The base template: chiefs and patrollers work on the phone, everybody else at a desk."""
    if post is None:
        return "base_plain.html"
    return "base_phone.html" if post.role in WALKING_ROLES else "base.html"


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
        "shell": shell_of(post),
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
