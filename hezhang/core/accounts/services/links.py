"""一次性链接: how somebody comes by a password. Whoever hands out the link never learns what is chosen through it.

The code in the link opens one page once, within a day. A link that two administrators made together asks for a second
code, which only the one who asked for it was shown: neither of the two can use it alone (三员分立).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from hezhang.core.accounts.models import PasswordLink, Post, User

# No letter or digit that is misread when written on paper (0 O, 1 I L).
LOWER, DIGITS = "abcdefghijkmnpqrstuvwxyz", "23456789"
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ" + DIGITS
GROUPS, GROUP = 4, 4  # 16 signs of 31: about 79 bits
CHECK_DIGITS = 6
TRIES = 5  # of the second code; then the link is void
VALID = timedelta(hours=24)
# A list of two hundred chiefs is not handed out in a day; nobody of them has had anything to lose as yet.
VALID_AT_OPENING = timedelta(days=7)


def new_code() -> str:
    """K7QM-2XWD-…: what stands in the link and may be typed from paper."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def new_check() -> str:
    """Six digits, told by mouth."""
    return "".join(secrets.choice("0123456789") for _ in range(CHECK_DIGITS))


def hash_of(code: str) -> str:
    """SHA-256 over the signs alone, however they were typed; a code of 79 random bits needs no slow hash."""
    return hashlib.sha256("".join(code.upper().split()).replace("-", "").encode()).hexdigest()


def make_link(
    user: User, *, by: Post | None, at: datetime | None = None, valid: timedelta = VALID, check_hash: str = ""
) -> str:
    """A new link for the person; earlier ones end. Returns the code, which is kept nowhere. Inside a transaction."""
    at = at or timezone.now()
    revoke_links(user, at=at)
    code = new_code()
    PasswordLink.objects.create(
        user=user, code_hash=hash_of(code), check_hash=check_hash, made_by=by, made_at=at, expires_at=at + valid
    )
    return code


def revoke_links(user: User, *, at: datetime) -> int:
    """Links that were not used open nothing any more; how many there were."""
    return PasswordLink.objects.filter(user=user).valid(at).update(revoked_at=at)


def find_link(code: str, at: datetime | None = None) -> PasswordLink | None:
    """The link of this code, if it still opens anything."""
    found = PasswordLink.objects.valid(at or timezone.now()).filter(code_hash=hash_of(code), user__is_active=True)
    return found.select_related("user").first()
