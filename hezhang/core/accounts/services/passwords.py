"""Passwords: handed out once, changed by the person."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import PasswordUsed, Post, User
from hezhang.core.accounts.passwords import NOT_AGAIN
from hezhang.core.accounts.services.common import demand_hold_of, journal
from hezhang.core.accounts.services.sessions import end_sessions
from hezhang.core.accounts.services.tries import forgive_person
from hezhang.core.accounts.services.trusted_phones import revoke_phones

# No letter or digit that is misread when written on paper (0 O o, 1 l I).
UPPER, LOWER, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"


def new_password() -> str:
    """A temporary password that fulfils the policy: 12 characters of three classes, about 66 bits."""
    parts = [UPPER] * 4 + [LOWER] * 4 + [DIGITS] * 4
    secrets.SystemRandom().shuffle(parts)
    return "".join(secrets.choice(part) for part in parts)


@transaction.atomic
def reset_password(user: User, *, by: Post | None, at: datetime | None = None) -> str:
    """Give the person a temporary password and return it (shown once, kept nowhere); open sessions end."""
    demand_hold_of(user, by=by)
    password = new_password()
    _remember(user, at)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    forgive_person(user)
    revoke_phones(user, by=by, at=at)
    journal("person.reset_password", user, by=by, at=at)
    return password


@transaction.atomic
def change_password(user: User, password: str, *, by: Post | None = None, at: datetime | None = None) -> None:
    """The person's own choice. Sessions other than the caller's lose their validity with the old hash.

    Raises ValidationError when the policy is not met.
    """
    validate_password(password, user)
    _remember(user, at)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    revoke_phones(user, by=by, at=at)
    journal("person.change_password", user, by=by, at=at, user=user)


def _remember(user: User, at: datetime | None) -> None:
    """Keep the hash that is about to be replaced, and no more of them than are compared."""
    if not user.has_usable_password():
        return
    PasswordUsed.objects.create(user=user, password=user.password, used_until=at or timezone.now())
    kept = user.passwords_used.values_list("pk", flat=True)[: NOT_AGAIN - 1]
    user.passwords_used.exclude(pk__in=list(kept)).delete()
