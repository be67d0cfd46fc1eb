"""Passwords: chosen by the person, never known to who hands out the account."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hezhang.core.accounts.models import PasswordLink, PasswordUsed, Post, User
from hezhang.core.accounts.passwords import NOT_AGAIN
from hezhang.core.accounts.services.common import demand_alone, demand_hold_of, journal, lock_person
from hezhang.core.accounts.services.links import TRIES, find_link, hash_of, make_link, revoke_links
from hezhang.core.accounts.services.sessions import end_sessions
from hezhang.core.accounts.services.tries import forgive_person
from hezhang.core.accounts.services.trusted_phones import revoke_phones


@transaction.atomic
def reset_password(user: User, *, by: Post | None, at: datetime | None = None) -> str:
    """Void the password and return the code of a link through which the person chooses a new one (shown once)."""
    demand_hold_of(user, by=by)
    demand_alone(by=by)
    return void_password(user, by=by, at=at)


def void_password(user: User, *, by: Post | None, at: datetime | None = None, check_hash: str = "") -> str:
    """The same once it is permitted: the password and whatever it opened end now. Inside a transaction."""
    lock_person(user)
    _remember(user, at)
    user.set_unusable_password()
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    forgive_person(user)
    revoke_phones(user, by=by, at=at)
    code = make_link(user, by=by, at=at, check_hash=check_hash)
    journal("person.reset_password", user, by=by, at=at)
    return code


@transaction.atomic
def change_password(user: User, password: str, *, by: Post | None = None, at: datetime | None = None) -> None:
    """The person's own choice. Sessions other than the caller's lose their validity with the old hash.

    Raises ValidationError when the policy is not met.
    """
    _store(user, password, at or timezone.now())
    journal("person.change_password", user, by=by, at=at, user=user)


def set_password(code: str, password: str, *, check: str = "", at: datetime | None = None) -> User:
    """The person chooses a password through the link. Raises ValidationError, by field.

    Not atomic as a whole: a wrong second code must be counted although nothing is set.
    """
    at = at or timezone.now()
    link = find_link(code, at)
    if link is None:
        raise ValidationError("链接已失效：用过、过期或已换新。请联系发给您链接的人重新办理。")
    if link.check_hash and not secrets.compare_digest(link.check_hash, hash_of(check)):
        raise ValidationError({"check": _count_wrong(link, at)})
    return _use(link, password, at)


def _count_wrong(link: PasswordLink, at: datetime) -> str:
    """Count it in the database, so that tries at the same moment count as many."""
    PasswordLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
    link.refresh_from_db(fields=["tries"])
    if link.tries < TRIES:
        return f"校验码不正确，还可以试 {TRIES - link.tries} 次。校验码由申请重置的管理员告诉您。"
    revoke_links(link.user, at=at)
    return "校验码输错次数过多，链接已作废，请联系管理员重新申请。"


@transaction.atomic
def _use(link: PasswordLink, password: str, at: datetime) -> User:
    lock_person(link.user)
    # Asked again under the lock: of two who open the link at once, one sets the password.
    if not PasswordLink.objects.valid(at).filter(pk=link.pk).update(used_at=at):
        raise ValidationError("链接刚刚已被使用。如果不是您本人操作，请立即联系河长办。")
    user = link.user
    _store(user, password, at)
    end_sessions(user)
    journal("person.set_password", user, by=None, at=at, user=user)
    return user


def _store(user: User, password: str, at: datetime) -> None:
    """Check the policy and write the new hash; other ways in that hung on the old one end."""
    validate_password(password, user)
    _remember(user, at)
    user.set_password(password)
    user.must_change_password, user.password_at = False, at
    user.save(update_fields=["password", "must_change_password", "password_at"])
    revoke_links(user, at=at)
    revoke_phones(user, by=None, at=at)


def _remember(user: User, at: datetime | None) -> None:
    """Keep the hash that is about to be replaced, and no more of them than are compared."""
    if not user.has_usable_password():
        return
    PasswordUsed.objects.create(user=user, password=user.password, used_until=at or timezone.now())
    kept = user.passwords_used.values_list("pk", flat=True)[: NOT_AGAIN - 1]
    user.passwords_used.exclude(pk__in=list(kept)).delete()
