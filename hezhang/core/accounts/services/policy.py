"""Changing the password and session policy, and what follows from it by night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts import policies
from hezhang.core.accounts.models import Policy, Post, User
from hezhang.core.accounts.rules import may_set_policy
from hezhang.core.accounts.services.common import demand, journal


@transaction.atomic
def edit_policy(wanted: Mapping[str, int], *, by: Post, at: datetime | None = None) -> int:
    """Store the figures that differ, each with its journal row; how many. Raises ValidationError by key."""
    demand(may_set_policy(by))
    known = policies.values()
    changed = [figure for figure in policies.FIGURES if wanted.get(figure.key, known[figure.key]) != known[figure.key]]
    for figure in changed:
        if not figure.fits(wanted[figure.key]):
            raise ValidationError({figure.key: f"{figure.label}应为 {figure.bounds}。"})
        row, _ = Policy.objects.update_or_create(pk=figure.key, defaults={"value": wanted[figure.key]})
        told = {"before": {"value": known[figure.key]}, "after": {"value": row.value}}
        journal("policy.update", row, by=by, at=at, label=figure.label, **told)
    return len(changed)


@transaction.atomic
def expire_passwords(*, at: datetime | None = None) -> int:
    """Those whose password is older than the policy allows must change it before anything else; how many."""
    days, at = policies.value_of(policies.PASSWORD_DAYS), at or timezone.now()
    if not days:
        return 0
    old = User.objects.older_than(at - timedelta(days=days)).filter(must_change_password=False)
    count = 0
    for user in old.select_for_update(of=("self",)):
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
        journal("person.expire_password", user, by=None, at=at)
        count += 1
    return count
