"""Telling other systems: in order, signed, until it is taken. At least once: the number of a sending tells a repetition.

A hook is held by one process at a time, and what it is told goes out in the order of the feed: a sending that fails holds
up those behind it, and nobody else's. After ``ATTEMPTS`` the hook is let be, and its maker hears of it.
"""

from __future__ import annotations

import hmac
import http.client
import json
import socket
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from hezhang.core.api.hooking import FORBIDDEN, may_lead_to, pause_hook, secret_for
from hezhang.core.api.models import Hook, HookSend, HookState
from hezhang.core.kernel.addresses import Address, parse
from hezhang.core.kernel.words import shortened
from hezhang.core.notify.services import tell

LEASE = timedelta(seconds=60)
TIMEOUT = 5  # seconds, for each step of the conversation: far less than the lease
ATTEMPTS = 8  # some two hours in all
LONGEST_WAIT = timedelta(hours=1)
MOST = 200  # of one round, for one hook
Claim = Callable[[int, datetime, datetime | None], bool]


class FailedError(Exception):
    """It was not taken, or nobody knows whether it was."""


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the time and the body, so that neither is sent again by another."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()


def claim(pk: int, now: datetime, held: datetime | None = None) -> bool:
    """Hold a hook for oneself until ``now + LEASE``, or go on holding it; the condition in the UPDATE lets one of two have it.

    ``held``: until when one holds it already. Whoever took longer than that may have lost it to another.
    """
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until=held)
    return Hook.objects.filter(free, pk=pk).update(leased_until=now + LEASE) == 1


def drain(*, at: datetime | None = None, claim: Claim = claim) -> int:
    """Send what is due; how many were taken. Safe to run anywhere, at once."""
    running = Hook.objects.running(timezone.localdate(at)).order_by("pk")
    sent = 0
    for pk in list(running.values_list("pk", flat=True)):
        now = at or timezone.now()
        if claim(pk, now, None):
            sent += _drain(Hook.objects.with_names().get(pk=pk), now + LEASE, at, claim)
    return sent


def _drain(hook: Hook, held: datetime, at: datetime | None, claim: Claim) -> int:
    sent = 0
    try:
        for _ in range(MOST):
            now = at or timezone.now()
            row = _next(hook, now)
            if row is None or not claim(hook.pk, now, held):
                break
            held = now + LEASE
            if not _send(hook, row, now):
                break
            sent += 1
    finally:
        Hook.objects.filter(pk=hook.pk, leased_until=held).update(leased_until=None)
    return sent


def _next(hook: Hook, now: datetime) -> HookSend | None:
    """A try of the line first, then in the order of the feed; what is not due yet holds up those behind it."""
    waiting = hook.sends.filter(state=HookState.WAITING)
    row = waiting.filter(position=None).first() or waiting.order_by("pk").first()
    return row if row is not None and row.next_try_at <= now else None


def _send(hook: Hook, row: HookSend, now: datetime) -> bool:
    row.attempts += 1
    try:
        post(hook, row, now)
    except FailedError as wrong:
        row.error = shortened(str(wrong), 200)
        _failed(hook, row, now)
        return False
    row.state, row.sent_at, row.error = HookState.SENT, now, ""
    row.save(update_fields=["attempts", "state", "sent_at", "error"])
    return True


def _failed(hook: Hook, row: HookSend, now: datetime) -> None:
    row.next_try_at = now + min(timedelta(minutes=1) * 2 ** (row.attempts - 1), LONGEST_WAIT)
    over = row.attempts >= ATTEMPTS or row.position is None  # a try of the line is tried once
    row.state = HookState.PARKED if over else HookState.WAITING
    row.save(update_fields=["attempts", "state", "next_try_at", "error"])
    if (
        over
        and row.position is not None
        and pause_hook(hook, by=None, why=f"连续 {row.attempts} 次没有送达：{row.error}")
    ):
        title, key = f"向“{hook.name}”的推送已停发", f"hook-{hook.pk}-{row.pk}-{row.attempts}-{now.timestamp()}"
        body = f"{row.error}。请与{hook.contact}联系，修好后点“恢复”，从停下的地方接着推送，不会遗漏。"
        tell(hook.made_by.user_id, kind="hook", title=title, body=body, url=hook.get_absolute_url(), key=key, at=now)


def post(hook: Hook, row: HookSend, now: datetime) -> None:
    """Raises FailedError in words."""
    secret = secret_for(hook)
    if secret is None:
        raise FailedError("签名密钥随系统密钥更换而失效，请换发密钥")
    told = row.body | {"delivery": row.pk, "position": row.position}
    body, stamp = json.dumps(told, ensure_ascii=False).encode(), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "hezhang",
        "X-Hezhang-Delivery": str(row.pk),
        "X-Hezhang-Timestamp": stamp,
        "X-Hezhang-Signature": f"sha256={signature(secret, stamp, body)}",
    }
    status = _status(hook.url, body, headers)
    if not 200 <= status < 300:
        raise FailedError(f"对方回答 {status}")


def _status(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = _connection(host, port, secure)
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read(1024)
    except ConnectionRefusedError as wrong:
        raise FailedError("连接被拒绝") from wrong
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        raise FailedError(f"结果未知，将用同一编号重发：{wrong!r}") from wrong
    finally:
        line.close()
    return answer.status


def _connection(host: str, port: int, secure: bool) -> http.client.HTTPConnection:
    """To the very address that was looked at: the name is asked once, so it cannot answer otherwise a moment later."""
    address = allowed_address(host, port)

    def _connect(*args: Any, **more: Any) -> socket.socket:
        return socket.create_connection((str(address), port), timeout=TIMEOUT)

    line: Any
    if secure:
        line = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        line = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    line._create_connection = _connect
    return line


def allowed_address(host: str, port: int) -> Address:
    """Where the name leads, if every one of its addresses may be sent to. Raises FailedError."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as wrong:
        raise FailedError(f"找不到主机 {host}") from wrong
    addresses = sorted((one for word in found if (one := parse(str(word)))), key=str)
    for one in addresses:
        if not may_lead_to(one):
            raise FailedError(FORBIDDEN.format(one))
    if not addresses:
        raise FailedError(f"找不到主机 {host}")
    return addresses[0]
