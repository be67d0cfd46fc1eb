"""What goes out: one message, or those of a day in one; and how it is posted."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings

from hezhang.core.kernel.words import shortened
from hezhang.core.notify.models import Message

# Shorter than the lease by far (delivery.LEASE): a row must not be given up while its sender still waits.
TIMEOUT = 5  # seconds, for each step of the conversation
# A gateway in between that gave up waiting: what lies behind it may have taken the message.
UNSURE = frozenset({408, 502, 504})
# A digest names so many and counts the rest: what a phone shows at a glance, and less than any gateway refuses.
NAMED, LONGEST_LINE = 8, 60


class NotDeliveredError(Exception):
    """The letter certainly did not leave: it may be tried again."""


class UnclearError(Exception):
    """The letter may have left: trying again might send it twice."""


@dataclass(frozen=True)
class Letter:
    """To one person. ``phone`` and ``email`` may be ""; ``url`` is a path of this site, or ""."""

    username: str
    phone: str
    email: str
    name: str
    title: str
    text: str
    url: str

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Letter:
        """One message as it is; several as a digest that leads to the inbox. All of one person."""
        first, user = messages[0], messages[0].user
        if len(messages) == 1:
            title, text, url = first.title, _joined(first.title, first.body), first.url
        else:
            title, text, url = f"您有 {len(messages)} 条待看的提醒", _digest(messages), "/messages/"
        return cls(user.username, user.phone, user.email, user.name, title, text, url)

    @property
    def full_url(self) -> str:
        """With the site's public address; "" while there is none or nothing to open."""
        return f"{settings.PUBLIC_ADDRESS}{self.url}" if settings.PUBLIC_ADDRESS and self.url else ""


def _joined(*parts: str) -> str:
    return "：".join(part for part in parts if part)


def _digest(messages: Sequence[Message]) -> str:
    lines = [f"{at}. {shortened(one.title, LONGEST_LINE)}" for at, one in enumerate(messages[:NAMED], 1)]
    rest = [f"另有 {len(messages) - NAMED} 条，请登录查看。"] if len(messages) > NAMED else []
    return "\n".join([f"您有 {len(messages)} 条待看的提醒：", *lines, *rest])


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would become a GET that delivers nothing."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def post_json(url: str, content: Any) -> bytes:
    """POST it and give the first kilobyte of a 2xx answer. Raises NotDeliveredError, UnclearError."""
    if not url.startswith(("http://", "https://")):
        raise NotDeliveredError("未配置网关地址")
    request = Request(url, json.dumps(content).encode(), {"Content-Type": "application/json"})  # noqa: S310 - http(s) only
    try:
        # Directly, whatever proxies the environment names: the gateway stands in the office's own network.
        with build_opener(ProxyHandler({}), _NoRedirect).open(request, timeout=TIMEOUT) as answer:
            return answer.read(1024)
    except HTTPError as wrong:
        kind = UnclearError if wrong.code in UNSURE else NotDeliveredError
        wrong.close()
        raise kind(f"网关返回 {wrong.code}") from wrong
    except URLError as wrong:
        # Nothing was connected to, so nothing can have left.
        certain = isinstance(wrong.reason, (ConnectionRefusedError, socket.gaierror))
        raise (NotDeliveredError if certain else UnclearError)(f"连接失败：{wrong.reason}") from wrong
    except (OSError, HTTPException) as wrong:  # a timeout or a broken line after the letter was on its way
        raise UnclearError(f"未收到网关回执：{wrong!r}") from wrong
