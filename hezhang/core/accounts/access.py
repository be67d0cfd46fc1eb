"""Stamps: every view says who may open it. A view without a stamp does not answer (closed by default)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, Literal, TypeVar, overload

from django.http.response import HttpResponseBase

from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.kernel.verdict import Verdict

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.accounts.requests import PostRequest, SignedInRequest, SiteRequest

# A view keeps its type under a stamp, and its request must be one that the stamp lets through.
PublicView = TypeVar("PublicView", bound="Callable[Concatenate[SiteRequest, ...], HttpResponseBase]")
PersonView = TypeVar("PersonView", bound="Callable[Concatenate[SignedInRequest, ...], HttpResponseBase]")
PostView = TypeVar("PostView", bound="Callable[Concatenate[PostRequest, ...], HttpResponseBase]")
AnyView = TypeVar("AnyView", bound="Callable[..., HttpResponseBase]")
Rule = Callable[["Post"], Verdict]
# Lets a request in by something other than a session: sets its post, or answers why not.
Entrance = Callable[["SiteRequest"], "HttpResponseBase | None"]
ATTRIBUTE, CONFIRMATION = "access_stamp", "access_confirmed"


@dataclass(frozen=True)
class Stamp:
    """What a view demands; ``reason`` is required for public ones and is listed by the guard test."""

    is_public: bool = False
    reason: str = ""
    rule: Rule | None = None
    needs_post: bool = True
    before_password: bool = False
    before_two_step: bool = False
    entrance: Entrance | None = None


def _mark(stamp: Stamp) -> Callable[[Any], Any]:
    def wrap(view: Any) -> Any:
        # A mark and no wrapper: the middleware applies it, and a guard can read it off every URL.
        setattr(view, ATTRIBUTE, stamp)
        return view

    return wrap


def public(reason: str) -> Callable[[PublicView], PublicView]:
    """Anybody, signed in or not; the reason says why that is right."""
    return _mark(Stamp(is_public=True, reason=reason))


@overload
def signed_in(
    *, needs_post: Literal[True] = True, before_password: bool = False, before_two_step: bool = False
) -> Callable[[PostView], PostView]: ...


@overload
def signed_in(
    *, needs_post: Literal[False], before_password: bool = False, before_two_step: bool = False
) -> Callable[[PersonView], PersonView]: ...


def signed_in(
    *, needs_post: bool = True, before_password: bool = False, before_two_step: bool = False
) -> Callable[[Any], Any]:
    """Any person with a current post (or, if ``needs_post`` is off, any person).

    ``before_password`` and ``before_two_step``: open to who must first change the password, set up two steps.
    """
    return _mark(Stamp(needs_post=needs_post, before_password=before_password, before_two_step=before_two_step))


def when(rule: Rule) -> Callable[[PostView], PostView]:
    """Posts for which the rule says yes; its reason is what the 403 page shows."""
    return _mark(Stamp(rule=rule))


def through(entrance: Entrance, rule: Rule) -> Callable[[PostView], PostView]:
    """Programs that come by this entrance and no session, for posts to which the rule says yes."""
    return _mark(Stamp(rule=rule, entrance=entrance))


def confirmed(view: AnyView) -> AnyView:
    """Beside its stamp: a POST is carried out only for who has proved who it is a short while ago (confirming.py)."""
    setattr(view, CONFIRMATION, True)
    return view


def asks_confirmation(view: Any) -> bool:
    return getattr(view, CONFIRMATION, False)


def stamp_of(view: Any) -> Stamp | None:
    """The stamp of a view function (or of the class behind it)."""
    return getattr(view, ATTRIBUTE, None) or getattr(getattr(view, "view_class", None), ATTRIBUTE, None)


def refuse(request: SiteRequest, stamp: Stamp) -> None:
    """Raise NotAllowed with the reason when the acting post does not fulfil the stamp."""
    post = request.post
    if post is None:
        if stamp.needs_post:
            raise NotAllowed("您目前没有在任岗位，请联系河长办为您登记岗位。")
    elif stamp.rule:
        demand(stamp.rule(post))
