"""待确认事项: what the system administrator may only do together with the security administrator (三员分立).

Who makes accounts could otherwise sign in as anybody. So the system administrator asks, the security administrator
confirms, and the audit administrator reads both in the journal. GB/T 22239-2019 asks that the duties of system, audit
and security management be separate persons'.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.choices import RequestKind, RequestState
from hezhang.core.accounts.models import AccountRequest, Department, Post, Region, User
from hezhang.core.accounts.rules import acts_by_two, may_ask, may_confirm
from hezhang.core.accounts.services import people, posts
from hezhang.core.accounts.services.common import demand, demand_hold_of, journal, lock_person
from hezhang.core.accounts.services.links import hash_of, new_check
from hezhang.core.accounts.services.passwords import void_password
from hezhang.core.accounts.services.two_step import has_two_step, void_two_step
from hezhang.core.accounts.signals import request_asked, request_decided
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.verdict import yes_if
from hezhang.core.kernel.words import clean, one_line

OPEN_FOR = timedelta(days=7)


class AlreadyDecided(Refusal):
    """Somebody was faster, or the request has run out."""

    status = 409


class Asked(NamedTuple):
    """A request, and for a reset the second code, shown once to the one who asked."""

    request: AccountRequest
    check: str = ""


@transaction.atomic
def ask_reset(user: User, *, by: Post, reason: str, at: datetime | None = None) -> Asked:
    """Ask for a new password link for somebody; the second code of that link is the asker's to tell the person."""
    demand_hold_of(user, by=by)
    check = new_check()
    asked = _ask(by, user, reason, at, kind=RequestKind.RESET, check_hash=hash_of(check))
    return Asked(asked, check)


@transaction.atomic
def ask_post(
    *,
    by: Post,
    user: User,
    role: str,
    region: Region,
    department: Department | None = None,
    title: str = "",
    starts_on: date,
    reason: str,
    at: datetime | None = None,
) -> AccountRequest:
    """Ask for an office for somebody; what would be refused later is refused now."""
    demand(posts.may_change(user, role, region.pk, by=by))
    office = {"role": role, "region": region, "department": department, "title": one_line(clean(title))}
    posts.check_post(Post(user=user, starts_on=starts_on, **office))
    return _ask(by, user, reason, at, kind=RequestKind.POST, starts_on=starts_on, **office)


@transaction.atomic
def ask_end(post: Post, on: date, *, by: Post, reason: str, at: datetime | None = None) -> AccountRequest:
    """Ask that an administrator's office end on that day."""
    demand(posts.may_change(post.user, post.role, post.region_id, by=by))
    posts.demand_endable(post, on)
    return _ask(by, post.user, reason, at, kind=RequestKind.END, post=post, ends_on=on)


@transaction.atomic
def ask_disable(user: User, *, by: Post, reason: str, at: datetime | None = None) -> AccountRequest:
    """Ask that an administrator's account be closed."""
    demand_hold_of(user, by=by)
    return _ask(by, user, reason, at, kind=RequestKind.DISABLE)


def _ask(by: Post, user: User, reason: str, at: datetime | None, **what: Any) -> AccountRequest:
    demand(may_ask(by))
    if not (reason := clean(reason)):
        raise ValidationError({"reason": "请写明申请理由，安全管理员据此核对。"})
    at = at or timezone.now()
    lock_person(user)
    AccountRequest.objects.filter(user=user).run_out(at).update(state=RequestState.LAPSED)
    asked = AccountRequest(user=user, reason=reason, asked_by=by, asked_at=at, expires_at=at + OPEN_FOR, **what)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as error:  # the constraints say what may wait only once
        raise ValidationError("同样的申请已在等待安全管理员确认，不用重复提交。") from error
    journal("request.ask", asked, by=by, at=at, after=asked.told())
    request_asked.send(sender=AccountRequest, request=asked)
    return asked


