"""Who may do what with a round, and when. Verdicts carry the sentence that a disabled button shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from assessment.rounds.choices import RoundState
from assessment.schemes.choices import IndicatorKind, IndicatorShape, SubjectKind
from assessment.schemes.rules import may_assess
from hezhang.core.accounts.choices import REGION_WIDE_ROLES
from hezhang.core.accounts.rules import is_office, is_office_head
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from assessment.rounds.models import ManualEntry, Round, Score
    from hezhang.core.accounts.models import Post, Region

NOT_YOURS = "此轮考核由“{}”的河长办办理。"
# The regions that are subjects of a round of this kind.
TIER_OF = {SubjectKind.TOWN: Tier.TOWN, SubjectKind.COUNTY: Tier.COUNTY}
FROZEN = "本轮考核已定稿，结果不再变动。"


def may_open(post: Post) -> Verdict:
    """A round is opened by the office of the region whose towns are assessed."""
    return may_assess(post)


def may_freeze_any(post: Post) -> Verdict:
    """Whether freezing is this post's business at all; ``may_freeze`` looks at the round."""
    return is_office_head(post)


def may_download_any(post: Post) -> Verdict:
    """Whether reports are for this post at all; ``may_download`` looks at the round."""
    return yes_if(post.role in REGION_WIDE_ROLES, "考核报告供河长办和领导下载。")


def may_open_in(post: Post, region: Region) -> Verdict:
    """In the own region only."""
    allowed = may_open(post)
    return allowed and yes_if(post.region_id == region.pk, NOT_YOURS.format(region.name))


def may_work_on(round: Round, post: Post) -> Verdict:
    """Compute, override, enter: the office of the round's own region, until the round is frozen."""
    office = is_office(post)
    if not office:
        return office
    if post.region_id != round.region_id:
        return no(NOT_YOURS.format(round.region.name))
    return yes_if(round.state != RoundState.FROZEN, FROZEN)


def may_freeze(round: Round, post: Post, today: date) -> Verdict:
    """The office head, once the quarter is over and the figures were computed after its end."""
    head = is_office_head(post)
    if not head:
        return head
    work = may_work_on(round, post)
    if not work:
        return work
    last = span_of(round).end
    if today <= last:
        return no(f"本期 {day_words(last)} 结束，结束后才能定稿。")
    computed = round.computed_at and timezone.localdate(round.computed_at)
    return yes_if(bool(computed) and computed > last, "考核期结束后尚未重新计算，请先“重新计算”，核对后再定稿。")


def may_override(score: Score, post: Post) -> Verdict:
    """A figure that takes part may be overridden with a reason; a veto is entered or withdrawn, never overridden."""
    work = may_work_on(score.subject.round, post)
    if not work:
        return work
    if score.indicator.shape == IndicatorShape.VETO:
        return no("一票否决以录入或撤销为准，不作核定。")
    return yes_if(score.is_applicable, "不参评的指标没有得分，不能核定。")


def may_enter(round: Round, post: Post, kind: str) -> Verdict:
    """What is not computed is entered by hand, and only that."""
    work = may_work_on(round, post)
    return work and yes_if(kind == IndicatorKind.MANUAL, "自动计算的指标不能人工录入，请用“核定”。")


def may_withdraw(entry: ManualEntry, post: Post) -> Verdict:
    """An entry is never deleted: it is withdrawn, once."""
    work = may_work_on(entry.round, post)
    return work and yes_if(entry.withdrawn_at is None, "该条已经撤销。")


def may_download(round: Round, post: Post) -> Verdict:
    """The workbook names every town, so it is for those who see the whole region: office and leaders."""
    wide = may_download_any(post)
    return wide and yes_if(post.region.contains(round.region_id), "考核报告供本考核区划的河长办和领导下载。")


def span_of(round: Round) -> Period:
    """The days that are assessed."""
    return round.period


def day_fits(round: Round, day: date) -> Verdict:
    """An entry belongs to a day of the quarter."""
    span = span_of(round)
    inside = span.start <= day <= span.end
    return YES if inside else no(f"日期应在考核期内（{day_words(span.start)} 至 {day_words(span.end)}）。")
