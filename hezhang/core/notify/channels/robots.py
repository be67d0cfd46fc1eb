"""Robots of a group: 企业微信 and 钉钉. The group reads the text, the person is called by the mobile number.

Shapes: developer.work.weixin.qq.com/document/path/91770, open.dingtalk.com/document/robots/custom-robot-access.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings

from hezhang.core.kernel.words import shortened
from hezhang.core.notify.channels.letters import Letter, NotDeliveredError, UnclearError, post_json

LONGEST = 600  # characters; 企业微信 takes 2,048 bytes


def has_wecom() -> bool:
    return bool(settings.NOTIFY_WECOM_URL)


def has_dingtalk() -> bool:
    return bool(settings.NOTIFY_DINGTALK_URL)


def wecom(letter: Letter) -> None:
    text: dict[str, Any] = {"content": _words(letter)}
    if letter.phone:
        text["mentioned_mobile_list"] = [letter.phone]
    _take(post_json(settings.NOTIFY_WECOM_URL, {"msgtype": "text", "text": text}))


def dingtalk(letter: Letter) -> None:
    called = {"atMobiles": [letter.phone] if letter.phone else [], "isAtAll": False}
    content = {"msgtype": "text", "text": {"content": _words(letter)}, "at": called}
    _take(post_json(settings.NOTIFY_DINGTALK_URL + _signature(int(time.time() * 1000)), content))


def _words(letter: Letter) -> str:
    """To whom it is, and where it leads: the group hears it all."""
    return "\n".join(part for part in (f"{letter.name}：{shortened(letter.text, LONGEST)}", letter.full_url) if part)


def _signature(now_ms: int) -> str:
    """加签: by the robot's secret; "" for a robot that has none."""
    secret = settings.NOTIFY_DINGTALK_SECRET
    if not secret:
        return ""
    digest = hmac.new(secret.encode(), f"{now_ms}\n{secret}".encode(), "sha256").digest()
    return f"&timestamp={now_ms}&sign={quote_plus(base64.b64encode(digest))}"


def _take(answer: bytes) -> None:
    """Robots answer 200 to everything: what they took bears errcode 0."""
    try:
        said = json.loads(answer)
        code, words = said["errcode"], said.get("errmsg", "")
    except (ValueError, TypeError, LookupError) as wrong:
        raise UnclearError("机器人的回执无法识别") from wrong
    if code:
        raise NotDeliveredError(f"机器人未接收：{code} {words}")
