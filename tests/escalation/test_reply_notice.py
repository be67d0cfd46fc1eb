"""答复: by the unit that the notice was sent to."""

from hezhang.core.notify.models import Message
from issues.escalation import services
from issues.escalation.models import Notice
from issues.ledger import services as issues
from tests.escalation.notices import asked, sent, told


def test_reply_notice(cast, enter):
    def act(notice, post):
        services.reply_notice(notice, by=post, reply="已清运")

    notice = asked(cast, enter, sent(cast), "reply_notice", "handler", {"reply": "已清运"}, act, "replied")
    assert (notice.reply, notice.replied_by) == ("已清运", cast.handler.user)
    assert Message.objects.filter(kind="notice.reply_notice", user=cast.clerk.user).count() == 1


def test_the_unit_that_was_told_replies_though_the_issue_has_gone_elsewhere(cast, enter):
    notice = sent(cast)
    issues.reassign(
        notice.issue, cast.clerk, unit=cast.bureau2, requirement="清运", due_on=told()["reply_by"], words="职责"
    )
    assert enter(cast.handler).get(notice.get_absolute_url()).status_code == 200
    services.reply_notice(notice, by=cast.handler, reply="已移交住建局")
    assert Notice.objects.get(pk=notice.pk).state == "replied"
