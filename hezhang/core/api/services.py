"""Handing out tokens, letting them in, counting what they read."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region
from hezhang.core.api import rules
from hezhang.core.api.models import ApiRead, ApiToken
from hezhang.core.audit.services import record
from hezhang.core.kernel.addresses import Network, networks
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import shortened
from hezhang.core.notify.services import tell

SIGN = "hz_"


@dataclass(frozen=True)
class Made:
    """``secret`` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


def hash_of(secret: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf8", "surrogatepass")).hexdigest()


def last_moment(day: date) -> datetime:
    """The end of that day here."""
    return timezone.make_aware(datetime.combine(day, time.max))


@transaction.atomic
def create_token(
    post: Post,
    *,
    by: Post,
    name: str,
    contact: str,
    expires_on: date,
    networks: str = "",
    writes: bool = False,
    at: datetime | None = None,
) -> Made:
    """A token that reads what ``post`` sees, until the end of that day, and with ``writes`` takes its steps.

    The security administrators hear of it, and so does the holder of the post in whose name a system will write.
    """
    at = at or timezone.now()
    _may_make(post, by=by, expires_on=expires_on, at=at)
    if writes and not (fits := rules.may_write_for(post)):
        raise ValidationError({"writes": fits.reason})
    _not_twice(name, by=by, at=at)
    facts = {"name": name, "contact": contact, "networks": _declared(networks), "post": post, "writes": writes}
    made = _make(facts, by=by, at=at, expires_at=last_moment(expires_on))
    record("token.create_token", made.token, post=by, after=_told(made.token))
    _tell(made.token, by=by, words="发放了接口令牌")
    return made


@transaction.atomic
def renew_token(token: ApiToken, *, by: Post, expires_on: date, at: datetime | None = None) -> Made:
    """Another secret for the same system; the old one works for a day more, so that nothing stops meanwhile."""
    at = at or timezone.now()
    held = _held(token)
    if why := held.over(at, timezone.localdate(at)):
        raise Refusal(f"{why}，不能换发，请重新发放。", status=409)
    if held.renewals.exists():
        raise Refusal("这个令牌已经换发过，请从新的令牌换发。", status=409)
    _may_make(held.post, by=by, expires_on=expires_on, at=at)
    facts = {name: getattr(held, name) for name in ("name", "contact", "networks", "post", "writes")}
    made = _make(facts | {"former": held}, by=by, at=at, expires_at=last_moment(expires_on))
    held.expires_at = min(held.expires_at, at + rules.OVERLAP)
    held.save(update_fields=["expires_at"])
    record("token.renew_token", made.token, post=by, before=_told(held), after=_told(made.token))
    _tell(made.token, by=by, words="换发了接口令牌")
    return made


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Post, at: datetime | None = None) -> None:
    """From the next request on it opens nothing. Again changes nothing."""
    demand(rules.may_revoke(by))
    held = _held(token)
    if held.revoked_at is not None:
        return
    held.revoked_at, held.revoked_by = at or timezone.now(), by
    held.save(update_fields=["revoked_at", "revoked_by"])
    record("token.revoke_token", held, post=by, after={"revoked_at": held.revoked_at})


def _held(token: ApiToken) -> ApiToken:
    """As it stands now, until the transaction ends."""
    ApiToken.objects.select_for_update().filter(pk=token.pk).values_list("pk").first()
    return ApiToken.objects.with_names().get(pk=token.pk)


def _may_make(post: Post, *, by: Post, expires_on: date, at: datetime) -> None:
    today = timezone.localdate(at)
    demand(rules.may_make(by))
    if not (fits := rules.may_stand_for(by, post, today)):
        raise ValidationError({"post": fits.reason})
    if not (lasts := rules.may_last(today, expires_on)):
        raise ValidationError({"expires_on": lasts.reason})


def _not_twice(name: str, *, by: Post, at: datetime) -> None:
    """A second click makes no second opening; the region's row is held, so that of two at once the later one looks last."""
    Region.objects.hold(by.region_id)
    valid = ApiToken.objects.visible_to(by).valid(at, timezone.localdate(at))
    if (same := valid.filter(name=name).first()) is not None:
        words = f"已有同名的有效令牌（{same.prefix}…）。没有记下的，请打开它换发；是另一个系统的，请换个名称。"
        raise ValidationError({"name": words})


def _declared(words: str) -> str:
    """The networks in one spelling; garbage is refused by its word."""
    parts = [each for each in words.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if each]
    return ",".join(str(_network(part)) for part in parts)


