"""Ending what is open in a person's browsers."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from hezhang.core.accounts.models import User

PHONE_KEY = "trusted_phone"  # in a session that a trusted phone keeps: the phone's number


def end_sessions(user: User, phone: int | None = None) -> int:
    """Delete every stored session of a person (or of one trusted phone); how many. A scan, for rare acts."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).order_by("pk")
    told = [(each.pk, each.get_decoded()) for each in open_ones.iterator()]
    keys = [key for key, data in told if data.get("_auth_user_id") == str(user.pk)]
    if phone is not None:
        keys = [key for key, data in told if data.get(PHONE_KEY) == phone]
    return Session.objects.filter(pk__in=keys).delete()[0]
