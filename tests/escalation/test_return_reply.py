"""退回答复: the unit says it again; what it said first stays among the steps."""

from issues.escalation import services
from tests.escalation.notices import asked, replied


def test_return_reply(cast, enter):
    def act(notice, post):
        services.return_reply(notice, by=post, words="没有说明完成日期")

    notice = asked(cast, enter, replied(cast), "return_reply", "clerk", {"words": "没有说明完成日期"}, act, "sent")
    assert (notice.reply, notice.replied_at, notice.replied_by) == ("", None, None)
    page = enter(cast.handler).get(notice.get_absolute_url()).content.decode()
    assert "已清运一半，月底完成" in page and "没有说明完成日期" in page
