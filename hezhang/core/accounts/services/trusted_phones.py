"""可信手机: a chief signs in once in 30 days on the own phone; the phone keeps a token, the database only its hash.

A patrol begins with wet hands at the river: nobody types a password of three classes there. What the token opens is no
more than a sign-in opens, on one device, for walking roles, and it ends with the password, the post or the account.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, TrustedPhone, User
from hezhang.core.accounts.rules import may_trust_phone
from hezhang.core.accounts.services.common import demand, demand_hold_of, journal
from hezhang.core.accounts.services.sessions import device_label, end_sessions


@transaction.atomic
def trust_phone(*, by: Post, agent: str, at: datetime | None = None) -> tuple[TrustedPhone, str]:
    """Remember this phone; with it the token for its cookie, which is kept nowhere else. Raises NotAllowed."""
    demand(may_trust_phone(by, settings.TRUSTED_PHONE_DAYS))
    at = at or timezone.now()
    token = secrets.token_urlsafe(32)
    phone = TrustedPhone.objects.create(
        user=by.user,
        token_hash=hash_of(token),
        label=device_label(agent),
        trusted_at=at,
        used_at=at,
        expires_at=at + timedelta(days=settings.TRUSTED_PHONE_DAYS),
    )
    journal("phone.trust", phone, by=by, at=at)
    return phone, token


def find_trusted(token: str, at: datetime | None = None) -> TrustedPhone | None:
    """The phone of this token, if it still opens anything today: switched on, in time, not revoked, in office."""
    at = at or timezone.now()
    if not settings.TRUSTED_PHONE_DAYS or not token:
        return None
    phone = TrustedPhone.objects.valid(at).filter(token_hash=hash_of(token)).select_related("user").first()
    if phone is None or not phone.user.is_active or phone.user.must_change_password:
        return None
    # A shorter setting counts at once, also for phones that were trusted under a longer one.
    if phone.trusted_at + timedelta(days=settings.TRUSTED_PHONE_DAYS) <= at:
        return None
    posts = phone.user.posts.current(timezone.localdate(at)).select_related("region")
    return phone if any(may_trust_phone(post, settings.TRUSTED_PHONE_DAYS) for post in posts) else None


@transaction.atomic
def resume_on_phone(phone: TrustedPhone, *, at: datetime | None = None) -> None:
    """Note that the phone has opened a new session."""
    phone.used_at = at or timezone.now()
    phone.save(update_fields=["used_at"])
    journal("phone.resume", phone, by=None, at=at, user=phone.user)


@transaction.atomic
def revoke_phone(phone: TrustedPhone, *, by: Post | None, at: datetime | None = None) -> None:
    """The phone must sign in again, and its open session ends now. One's own, or that of a person whom one manages."""
    if by is None or by.user_id != phone.user_id:
        demand_hold_of(phone.user, by=by)
    _revoke([phone], by, at)


@transaction.atomic
def revoke_phones(user: User, *, by: Post | None, but: int | None = None, at: datetime | None = None) -> int:
    """All phones of a person (save one), because the password, a post or the account has ended; how many there were."""
    phones = list(TrustedPhone.objects.valid(at or timezone.now()).filter(user=user).exclude(pk=but))
    _revoke(phones, by, at)
    return len(phones)


def _revoke(phones: list[TrustedPhone], by: Post | None, at: datetime | None) -> None:
    for phone in phones:
        phone.revoked_at = at or timezone.now()
        phone.save(update_fields=["revoked_at"])
        end_sessions(phone.user, phone=phone.pk)
        journal("phone.revoke", phone, by=by, at=at)


def hash_of(token: str) -> str:
    """SHA-256: a token of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
