"""Setting up what other systems are told of: made, paused, gone on with, tried, told again from an earlier place."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.api import rules
from hezhang.core.api.models import Hook, HookSend, HookState
from hezhang.core.api.services import hash_of
from hezhang.core.audit.services import record
from hezhang.core.kernel.addresses import Address, is_within, parse
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import shortened

SIGN = "hzs_"
FORBIDDEN = "地址 {} 不允许推送：只能是公网地址，或系统管理员在 API_HOOK_NETWORKS 中列明的内网网段"


@dataclass(frozen=True)
class HookMade:
    """``secret`` is shown once."""

    hook: Hook
    secret: str


def secret_of(nonce: str, key: str) -> str:
    return (
        SIGN + hmac.new(hashlib.sha256(f"hezhang.hook:{key}".encode()).digest(), nonce.encode(), "sha256").hexdigest()
    )


def secret_for(hook: Hook) -> str | None:
    """From the installation's key, or a former one under which it was handed out; None when that key is gone."""
    made = (secret_of(hook.nonce, key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return next((secret for secret in made if hash_of(secret) == hook.secret_hash), None)


def _new_secret() -> tuple[str, dict[str, str]]:
    nonce = secrets.token_hex(16)
    secret = secret_of(nonce, settings.SECRET_KEY)
    return secret, {"nonce": nonce, "secret_hash": hash_of(secret)}


@transaction.atomic
def create_hook(
    post: Post, *, by: Post, name: str, contact: str, url: str, position: int, at: datetime | None = None
) -> HookMade:
    """From the place ``position`` on. Where a name leads is looked at whenever something is sent, an address now, too."""
    at = at or timezone.now()
    demand(rules.may_make(by))
    if not (fits := rules.may_stand_for(by, post, timezone.localdate(at))):
        raise ValidationError({"post": fits.reason})
    _sound(url)
    Region.objects.hold(by.region_id)
    if Hook.objects.visible_to(by).filter(url=url, paused_at=None).exists():
        raise ValidationError({"url": "这个地址已经在推送。要换密钥，请打开原来的那一条。"})
    secret, kept = _new_secret()
    hook = Hook(name=name, contact=contact, url=url, post=post, position=position, made_by=by, made_at=at, **kept)
    hook.full_clean(exclude=["paused_at", "leased_until"])
    hook.save(force_insert=True)
    record("hook.create_hook", hook, post=by, after={"url": url, "post": post, "contact": contact}, at=at)
    return HookMade(hook, secret)


def _sound(url: str) -> None:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    is_plain = parts.scheme in ("http", "https") and parts.hostname and port != 0 and not parts.username
    if not (is_plain and url.isascii() and url.isprintable() and " " not in url and not parts.fragment):
        raise ValidationError({"url": "请填完整的地址，如 https://oa.example.gov.cn/hezhang；不带用户名、密码和 #。"})
    if (address := _address(parts.hostname or "")) and not may_lead_to(address):
        raise ValidationError({"url": f"{FORBIDDEN.format(address)}。"})


def _address(host: str) -> Address | None:
    """What is an address to whoever connects: 127.1, 0x7f000001 and 2130706433 are this machine, too."""
    if host.rstrip(".").rpartition(".")[2] == "localhost":
        return parse("127.0.0.1")
    try:
        return parse(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return parse(host)


def may_lead_to(address: Address) -> bool:
    """Public ones, and what the system administrator has named; never this machine or its neighbours by themselves."""
    if is_within(address, settings.API_HOOK_NETWORKS):
        return True
    return ip_address(str(address)).is_global and not address.is_multicast


@transaction.atomic
def renew_hook(hook: Hook, *, by: Post, at: datetime | None = None) -> HookMade:
    """Another secret; what is sent from now on is signed with it."""
    demand(rules.may_make(by))
    secret, kept = _new_secret()
    Hook.objects.filter(pk=hook.pk).update(**kept)
    record("hook.renew_hook", hook, post=by, at=at)
    return HookMade(Hook.objects.with_names().get(pk=hook.pk), secret)


@transaction.atomic
def pause_hook(hook: Hook, *, by: Post | None, why: str = "", at: datetime | None = None) -> bool:
    """Nothing is sent until somebody goes on with it; nothing is lost. False when it stood still already."""
    if by is not None:
        demand(rules.may_revoke(by))
        why = why or f"{by.user.name}停发"
    told = {"paused_at": at or timezone.now(), "paused_why": shortened(why, 200)}
    if not Hook.objects.filter(pk=hook.pk, paused_at=None).update(**told):
        return False
    record("hook.pause_hook", hook, post=by, after={"why": why}, at=at)
    return True


@transaction.atomic
def resume_hook(hook: Hook, *, by: Post, at: datetime | None = None) -> None:
    """On where it stopped: what was not taken comes first."""
    at = at or timezone.now()
    demand(rules.may_make(by))
    if not Hook.objects.filter(pk=hook.pk).exclude(paused_at=None).update(paused_at=None, paused_why=""):
        return
    waiting = hook.sends.exclude(state=HookState.SENT)
    waiting.update(state=HookState.WAITING, attempts=0, next_try_at=at)
    record("hook.resume_hook", hook, post=by, at=at)


@transaction.atomic
def try_hook(hook: Hook, *, by: Post, at: datetime | None = None) -> HookSend:
    """A try of the line: it goes out before anything else that waits; its outcome stands in the ledger."""
    at = at or timezone.now()
    demand(rules.may_make(by))
    if hook.paused_at is not None:
        raise Refusal("推送已停发。请先恢复，再测试。", status=int(HTTPStatus.CONFLICT))
    known = hook.sends.filter(position=None, state=HookState.WAITING).first()
    if known:
        return known
    record("hook.try_hook", hook, post=by, at=at)
    body = {"event": "test", "at": timezone.localtime(at).isoformat()}
    return HookSend.objects.create(hook=hook, replay=hook.replay, body=body, next_try_at=at, made_at=at)


@transaction.atomic
def replay_hook(hook: Hook, *, by: Post, position: int, last: int, at: datetime | None = None) -> None:
    """Tell everything behind that place again, under new numbers; what still waited goes with it."""
    demand(rules.may_make(by))
    if not 0 <= position <= last:
        raise ValidationError({"position": f"请填 0 到 {last} 之间的次序；0 为从头重推。"})
    held = Hook.objects.select_for_update(of=("self",)).get(pk=hook.pk)
    held.sends.filter(state=HookState.WAITING).exclude(position=None).update(
        state=HookState.PARKED, error="已改由重推送出"
    )
    held.position, held.replay = position, held.replay + 1
    held.save(update_fields=["position", "replay"])
    record("hook.replay_hook", hook, post=by, after={"position": position}, at=at)


def line_up(hook: Hook, told: Iterable[tuple[int, dict[str, Any]]], *, upto: int, at: datetime) -> int:
    """Write what it is to be told, and how far that goes; within the caller's transaction, the hook held."""
    rows = [
        HookSend(hook=hook, replay=hook.replay, position=place, body=body, next_try_at=at, made_at=at)
        for place, body in told
    ]
    HookSend.objects.bulk_create(rows, batch_size=500)
    Hook.objects.filter(pk=hook.pk).update(position=upto)
    return len(rows)
