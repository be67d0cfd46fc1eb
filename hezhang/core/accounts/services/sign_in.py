"""Journal rows of signing in and out. The checks themselves are Django's, how often they are made is ``tries``'."""

from __future__ import annotations

from hezhang.core.accounts.models import FailedTry, Post, User
from hezhang.core.accounts.services.tries import used_up_by
from hezhang.core.accounts.signals import acted, guessed_at

NOBODY = "不存在或已停用的用户名"


def note_sign_in(user: User) -> None:
    """Somebody came in."""
    acted.send(sender=User, action="sign_in.ok", obj=user, user=user)


def note_failed_sign_in(person: User | None, one: FailedTry) -> None:
    """Somebody did not. What was typed where nobody has that name is not written down: it may be a password."""
    acted.send(sender=User, action="sign_in.failed", obj=person, label="" if person else NOBODY, at=one.at)
    if used_up_by(one) and person:
        guessed_at.send(sender=User, user=person, at=one.at)


def note_locked(person: User | None) -> None:
    """The last try from there for a while. Those that follow are not judged, and not written down either."""
    acted.send(sender=User, action="sign_in.locked", obj=person, label="" if person else NOBODY)


def note_timed_out(user: User, *, by: Post | None) -> None:
    """Somebody was sent out, for having been silent or in for too long."""
    acted.send(sender=User, action="sign_in.timed_out", obj=user, user=user, post=by)


def note_sent_out(user: User, *, by: Post | None) -> None:
    """Somebody did not know the password of the account that was open."""
    acted.send(sender=User, action="sign_in.sent_out", obj=user, user=user, post=by)


def note_sign_out(user: User, *, by: Post | None) -> None:
    """Somebody left."""
    acted.send(sender=User, action="sign_out", obj=user, user=user, post=by)
