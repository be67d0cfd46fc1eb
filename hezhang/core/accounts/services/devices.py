"""Everything else at once: sessions and trusted phones."""

from __future__ import annotations

from django.db import transaction

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.services.common import journal
from hezhang.core.accounts.services.sessions import end_sessions
from hezhang.core.accounts.services.trusted_phones import revoke_phones


@transaction.atomic
def end_other_devices(key: str, phone: int | None, *, by: Post) -> int:
    """End the person's sessions save the one with this key, and the trust of all phones save this one; how many."""
    ended = end_sessions(by.user, but=key) + revoke_phones(by.user, by=by, but=phone)
    if ended:
        journal("person.end_other_devices", by.user, by=by, after={"devices": ended})
    return ended
