"""How a notice comes to be: once, with the next number of its office."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.escalation import rules
from issues.escalation.choices import NoticeKind
from issues.escalation.models import Notice, NoticeRule, NoticeSeries, NoticeTransition
from issues.escalation.workflow import TABLE
from issues.ledger.models import Issue


def send_notice(
    issue: Issue, *, by: Post, kind: str, demand: str, reason: str, reply_by: date, once: UUID | None = None,
    at: datetime | None = None,
) -> Notice:  # fmt: skip
    """Number it and send it to the unit that has the issue. The same form sent twice is one notice.

    Raises NotAllowed, Refusal (the issue is in nobody's hands; one of its kind still waits), ValidationError.
    """
    at = at or timezone.now()
    if done := _done_before(by, once):
        return done
    if not rules.may_send(by) or not by.region.contains(issue.region_id):
        raise NotAllowed("督办由问题所在地的河长办办理。")
    today = timezone.localdate(at)
    if not (verdict := rules.may_reply_by(reply_by, today)):
        raise ValidationError({"reply_by": verdict.reason})
    try:
        with transaction.atomic():
            return _send(
                issue, by, once, at, kind=kind, demand=demand.strip(), reason=reason.strip(), reply_by=reply_by
            )
    except IntegrityError:
        # Of two at once the unique key let one in: the same form, or another's.
        if done := _done_before(by, once):
            return done
        raise Refusal(_waiting_words(issue, kind), status=409) from None


def _send(issue: Issue, by: Post, once: UUID | None, at: datetime, **told: object) -> Notice:
    locked = engine.lock(issue)  # nobody closes it, or hands it to another unit, meanwhile
    demand(rules.may_send_about(locked), Refusal)
    if Notice.objects.waiting().filter(issue=locked, kind=told["kind"]).exists():
        raise Refusal(_waiting_words(locked, str(told["kind"])), status=409)
    today = timezone.localdate(at)
    notice = Notice(issue=locked, region=by.region, unit=locked.unit, sent_on=today, sent_by=by, **told)
    notice.number = next_number(by.region, str(told["kind"]), today)
    engine.begin(TABLE, notice, Step("send_notice", by, at=at, once=once))
    return notice


def _done_before(by: Post, once: UUID | None) -> Notice | None:
    if once is None:
        return None
    steps = NoticeTransition.objects.filter(once=once, verb="send_notice", user=by.user_id)
    step = steps.select_related("notice").first()
    return step.notice if step else None


def _waiting_words(issue: Issue, kind: str) -> str:
    found = Notice.objects.waiting().filter(issue=issue, kind=kind).first()
    named = f"（{found.number}）" if found else ""
    return f"本问题的{NoticeKind(kind).label}{named}还没有办结，请先办结或撤回它。"


def next_number(region: Region, kind: str, day: date) -> str:
    """The next of the office's own, without a gap: it is taken in the transaction that writes the notice, or not at all."""
    rule = NoticeRule.objects.in_force(region.pk).filter(kind=kind).first()
    if rule is None:
        raise ValidationError({"kind": f"“督办阶梯”里没有{NoticeKind(kind).label}的文号规则，请先在“参数设置”中添加。"})
    pattern = rule.pattern.replace(rules.YEAR, str(day.year))
    # Locked until the transaction ends: no two get the same, none is lost.
    series = engine.lock(NoticeSeries.objects.get_or_create(region=region, pattern=pattern)[0])
    series.last += 1
    series.save(update_fields=["last"])
    return pattern.replace(rules.SERIAL, str(series.last))
