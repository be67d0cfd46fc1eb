"""一手经办: whether the accounts behind one issue come from one hand, as far as the journal knows who made them.

A clerk who makes a handler's account could take its link, rectify as the handler, and then verify and sign off as the
clerk. A small office has no choice but to open the accounts of those whose work it checks; so it is not forbidden, but
written down with the sign-off, where the security administrator and the auditor see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hezhang.core.accounts.models import Post, User
from hezhang.core.api.models import ApiToken
from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import record
from issues.ledger.models import Issue

MADE, HANDED, CHOSEN = "person.create", ("person.open_account", "person.reset_password"), "person.set_password"
ACTED = {MADE: "建立", "person.open_account": "发放", "person.reset_password": "重置"}


def note_one_hand(issue: Issue, *, by: Post | None, at: datetime) -> Entry | None:
    """Write it down when whoever verified or signed off made, or last handed out, an account of the others in the chain."""
    actors = {
        issue.first_checked_by: "核查",
        issue.applied_by: "整改",
        issue.verified_by: "核查",
        issue.closed_by: "销号",
    }
    actors = {user: step for user, step in actors.items() if user is not None}
    known = [entry for user in actors for entry in _hands(user)]
    chain = [(entry, owner) for entry in known for owner in actors if str(owner.pk) == entry.object_id]
    chain = [(entry, owner) for entry, owner in chain if entry.user in actors and entry.user != owner]
    tokens = [
        f"代{actors[token.post.user]}人{token.post.user.name}办理的接口令牌由{actors[token.made_by.user]}人{token.made_by.user.name}发放"
        for token in _tokens(list(actors))
    ]
    if not chain and not tokens:
        return None
    told = [
        f"{actors[owner]}人{owner.name}的账号由{actors[entry.user]}人{entry.user.name}{ACTED[entry.action]}"
        for entry, owner in chain
        if entry.user is not None
    ]
    told += tokens
    same = any(_same_address(entry, owner) for entry, owner in chain)
    return record("issue.one_hand", issue, post=by, at=at, after={"chain": told, "same_address": same})


def _hands(user: User) -> Iterator[Entry]:
    """Who made the account, and who last handed it out."""
    rows = Entry.objects.about(user).filter(user__isnull=False).select_related("user").order_by("id")
    yield from (one for one in (rows.filter(action=MADE).first(), rows.filter(action__in=HANDED).last()) if one)


def _tokens(actors: list[User]) -> Iterator[ApiToken]:
    """Those by which a system may take steps for one of them, and that another of them has handed out (decision 0048)."""
    rows = ApiToken.objects.filter(writes=True, post__user__in=actors, made_by__user__in=actors)
    found = rows.select_related("post__user", "made_by__user").order_by("pk")
    yield from (token for token in found if token.post.user_id != token.made_by.user_id)


def _same_address(entry: Entry, owner: User) -> bool:
    """Whether the password was then chosen at the address from which the account was handed out: one desk, one person."""
    chosen = Entry.objects.about(owner).filter(action=CHOSEN, id__gt=entry.id).order_by("id").first()
    return chosen is not None and entry.ip is not None and chosen.ip == entry.ip
