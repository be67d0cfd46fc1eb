"""Journal rows of signing in and out. The checks themselves are Django's and django-axes'."""

from __future__ import annotations

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.signals import acted
from hezhang.core.kernel.words import shortened


def note_sign_in(user: User) -> None:
    """Somebody came in."""
    acted.send(sender=User, action="sign_in.ok", obj=user, user=user)


def note_failed_sign_in(word: str) -> None:
    """Somebody did not. What was typed is cut short: it may be a password in the wrong box."""
    acted.send(sender=User, action="sign_in.failed", label=shortened(word, 20))


def note_timed_out(user: User, *, by: Post | None) -> None:
    """Somebody was sent out, for having been silent or in for too long."""
    acted.send(sender=User, action="sign_in.timed_out", obj=user, user=user, post=by)


def note_sign_out(user: User, *, by: Post | None) -> None:
    """Somebody left."""
    acted.send(sender=User, action="sign_out", obj=user, user=user, post=by)
