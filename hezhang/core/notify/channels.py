"""Ways out of the house. A channel sends one message, or says whether it certainly did not."""

from __future__ import annotations

import json
import socket
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings

from hezhang.core.notify.models import Message

# Shorter than the lease by far (delivery.LEASE): a row must not be given up while its sender still waits.
TIMEOUT = 5  # seconds, for each step of the conversation
# A gateway in between that gave up waiting: what lies behind it may have taken the message.
UNSURE = frozenset({408, 502, 504})


class NotDeliveredError(Exception):
    """The message certainly did not leave: it may be tried again."""


class UnclearError(Exception):
    """The message may have left: trying again might send it twice."""


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would become a GET that delivers nothing."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def webhook(message: Message) -> None:
    """POST {"to", "name", "text", "url"} to the district's SMS or 企业微信 gateway; any 2xx counts as taken.

    ``to`` is the mobile number, or the user name of those without one. Raises NotDeliveredError, UnclearError.
    """
    url = settings.NOTIFY_WEBHOOK_URL
    if not url.startswith(("http://", "https://")):
        raise NotDeliveredError("未配置短信网关地址")
    request = Request(url, json.dumps(_content(message)).encode(), {"Content-Type": "application/json"})  # noqa: S310 - http(s) only
    try:
        # Directly, whatever proxies the environment names: the gateway stands in the office's own network.
        with build_opener(ProxyHandler({}), _NoRedirect).open(request, timeout=TIMEOUT) as answer:
            answer.read(1024)
    except HTTPError as wrong:
        kind = UnclearError if wrong.code in UNSURE else NotDeliveredError
        wrong.close()
        raise kind(f"网关返回 {wrong.code}") from wrong
    except URLError as wrong:
        # Nothing was connected to, so nothing can have left.
        certain = isinstance(wrong.reason, (ConnectionRefusedError, socket.gaierror))
        raise (NotDeliveredError if certain else UnclearError)(f"连接失败：{wrong.reason}") from wrong
    except (OSError, HTTPException) as wrong:  # a timeout or a broken line after the message was on its way
        raise UnclearError(f"未收到网关回执：{wrong!r}") from wrong


def _content(message: Message) -> dict[str, str]:
    text = "：".join(part for part in (message.title, message.body) if part)
    return {
        "to": message.user.phone or message.user.username,
        "name": message.user.name,
        "text": text,
        "url": message.url,
    }


CHANNELS = {"webhook": webhook}
