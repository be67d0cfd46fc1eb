"""交办单: what the unit gets, to be put on a desk and into a file."""

from __future__ import annotations

from django.utils import timezone

from hezhang.core.documents.paper import Form, Paper, Paragraph
from hezhang.core.kernel.words import NOTHING, day_words
from issues.documents.facts.common import Pairs, about, office_of, photos
from issues.ledger import rules
from issues.ledger.choices import PhotoKind
from issues.ledger.models import Issue, IssueTransition

HANDED_OUT = ("dispatch", "reassign")


def dispatch_paper(issue: Issue) -> Paper:
    """As it was handed out last."""
    unit, where = issue.unit.name if issue.unit else "", issue.reach or issue.river
    lead = (
        f"经{issue.get_source_display()}发现，{where.name}存在“{issue.category}”问题，现交办你单位。请按下列要求整改，"
    )
    lead += (
        f"于{day_words(issue.due_on)}前完成，并在系统中提交整改措施和整改后照片，申请销号。"
        if issue.due_on
        else "整改暂缓，时限另行通知。"
    )
    ask: tuple[Pairs, ...] = (
        (("办理要求", issue.requirement),),
        (("协办单位", issue.co_names or NOTHING),),
        (("整改方式", str(issue.get_track_display())), ("整改时限", day_words(issue.due_on))),
    )
    return Paper(
        title="河湖问题交办单",
        number=f"编号：{issue.number}",
        addressee=unit,
        parts=(
            Paragraph(lead),
            Form((*about(issue).lines, *ask)),
            photos(issue, "现场照片", [PhotoKind.FOUND, PhotoKind.BEFORE]),
        ),
        signature=_office(issue),
        day=timezone.localdate(issue.dispatched_at) if issue.dispatched_at else None,
    )


def _office(issue: Issue) -> str:
    """The office that handed it out, as it was called then; else the one that answers for it."""
    steps = IssueTransition.objects.filter(issue=issue, verb__in=HANDED_OUT)
    last = steps.select_related("post__department").order_by("-pk").first()
    if last and last.post and last.post.department:
        return str(last.post.department.name)
    return office_of(rules.listing_code(issue))
