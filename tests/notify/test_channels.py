"""The channels side by side: what each posts, how each refuses, and that a dead one holds up no other."""

import base64
import hmac
import json
import smtplib
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.utils import timezone

from hezhang.core.notify import delivery, services
from hezhang.core.notify.channels import robots
from hezhang.core.notify.channels.letters import NotDeliveredError, UnclearError
from hezhang.core.notify.models import Outbox

TOLD = {"kind": "issue", "title": "问题已交办：黄坛溪", "url": "/issues/1/", "pace": "urgent"}


@pytest.fixture
def all_on(settings, cast, gateway, monkeypatch):
    """Every channel switched on; robots answer as theirs do."""
    settings.NOTIFY_WECOM_URL, settings.NOTIFY_DINGTALK_URL = (
        "https://wecom.invalid/?key=k",
        "https://ding.invalid/?t=t",
    )
    settings.NOTIFY_DINGTALK_SECRET, settings.NOTIFY_EMAIL_FROM = "SEC-made-up", "hezhang@example.com"
    settings.PUBLIC_ADDRESS = "https://hz.example.gov.cn"
    cast.clerk.user.phone, cast.clerk.user.email = "13900000001", "clerk@example.com"
    cast.clerk.user.save()
    posted = []

    def post(url, content):
        posted.append((url, content))
        return b'{"errcode": 0, "errmsg": "ok"}'

    monkeypatch.setattr(robots, "post_json", post)
    return posted


def test_each_in_its_own_shape(cast, all_on, gateway):
    services.tell(cast.clerk.user_id, key="k", **TOLD)
    assert delivery.drain() == 4
    assert gateway.bodies[0]["to"] == "13900000001"
    (_, wecom), (address, ding) = all_on
    words = "文思齐：问题已交办：黄坛溪\nhttps://hz.example.gov.cn/issues/1/"
    assert wecom == {"msgtype": "text", "text": {"content": words, "mentioned_mobile_list": ["13900000001"]}}
    assert ding["at"] == {"atMobiles": ["13900000001"], "isAtAll": False} and ding["text"] == {"content": words}
    signed = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    digest = hmac.new(b"SEC-made-up", f"{signed['timestamp']}\nSEC-made-up".encode(), "sha256").digest()
    assert signed["sign"] == base64.b64encode(digest).decode()
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["clerk@example.com"], "【河长制】问题已交办：黄坛溪")
    assert letter.body.endswith("https://hz.example.gov.cn/issues/1/")


def test_who_has_no_mailbox_gets_no_row_for_one(cast, all_on):
    services.tell(cast.handler.user_id, key="k", **TOLD)
    assert set(Outbox.objects.values_list("channel", flat=True)) == {"webhook", "wecom", "dingtalk"}


@pytest.mark.parametrize(
    ("answer", "state"),
    [({"errcode": 45009, "errmsg": "limit"}, "pending"), ("<html>", "unknown"), ({"x": 1}, "unknown")],
)
def test_a_robot_that_answers_200_may_still_have_refused(cast, all_on, monkeypatch, answer, state):
    said = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    monkeypatch.setattr(robots, "post_json", lambda url, content: said)
    services.tell(cast.clerk.user_id, key="k", **TOLD)
    delivery.drain(channel="wecom")
    assert Outbox.objects.get(channel="wecom").state == state


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (smtplib.SMTPRecipientsRefused({}), "pending"), (ConnectionRefusedError(), "pending"),
        (smtplib.SMTPServerDisconnected(), "unknown"), (TimeoutError(), "unknown"),
    ],
)  # fmt: skip
def test_mail_that_was_refused_and_mail_that_may_have_left(cast, all_on, monkeypatch, fault, state):
    def refuse(self, messages):
        raise fault

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    services.tell(cast.clerk.user_id, key="k", **TOLD)
    delivery.drain(channel="email")
    assert Outbox.objects.get(channel="email").state == state


def test_a_title_writes_no_header(cast, all_on):
    services.tell(cast.clerk.user_id, key="k", **TOLD | {"title": "甲\r\nBcc: all@example.com"})
    delivery.drain(channel="email")
    assert mail.outbox[0].subject == "【河长制】甲 Bcc: all@example.com" and mail.outbox[0].bcc == []


@pytest.mark.parametrize("kind", [NotDeliveredError, UnclearError])
def test_a_dead_channel_holds_up_no_other(cast, all_on, gateway, monkeypatch, kind):
    asked = []

    def dead(url, content):
        asked.append(url)
        raise kind("不通")

    monkeypatch.setattr(robots, "post_json", dead)
    for number in range(12):
        services.tell(cast.clerk.user_id, key=f"k{number}", **TOLD)
    assert delivery.drain() == 24  # by SMS and by mail
    # Two robots, and each is let be after five failures on end; the rows wait.
    assert len(asked) == 10
    assert Outbox.objects.filter(channel="wecom", state="pending", next_try_at__lte=timezone.now()).count() == 7
