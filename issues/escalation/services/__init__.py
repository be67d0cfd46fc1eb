"""What can be done with a notice: each verb of its workflow table is one function here."""

from issues.escalation.services.replies import accept_reply, reply_notice, return_reply, withdraw_notice
from issues.escalation.services.sending import send_notice

__all__ = ["accept_reply", "reply_notice", "return_reply", "send_notice", "withdraw_notice"]
