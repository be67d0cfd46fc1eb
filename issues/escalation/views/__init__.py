"""Pages of notices."""

from issues.escalation.views.pages import notice, notices, of_issue, send_notice
from issues.escalation.views.verbs import accept_reply, reply_notice, return_reply, withdraw_notice

__all__ = [
    "accept_reply",
    "notice",
    "notices",
    "of_issue",
    "reply_notice",
    "return_reply",
    "send_notice",
    "withdraw_notice",
]
