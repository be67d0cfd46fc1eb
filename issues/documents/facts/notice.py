"""提示单, 督办单, 约谈通知, 挂牌督办: with letterhead and number, to the unit, a copy to the chief."""

from __future__ import annotations

from hezhang.core.documents.paper import Form, Paper, Paragraph
from hezhang.core.kernel.words import day_words
from issues.documents.facts.common import about, office_of, photos
from issues.escalation.choices import NoticeKind
from issues.escalation.models import Notice
from issues.ledger.choices import PhotoKind

# What each kind asks for at its end.
ENDINGS = {
    NoticeKind.HINT: "请对照整改时限抓紧办理，并按时答复。",
    NoticeKind.SUPERVISE: "请立即组织整改，按时书面答复。逾期仍未完成的，将按规定约谈、通报。",
    NoticeKind.TALK: "请你单位主要负责人携整改情况说明按时到会，具体时间、地点由河长办另行通知，并按时书面答复。",
    NoticeKind.LISTED: "现决定挂牌督办。请你单位主要负责人牵头负责，制定方案，限期整改到位，并按时书面答复。",
}
# What its sections are called after; where nothing stands, 督办.
ACTS = {NoticeKind.HINT: "提示", NoticeKind.TALK: "约谈"}
TITLES = {NoticeKind.LISTED: "挂牌督办通知"}


def notice_paper(notice: Notice) -> Paper:
    """As it was sent; withdrawn ones say so in their title."""
    issue, kind = notice.issue, NoticeKind(notice.kind)
    where = issue.reach or issue.river
    what = f"“{issue.category}”" if issue.category else ""
    gone = "（已撤回）" if notice.state == "withdrawn" else ""
    due = f"整改时限为{day_words(issue.due_on)}。" if issue.due_on else ""
    act = ACTS.get(kind, "督办")
    office = notice.sent_by.department.name if notice.sent_by.department else office_of(notice.region_id)
    return Paper(
        title=f"关于{where.name}{what}问题的{TITLES.get(kind, kind.label)}{gone}",
        letterhead=office,
        number=notice.number,
        addressee=notice.unit.name,
        parts=(
            Paragraph(f"一、{act}事由", 1),
            Paragraph(f"{where.name}{what}问题（编号{issue.number}）{due}{notice.reason}。"),
            Paragraph(f"二、{act}要求", 1),
            Paragraph(f"{notice.demand}\n{ENDINGS[kind]}"),
            Paragraph(f"请于{day_words(notice.reply_by)}前答复。"),
            Paragraph("三、问题情况", 1),
            Form(about(issue).lines),
            photos(issue, "现场照片", [PhotoKind.FOUND, PhotoKind.BEFORE]),
        ),
        signature=office,
        day=notice.sent_on,
        copies=(f"责任河长{issue.chief.user.name}",) if issue.chief else (),
    )
