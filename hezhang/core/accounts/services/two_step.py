"""两步验证: after the password a code of the person's own phone (TOTP, RFC 6238; django-otp), or a recovery code.

A code counts once, one step of 30 seconds early or late. Of recovery codes only keyed hashes are stored.
"""

from __future__ import annotations

import secrets
import unicodedata

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services.common import demand_alone, demand_hold_of, journal
from hezhang.core.accounts.services.links import DIGITS, LOWER
from hezhang.core.accounts.services.sessions import end_sessions
from hezhang.core.accounts.services.tries import begin_try, forgive_tries, is_own_password, refuse_more
from hezhang.core.accounts.services.trusted_phones import revoke_phones
from hezhang.core.kernel.refusal import Refusal

RECOVERY_CODES, HALF = 10, 5  # ten codes of two halves: 49 bits each
STORED = 16  # hexadecimal digits of the hash: as many as the library's column holds
WRONG = "验证码不正确或已用过。请等验证器显示下一个验证码再输入，并核对手机时间。"
ON_ALREADY = "两步验证已经开启。"


def has_two_step(user: User) -> bool:
    """Whether the person must give a code after the password."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def waiting_device(user: User) -> TOTPDevice | None:
    """What the person has begun to set up and not proved yet."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def recovery_left(user: User) -> int:
    """Recovery codes that were not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def begin_two_step(user: User) -> TOTPDevice:
    """A new secret, which opens and demands nothing before the first code of it is given."""
    if has_two_step(user):
        raise Refusal(ON_ALREADY)
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(user=user, name="手机", confirmed=False)


def confirm_two_step(user: User, code: str, *, by: Post | None, address: str, key: str) -> list[str]:
    """Switch it on with the first code; the recovery codes, shown once. Other sessions and trusted phones end: they were
    opened by a password alone. Raises Refusal for a wrong code, TooMany after five.
    """
    one = begin_try(TryKind.CODE, str(user.pk), user=user, address=address)
    if not _confirm(user, normal(code)):
        refuse_more(one)
        raise Refusal(fields={"code": WRONG})
    forgive_tries(one)
    with transaction.atomic():
        end_sessions(user, but=key)
        revoke_phones(user, by=by)
        journal("person.confirm_two_step", user, by=by, user=user)
        return _new_codes(user)


@transaction.atomic
def _confirm(user: User, code: str) -> bool:
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        return False
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return True


@transaction.atomic
def renew_codes(user: User, *, by: Post | None) -> list[str]:
    """Ten new recovery codes, shown once; the old ones are void."""
    if not has_two_step(user):
        raise Refusal("两步验证没有开启。")
    journal("person.renew_codes", user, by=by, user=user)
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="恢复码")
    codes = ["".join(secrets.choice(LOWER + DIGITS) for _ in range(2 * HALF)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=_stored(user, code)) for code in codes])
    return [f"{code[:HALF]}-{code[HALF:]}" for code in codes]


def is_right_code(user: User, code: str, *, address: str) -> bool:
    """Whether it is a code of the person's, now used up. Raises TooMany with the fifth that is not."""
    one, code = begin_try(TryKind.CODE, str(user.pk), user=user, address=address), normal(code)
    # The library locks the rows: of one code given twice at once, one counts.
    device = match_token(user, code if _is_totp(code) else _stored(user, code))
    if device is None:
        journal("sign_in.wrong_code", user, by=None)
        refuse_more(one)
        return False
    forgive_tries(one)
    if isinstance(device, StaticDevice):
        journal("person.use_recovery_code", user, by=None, user=user, after={"left": recovery_left(user)})
    return True


@transaction.atomic
def end_two_step(user: User, *, by: Post | None) -> None:
    """The person's own choice, proved by password and code."""
    _forget(user)
    journal("person.end_two_step", user, by=by, user=user)


@transaction.atomic
def reset_two_step(user: User, reason: str, *, by: Post | None) -> None:
    """Phone and recovery codes are lost: switched off by whoever may reset the password, with words for the journal.

    Whatever is open ends: who has the lost phone may have the session, too.
    """
    demand_hold_of(user, by=by)
    demand_alone(by=by)
    void_two_step(user, reason, by=by)


def void_two_step(user: User, reason: str, *, by: Post | None) -> None:
    """The same once it is permitted. Inside a transaction."""
    _forget(user)
    end_sessions(user)
    revoke_phones(user, by=by)
    journal("person.reset_two_step", user, by=by, after={"reason": reason})


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def normal(code: str) -> str:
    """As people type it: wide digits, spaces, a dash in the middle, capitals."""
    return "".join(char for char in unicodedata.normalize("NFKC", code).lower() if char.isalnum())


def _is_totp(code: str) -> bool:
    return len(code) == 6 and code.isascii() and code.isdigit()


def _stored(user: User, code: str) -> str:
    return salted_hmac("two_step.recovery", f"{user.pk}:{code}", algorithm="sha256").hexdigest()[:STORED]


def confirm(user: User, typed: str, *, address: str) -> bool:
    """Whether who sits there is the person: by a code, if that is what was typed and two steps are on, else by password."""
    if _is_totp(normal(typed)) and has_two_step(user):
        return is_right_code(user, typed, address=address)
    return is_own_password(user, typed, address=address)
