"""How often a password may be tried: counted in the database, so that the limits hold across processes and machines.

A try is written down before it is judged and forgiven when it succeeds: of any number of tries at once no more than the
limit are judged. One that is refused is not counted, so nobody keeps a name locked by going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.models import FailedTry, User
from hezhang.core.kernel.addresses import household
from hezhang.core.kernel.refusal import Refusal

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
KEPT = 2 * DAY


@dataclass(frozen=True)
class Limit:
    """So many failures of one mark, of one address, or of the one from the other."""

    most: int
    within: timedelta
    by_mark: bool = False
    by_address: bool = False

    def rows(self, one: FailedTry) -> Q:
        found = Q(at__gt=one.at - self.within)
        if self.by_mark:
            found &= Q(mark=one.mark)
        return found & Q(address=one.address) if self.by_address else found


class TooMany(Refusal):
    """Not judged; ``wait`` is how long until the next one is."""

    status = int(HTTPStatus.TOO_MANY_REQUESTS)

    def __init__(self, wait: timedelta) -> None:
        self.minutes = max(1, ceil(wait / timedelta(minutes=1)))
        super().__init__(f"连续输错次数过多，请等待 {self.minutes} 分钟后再试。")


def limits_of(kind: str) -> list[Limit]:
    """The strictest first: at sign-in a name from an address (GB/T 22239-2019), an address, a name from anywhere."""
    if kind == TryKind.PASSWORD:
        return [Limit(5, QUARTER, by_mark=True)]
    if kind == TryKind.CODE:  # whoever gives codes knows the password: three of a million are right at a time
        return [Limit(5, QUARTER, by_mark=True), Limit(20, DAY, by_mark=True)]
    if kind == TryKind.TOKEN:  # nobody guesses 256 bits: what is limited is the hammering
        return [Limit(settings.API_FAILURES_PER_ADDRESS, QUARTER, by_address=True)]
    return [
        Limit(5, QUARTER, by_mark=True, by_address=True),
        Limit(settings.SIGN_IN_FAILURES_PER_ADDRESS, QUARTER, by_address=True),
        Limit(settings.SIGN_IN_FAILURES_PER_NAME, DAY, by_mark=True),
    ]


def begin_try(
    kind: str, word: str, *, user: User | None, address: str, is_known: bool = False, at: datetime | None = None
) -> FailedTry:
    """Write the try down; ``user`` is whose name the word is. Raises TooMany when it is not to be judged.

    ``is_known``: from a device on which the person has signed in before, whom neither a stranger nor a neighbour behind
    the same address can shut out; there the first limit alone holds.
    """
    at = at or timezone.now()
    one = FailedTry.objects.create(user=user, kind=kind, mark=mark_of(kind, word), address=household(address), at=at)
    for limit in limits_of(kind)[: 1 if is_known else None]:
        if (wait := _wait(one, limit, limit.most)) is not None:
            one.delete()
            raise TooMany(wait)
    return one


def _wait(one: FailedTry, limit: Limit, most: int) -> timedelta | None:
    """How long until there is room, if ``most`` others are counted."""
    others = FailedTry.objects.filter(limit.rows(one), kind=one.kind).exclude(pk=one.pk)
    oldest = others.order_by("-at", "-pk").values_list("at", flat=True)[most - 1 : most]
    return next((at + limit.within - one.at for at in oldest), None)


def refuse_more(one: FailedTry) -> None:
    """Raise TooMany when this failure was the last that is judged: who failed shall not find out by trying."""
    for limit in limits_of(one.kind)[:1]:
        if (wait := _wait(one, limit, limit.most - 1)) is not None:
            raise TooMany(wait)


def used_up_by(one: FailedTry) -> bool:
    """Whether this very failure was the last of a name from anywhere, so that its owner is told once."""
    limit = limits_of(one.kind)[-1]
    return FailedTry.objects.filter(limit.rows(one), kind=one.kind).count() == limit.most


def forgive_tries(one: FailedTry) -> None:
    """It was the person: forget what the same name failed from the same address. What strangers tried stays counted."""
    FailedTry.objects.filter(kind=one.kind, mark=one.mark, address=one.address).delete()


def forgive_person(user: User) -> None:
    """A new password was handed out: the person begins anew, wherever from."""
    FailedTry.objects.filter(user=user).delete()


def locked_now(at: datetime | None = None) -> list[dict[str, Any]]:
    """Names that wait at an address for the lock to open by itself: user__name (None: nobody's), address, count, last."""
    first = limits_of(TryKind.SIGN_IN)[0]
    return FailedTry.objects.full(TryKind.SIGN_IN, first.most, (at or timezone.now()) - first.within)


def forget_tries(at: datetime | None = None) -> int:
    """Delete what no limit counts any more; how many."""
    return FailedTry.objects.filter(at__lte=(at or timezone.now()) - KEPT).delete()[0]


def mark_of(kind: str, word: str) -> str:
    """A keyed hash: the same word has the same mark, and nobody reads the word from it."""
    return salted_hmac(f"tries.{kind}", word, algorithm="sha256").hexdigest()


def is_own_password(user: User, password: str, *, address: str) -> bool:
    """Whether it is the person's present one. Raises TooMany with the fifth that is not, for whoever sits there."""
    one = begin_try(TryKind.PASSWORD, str(user.pk), user=user, address=address)
    if not user.check_password(password):
        refuse_more(one)
        return False
    forgive_tries(one)
    return True
