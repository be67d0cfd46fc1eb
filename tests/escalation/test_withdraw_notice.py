"""撤回督办: the way back; the number stays and is not used again."""

from issues.escalation import services
from tests.escalation.notices import asked, sent, told
from tests.issues.papers import said


def test_withdraw_notice(cast, enter):
    def act(notice, post):
        services.withdraw_notice(notice, by=post, words="发错了单位")

    first = asked(cast, enter, sent(cast), "withdraw_notice", "clerk", {"words": "发错了单位"}, act, "withdrawn")
    second = services.send_notice(first.issue, by=cast.clerk, **told())
    assert int(second.number.split("〕")[1][:-1]) == int(first.number.split("〕")[1][:-1]) + 1
    assert "（已撤回）" in said(enter(cast.handler).get(f"{first.get_absolute_url()}paper/?form=docx"))
