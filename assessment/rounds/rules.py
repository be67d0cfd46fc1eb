"""When a step of a round may be taken; who takes it stands in ``workflow``. Verdicts carry the sentence that is shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from assessment.schemes.choices import IndicatorShape, SubjectKind
from assessment.schemes.rules import may_assess
from hezhang.core.accounts.choices import REGION_WIDE_ROLES
from hezhang.core.accounts.rules import is_office_head
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from assessment.rounds.models import ManualEntry, Round, Score
    from hezhang.core.accounts.models import Post

# The regions that are subjects of a round of this kind.
TIER_OF = {SubjectKind.TOWN: Tier.TOWN, SubjectKind.COUNTY: Tier.COUNTY}


def may_open(post: Post) -> Verdict:
    """A round is opened by the office of the region whose towns are assessed."""
    return may_assess(post)


def may_open_round(round_: Round, post: Post, at: datetime) -> Verdict:
    """The same, as a rule of the workflow: that it is the own region's office, the row's audience has asked."""
    return may_open(post)


def may_freeze(round_: Round, post: Post, at: datetime) -> Verdict:
    """The office head, once the span is over and the figures were computed after its end."""
    head = is_office_head(post)
    if not head:
        return head
    last = span_of(round_).end
    if timezone.localdate(at) <= last:
        return no(f"本期 {day_words(last)} 结束，结束后才能定稿。")
    computed = round_.computed_at and timezone.localdate(round_.computed_at)
    return yes_if(bool(computed) and computed > last, "考核期结束后尚未重新计算，请先“重新计算”，核对后再定稿。")


def freezable_by(post: Post, at: datetime) -> Q:
    """``may_freeze``, asked of the database."""
    if not is_office_head(post):
        return Q(pk__in=[])
    return Q(ends_on__lt=timezone.localdate(at), computed_at__date__gt=F("ends_on"))


def may_override(score: Score) -> Verdict:
    """A figure that takes part may be overridden with a reason; a veto is entered or withdrawn, never overridden."""
    if score.indicator.shape == IndicatorShape.VETO:
        return no("一票否决以录入或撤销为准，不作核定。")
    return yes_if(score.is_applicable, "不参评的指标没有得分，不能核定。")


def may_withdraw(entry: ManualEntry) -> Verdict:
    """An entry is never deleted: it is withdrawn, once."""
    return yes_if(entry.withdrawn_at is None, "该条已经撤销。")


def may_download_any(post: Post) -> Verdict:
    """Whether reports are for this post at all; ``may_download`` looks at the round."""
    return yes_if(post.role in REGION_WIDE_ROLES, "考核报告供河长办和领导下载。")


def may_download(round_: Round, post: Post) -> Verdict:
    """The workbook names every town, so it is for those who see the whole region: office and leaders."""
    wide = may_download_any(post)
    return wide and yes_if(post.region.contains(round_.region_id), "考核报告供本考核区划的河长办和领导下载。")


def span_of(round_: Round) -> Period:
    """The days that are assessed."""
    return round_.period


def day_fits(round_: Round, day: date) -> Verdict:
    """An entry belongs to a day of the quarter."""
    span = span_of(round_)
    inside = span.start <= day <= span.end
    return YES if inside else no(f"日期应在考核期内（{day_words(span.start)} 至 {day_words(span.end)}）。")