def _network(word: str) -> Network:
    try:
        return networks([word])[0]
    except ValueError:
        words = f"“{shortened(word, 40)}”不是一个地址或网段。请写成 10.1.2.3 或 10.1.0.0/16，多个用逗号分隔；不限来源请空着。"
        raise ValidationError({"networks": words}) from None


def _make(facts: dict[str, object], *, by: Post, at: datetime, expires_at: datetime) -> Made:
    """``hz_``, eight signs by which pages name it, and 256 random bits."""
    prefix = f"{SIGN}{secrets.token_hex(4)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiToken(**facts, prefix=prefix, token_hash=hash_of(secret), made_by=by, made_at=at, expires_at=expires_at)
    row.full_clean(exclude=["former", "revoked_at", "revoked_by", "last_used_at", "minute"])
    row.save(force_insert=True)
    return Made(row, secret)


def _told(token: ApiToken) -> dict[str, object]:
    names = ("name", "contact", "prefix", "post", "networks", "writes", "expires_at")
    return {name: value for name in names if (value := getattr(token, name))}


def _tell(token: ApiToken, *, by: Post, words: str) -> None:
    """Who may close it hears of every opening; and the person in whose name it will write."""
    guards = Post.objects.current().filter(role=Role.SECURITY_ADMIN)
    told = dict.fromkeys(guards.values_list("user_id", flat=True), token.get_absolute_url())
    if token.writes and token.post.user_id != by.user_id:
        told.setdefault(token.post.user_id, "")
    may = f"可读取{token.post.region.name}的数据"
    if token.writes:
        may += f"，并以“{token.post.user.name} · {token.post.label}”的名义写入数据；不应如此的，请联系安全管理员停用"
    title = f"{by.user.name}{words}“{token.name}”"
    body = f"{token.contact}的系统{may}。有效期至 {timezone.localtime(token.expires_at):%Y-%m-%d}。"
    for user_id, url in told.items():
        tell(
            user_id,
            kind="token",
            title=title,
            body=body,
            key=f"token-{token.pk}-{user_id}",
            url=url,
        )


# ── Letting in ──
def find_token(secret: str) -> ApiToken | None:
    """The token with this secret, whatever has become of it; None for a word that is none."""
    return ApiToken.objects.with_names().filter(token_hash=hash_of(secret)).first()


def admit(token: ApiToken, *, at: datetime) -> int:
    """Count one read of this minute; 0 when there was room, else the seconds until there is.

    One statement, so that of any number at once, in however many processes, no more than the limit are let in. The time
    of the last use is written with the first read of a minute.
    """
    minute = at.replace(second=0, microsecond=0)
    is_new = ~Q(minute=minute) | Q(minute=None)
    room = ApiToken.objects.filter(is_new | Q(reads__lt=settings.API_READS_PER_MINUTE), pk=token.pk)
    counted = room.update(
        reads=Case(When(is_new, then=Value(1)), default=F("reads") + 1),
        last_used_at=Case(When(is_new, then=Value(at)), default=F("last_used_at")),
        minute=minute,
    )
    return 0 if counted else max(1, 60 - at.second)


def note_read(token: ApiToken, *, door: str, rows: int, at: datetime) -> None:
    """One read more of the day's: one row for each token and door, however often it asks."""
    day = timezone.localdate(at)
    found = ApiRead.objects.filter(token=token, door=door, day=day)
    more = {"times": F("times") + 1, "rows": F("rows") + rows, "last_at": at}
    if found.update(**more):
        return
    try:
        with transaction.atomic():
            ApiRead.objects.create(token=token, door=door, day=day, times=1, rows=rows, last_at=at)
    except IntegrityError:  # another process was the first of the day
        found.update(**more)


@transaction.atomic
def journal_reads(*, today: date | None = None) -> int:
    """One sealed line for each token and day that is over; how many. Days that were missed come with the next."""
    today = today or timezone.localdate()
    rows = ApiRead.objects.to_journal(today).select_for_update(of=("self",)).order_by("token_id", "day", "door")
    held = list(rows.select_related("token__post"))
    for (_, day), reads in groupby(held, lambda row: (row.token_id, row.day)):
        doors = list(reads)
        told = {row.door: f"{row.times} 次 {row.rows} 行" for row in doors}
        record("token.read", doors[0].token, post=None, after={"day": day, **told})
    ApiRead.objects.filter(pk__in=[row.pk for row in held]).update(is_journalled=True)
    return len({(row.token_id, row.day) for row in held})
