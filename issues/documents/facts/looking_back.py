"""回头看记录: what was found where an issue had been signed off, beside how it looked then."""

from __future__ import annotations

from django.utils import timezone

from hezhang.core.documents.paper import Form, Grid, Paper, Paragraph
from hezhang.core.kernel.words import NOTHING
from issues.documents.facts.common import about, day, office_of, photos
from issues.ledger import rules
from issues.ledger.choices import Look, PhotoKind
from issues.ledger.models import Issue, IssueTransition

LOOKS = {"hold": Look.HOLDS, "rebound": Look.REBOUND}
MOST = 10


def look_back_paper(issue: Issue) -> Paper:
    """Every look, the latest first, and what came of it."""
    signed_off = (
        (("责任单位", str(issue.unit or NOTHING)), ("销号日期", day(issue.closed_at))),
        (("整改措施", issue.measures or NOTHING),),
    )
    return Paper(
        title="河湖问题回头看记录",
        number=f"编号：{issue.number}",
        parts=(
            Form((*about(issue).lines, *signed_off)),
            Paragraph("回头看情况", 1),
            Grid(("日期", "结论", "查看人", "情况"), _looks(issue), (1.5, 0.8, 1, 3)),
            Paragraph(_outcome(issue)),
            photos(issue, "销号时", [PhotoKind.AFTER, PhotoKind.ON_SITE], latest=True),
            photos(issue, "回头看", [PhotoKind.LATER], latest=True),
        ),
        signature=office_of(rules.listing_code(issue)),
        day=timezone.localdate(issue.looked_at) if issue.looked_at else None,
    )


def _looks(issue: Issue) -> tuple[tuple[str, ...], ...]:
    rows = IssueTransition.objects.filter(issue=issue, verb__in=LOOKS).select_related("user").order_by("-pk")[:MOST]
    return tuple(
        (day(one.at), str(LOOKS[one.verb].label), one.user.name if one.user else NOTHING, one.words or "整改成效保持")
        for one in rows
    )


def _outcome(issue: Issue) -> str:
    anew = Issue.objects.filter(rebound_of=issue).order_by("pk").first()
    if anew:
        return f"发现反弹，已重新立案，新问题编号{anew.number}，第{anew.rebounds}次反弹。"
    return "整改成效巩固，未发现反弹。"
