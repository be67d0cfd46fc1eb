"""E-mail, by Django's own sender (EMAIL_URL)."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from hezhang.core.notify.channels.letters import TIMEOUT, Letter, NotDeliveredError, UnclearError

# Said before the text is handed over: nothing has left.
REFUSALS = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ConnectionRefusedError,
)


def is_on() -> bool:
    return bool(settings.NOTIFY_EMAIL_FROM)


def send(letter: Letter) -> None:
    """One letter to one mailbox. Raises NotDeliveredError, UnclearError."""
    text = "\n\n".join(part for part in (letter.text, letter.full_url) if part)
    # A subject is one line: whoever writes a title must not write headers.
    subject = " ".join(f"【河长制】{letter.title}".split())
    connection = get_connection(timeout=TIMEOUT)
    mail = EmailMessage(subject, text, settings.NOTIFY_EMAIL_FROM, [letter.email], connection=connection)
    try:
        mail.send()
    except REFUSALS as wrong:
        raise NotDeliveredError(f"邮件服务器未接收：{wrong}") from wrong
    except (smtplib.SMTPException, OSError) as wrong:
        raise UnclearError(f"未收到邮件服务器回执：{wrong!r}") from wrong
