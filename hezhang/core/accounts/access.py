"""Stamps: every view says who may open it. A view without a stamp does not answer (closed by default)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.kernel.verdict import Verdict

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Rule = Callable[["Post"], Verdict]
ATTRIBUTE = "access_stamp"


@dataclass(frozen=True)
class Stamp:
    """What a view demands; ``reason`` is required for public ones and is listed by the guard test."""

    is_public: bool = False
    reason: str = ""
    rule: Rule | None = None
    needs_post: bool = True
    before_password: bool = False


def _mark(stamp: Stamp) -> Callable[[Any], Any]:
    def wrap(view: Any) -> Any:
        # A mark and no wrapper: the middleware applies it, and a guard can read it off every URL.
        setattr(view, ATTRIBUTE, stamp)
        return view

    return wrap


def public(reason: str) -> Callable[[Any], Any]:
    """Anybody, signed in or not; the reason says why that is right."""
    return _mark(Stamp(is_public=True, reason=reason))


def signed_in(*, needs_post: bool = True, before_password: bool = False) -> Callable[[Any], Any]:
    """Any person with a current post (or, if ``needs_post`` is off, any person)."""
    return _mark(Stamp(needs_post=needs_post, before_password=before_password))


def when(rule: Rule) -> Callable[[Any], Any]:
    """Posts for which the rule says yes; its reason is what the 403 page shows."""
    return _mark(Stamp(rule=rule))


def stamp_of(view: Any) -> Stamp | None:
    """The stamp of a view function (or of the class behind it)."""
    return getattr(view, ATTRIBUTE, None) or getattr(getattr(view, "view_class", None), ATTRIBUTE, None)


def refuse(request: HttpRequest, stamp: Stamp) -> HttpResponse | None:
    """Raise NotAllowed with the reason when the acting post does not fulfil the stamp."""
    post = request.post  # type: ignore[attr-defined]
    if post is None:
        if stamp.needs_post:
            raise NotAllowed("您目前没有在任岗位，请联系河长办为您登记岗位。")
        return None
    if stamp.rule:
        demand(stamp.rule(post))
    return None