@transaction.atomic
def confirm_request(request: AccountRequest, *, by: Post, at: datetime | None = None) -> str:
    """Confirm it and carry it out; for a reset the code of the link, shown once, else "".

    Raises NotAllowed, AlreadyDecided, and ValidationError when it can no more be carried out.
    """
    at = at or timezone.now()
    locked = _decide(request, RequestState.CONFIRMED, by, at)
    code = CARRY_OUT[RequestKind(locked.kind)](locked, by, at)
    request_decided.send(sender=AccountRequest, request=locked)
    return code


@transaction.atomic
def decline_request(request: AccountRequest, *, by: Post, words: str, at: datetime | None = None) -> None:
    """Refuse it, with the reason, which the asker is told."""
    if not clean(words):
        raise ValidationError({"words": "请写明驳回理由，申请人会收到。"})
    locked = _decide(request, RequestState.DECLINED, by, at or timezone.now(), clean(words))
    request_decided.send(sender=AccountRequest, request=locked)


@transaction.atomic
def withdraw_request(request: AccountRequest, *, by: Post, at: datetime | None = None) -> None:
    """The asker takes it back."""
    demand(yes_if(request.asked_by.user_id == by.user_id, "只有申请人本人可以撤回。"))
    _settle(request, RequestState.WITHDRAWN, by, at or timezone.now(), "")


def _decide(request: AccountRequest, state: str, by: Post, at: datetime, words: str = "") -> AccountRequest:
    demand(may_confirm(by, request.asked_by.user_id, request.user_id))
    return _settle(request, state, by, at, words)


def _settle(request: AccountRequest, state: str, by: Post, at: datetime, words: str) -> AccountRequest:
    locked = AccountRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_waiting(at):
        raise AlreadyDecided(f"这件申请{locked.state_words(at)}，不能再办理。")
    locked.state, locked.decided_by, locked.decided_at, locked.answer = state, by, at, words
    locked.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    journal(
        f"request.{VERBS[RequestState(state)]}",
        locked,
        by=by,
        at=at,
        after=locked.told() | ({"answer": words} if words else {}),
    )
    return locked


def _reset(request: AccountRequest, by: Post, at: datetime) -> str:
    if has_two_step(request.user):  # who asks for another is without the phone, too, or says so to the one who confirms
        void_two_step(request.user, request.reason, by=by)
    return void_password(request.user, by=by, at=at, check_hash=request.check_hash)


def _give(request: AccountRequest, by: Post, at: datetime) -> str:
    posts.store_post(request.office(), by=by, at=at)
    return ""


def _end(request: AccountRequest, by: Post, at: datetime) -> str:
    posts.store_end(request.post, request.ends_on, by=by, at=at)
    return ""


def _disable(request: AccountRequest, by: Post, at: datetime) -> str:
    people.store_disabled(request.user, by=by)
    return ""


VERBS = {RequestState.CONFIRMED: "confirm", RequestState.DECLINED: "decline", RequestState.WITHDRAWN: "withdraw"}
CARRY_OUT = {
    RequestKind.RESET: _reset,
    RequestKind.POST: _give,
    RequestKind.END: _end,
    RequestKind.DISABLE: _disable,
}


@transaction.atomic
def add_person(
    *,
    by: Post | None,
    name: str,
    phone: str = "",
    email: str = "",
    username: str = "",
    reason: str = "",
    at: datetime | None = None,
    **office: Any,
) -> User:
    """A new person together with the first post (``office``: the arguments of create_post), both or neither.

    Where two are needed for the post, the person is there at once and the post when it is confirmed.
    """
    user = people.create_person(by=by, name=name, phone=phone, email=email, username=username, at=at)
    if by is not None and acts_by_two(by, settings.ADMINS_SEPARATED):
        ask_post(by=by, user=user, reason=reason, at=at, **office)
    else:
        posts.create_post(by=by, user=user, at=at, **office)
    return user
