"""One view per verb of the workflow table."""

from hezhang.core.workflow.views import StepViews
from issues.escalation import forms, services
from issues.escalation.views import pages
from issues.escalation.workflow import TABLE
from issues.ledger.rules import sees_ledger

NOTICES = StepViews(TABLE, rule=sees_ledger, find=pages.find_notice, page=pages.notice_page, home="issues:notices")
reply_notice = NOTICES.view("reply_notice", forms.ReplyForm, services.reply_notice, lambda notice: "已提交答复。")
accept_reply = NOTICES.view("accept_reply", forms.AcceptForm, services.accept_reply, lambda notice: "已确认办结。")
return_reply = NOTICES.view("return_reply", forms.ReturnForm, services.return_reply, lambda notice: "已退回答复。")
withdraw_notice = NOTICES.view(
    "withdraw_notice", forms.WithdrawForm, services.withdraw_notice, lambda notice: "已撤回。"
)
