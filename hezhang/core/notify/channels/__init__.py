"""Ways out of the house. A channel sends one letter, or says whether it certainly did not; each has its own rows in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hezhang.core.notify.channels import mail, robots, sms
from hezhang.core.notify.channels.letters import Letter, NotDeliveredError, UnclearError
from hezhang.core.notify.models import Message

__all__ = ["CHANNELS", "Channel", "Letter", "NotDeliveredError", "UnclearError", "switched_on"]


@dataclass(frozen=True)
class Channel:
    """``is_on``: whether this district has set it up; ``reaches``: whether it has an address for the person."""

    label: str
    send: Callable[[Letter], None]
    is_on: Callable[[], bool]
    reaches: Callable[[Message], bool] = lambda message: True


CHANNELS = {
    # The name is older than the others: rows of the outbox bear it.
    "webhook": Channel("短信网关", sms.send, sms.is_on),
    "email": Channel("电子邮件", mail.send, mail.is_on, lambda message: bool(message.user.email)),
    "wecom": Channel("企业微信群机器人", robots.wecom, robots.has_wecom),
    "dingtalk": Channel("钉钉群机器人", robots.dingtalk, robots.has_dingtalk),
}


def switched_on() -> dict[str, Channel]:
    """The outside channels that this district has set up; in-app is always there."""
    return {name: one for name, one in CHANNELS.items() if one.is_on()}
