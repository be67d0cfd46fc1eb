"""Who may do what with an issue, and what proves a step. Every refusal says what to do instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts import rules as posts
from hezhang.core.accounts.choices import OFFICE_ROLES, WALKING_ROLES, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.kernel.words import day_words
from issues.clocks.choices import Severity
from issues.ledger.choices import ListLevel, Look, PhotoKind
from issues.ledger.models import CoUnit, EvidenceRule, Issue
from issues.ledger.queries import co_handled
from issues.ledger.rules.answering import answered_for, answers_for, reach_led_for, reaches_handed_over, reaches_led
from issues.ledger.rules.asking import hands, has_in_hand, units_held
from issues.ledger.rules.clock import clock_of, clocks_of, due_by, may_redate
from issues.ledger.rules.listing import (
    awaiting_superior,
    awaits_superior,
    levels_above,
    levels_above_region,
    levels_at,
    listing_code,
    may_undo_list,
)
from issues.ledger.rules.longterm import appliable_by, may_apply
from issues.ledger.rules.raising import (
    LEADING,
    answerable_by,
    asked,
    asked_of,
    asked_words,
    is_asked,
    may_answer_raised,
    town_reach,
    why_not_raised,
)
from issues.ledger.rules.remembering import remembered
from issues.ledger.rules.signing_off import asks_two_people, of_two_people

__all__ = [
    "LEADING",
    "answerable_by",
    "answered_for",
    "answers_for",
    "appliable_by",
    "asked",
    "asked_of",
    "asked_words",
    "awaiting_superior",
    "awaits_superior",
    "clock_of",
    "clocks_of",
    "due_by",
    "is_asked",
    "levels_above",
    "levels_above_region",
    "levels_at",
    "listing_code",
    "may_answer_raised",
    "may_apply",
    "may_redate",
    "may_undo_list",
    "reach_led_for",
    "reaches_handed_over",
    "reaches_led",
    "town_reach",
    "units_held",
    "why_not_raised",
]
# 责任退回 only within 24 h of 交办: the rule of the Xining 河长云 system.
RETURN_WITHIN = timedelta(hours=24)
NUDGE_AGAIN = timedelta(hours=24)


def sees_ledger(post: Post) -> Verdict:
    """Everybody but the three administrators."""
    return posts.sees_business(post)


def may_report(post: Post) -> Verdict:
    """The office (from any source), chiefs and patrol staff."""
    return yes_if(post.role in OFFICE_ROLES | WALKING_ROLES, "上报问题由河长、巡河员或河长办办理。")


def may_report_in(post: Post, region_code: str) -> Verdict:
    """Only in one's own region: the ledger of another county is not written by us."""
    return yes_if(post.region.contains(region_code), "该地点不在您的辖区内，请改报所在地河长办。")


def sees_reporter(post: Post) -> bool:
    """The reporter's identity is hidden from handling units (个人信息保护法; 群众举报保护)."""
    return post.role != Role.HANDLER


def is_major(issue: Issue) -> bool:
    """重大: what is said of it waits for no morning."""
    return issue.severity == Severity.MAJOR


def is_of_unit(issue: Issue, post: Post, at: datetime) -> bool:
    """Whether the post, or any post that its holder has at that time, belongs to the handling unit or to one that helps it."""
    if issue.unit_id is None:
        return False
    day = timezone.localdate(at)
    return issue.unit_id in units_held(post, day) or bool(issue.co_names and issue.pk in helped_by(post, day))


@remembered
def helped_by(post: Post, day: date) -> Iterable[int]:
    """Issues in which a unit of the post's holder helps."""
    parts = CoUnit.objects.filter(unit_id__in=sorted(units_held(post, day))).order_by()
    return parts.values_list("issue_id", flat=True)


def may_assist(issue: Issue, post: Post, at: datetime) -> Verdict:
    return yes_if(not co_handled(post).get(issue.pk), "本单位的协办事项已报完成。有新情况的，请告知责任单位填报。")


def assistable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    done = sorted(pk for pk, is_done in co_handled(post).items() if is_done)
    return ~Q(pk__in=done) if done else Q()


def may_return(issue: Issue, post: Post, at: datetime) -> Verdict:
    """责任退回: within 24 hours of dispatch."""
    in_time = issue.dispatched_at is not None and at <= issue.dispatched_at + RETURN_WITHIN
    return yes_if(in_time, "交办已超过 24 小时，不能再退回。确有困难请联系河长办协调。")


def may_nudge(issue: Issue, post: Post, at: datetime) -> Verdict:
    """催办 once a day: who is asked every hour answers nobody."""
    waits = issue.nudged_at is not None and at < issue.nudged_at + NUDGE_AGAIN
    return yes_if(not waits, "24 小时内已催办过，请等待责任单位答复。")


def may_answer(issue: Issue, post: Post, at: datetime) -> Verdict:
    return yes_if(issue.nudged_at is not None, "没有待答复的催办。")


def may_ask_extension(issue: Issue, post: Post, at: datetime) -> Verdict:
    """Asked in time, and once: an extension does not make good what is late already."""
    if issue.asked_until is not None:
        return no("已有延期申请等待批复。")
    in_time = issue.due_on is not None and timezone.localdate(at) <= issue.due_on
    return yes_if(in_time, "已超过整改时限，不能再申请延期。请抓紧整改，并向河长办说明情况。")


def may_answer_extension(issue: Issue, post: Post, at: datetime) -> Verdict:
    return yes_if(issue.asked_until is not None, "没有待批的延期申请。")


def may_merge(issue: Issue, post: Post, at: datetime) -> Verdict:
    """合并: a parent stays one, so that there are no chains: what is merged is found in one step."""
    return yes_if(not issue.joined, f"已有 {issue.joined} 件问题并入本问题，请把另一件并入本问题，或先撤销那些合并。")


def may_merge_into(issue: Issue, parent: Issue) -> Verdict:
    """Whether the one may be handled as part of the other: nothing gets more time by it, and nobody loses sight of it."""
    if parent.pk == issue.pk:
        return no("不能并入自己，请填写另一件问题的编号。")
    if not parent.is_open:
        return no(f"{parent.number} 现为“{parent.get_state_display()}”，只能并入在办的问题。")
    if parent.county != issue.county:
        return no(f"{parent.number} 不在同一区县，不能合并。")
    if issue.due_on is None:
        return YES
    later = parent.due_on is None or parent.due_on > issue.due_on
    return yes_if(
        not later,
        f"{parent.number} 尚未交办或整改时限更晚，合并会放宽本问题的时限。请反过来，把 {parent.number} 并入本问题。",
    )


def may_unmerge(issue: Issue, post: Post, at: datetime) -> Verdict:
    """撤销合并: as long as the one that is handled for both has not ended."""
    parent = issue.merged_into
    if parent is None or parent.is_open:
        return YES
    return no(f"{parent.number} 已办结，不能再撤销合并。问题仍在的，请另行上报。")


def may_reject(issue: Issue, post: Post, at: datetime) -> Verdict:
    return yes_if(not issue.joined, f"已有 {issue.joined} 件问题并入本问题，请先撤销合并。")


def may_verify(issue: Issue, post: Post, at: datetime) -> Verdict:
    """On-site verification by somebody who neither rectified nor belongs to the unit."""
    if post.user_id == issue.applied_by_id:
        return no("您是本问题的整改申请人，不能核查自己的整改，请由他人现场核查。")
    return yes_if(
        not is_of_unit(issue, post, at),
        "您任职于责任单位或协办单位，不能核查本单位的整改，请由河长办、责任河长或巡河员核查。",
    )


def verifiable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database: nothing, for the many who have no issue of their own in hand."""
    # Only without a further condition does the index by deadline answer alone: 10,000 are counted four times as fast.
    if not has_in_hand(post, timezone.localdate(at)):
        return Q()
    by_me, ours, helped = hands(post, timezone.localdate(at))
    return ~by_me & ~ours & ~Q(pk__in=helped.values("issue_id"))


def may_check_first(issue: Issue, post: Post, at: datetime) -> Verdict:
    """The first of two who go and see; what he found stands beside what the second finds."""
    if not issue.two_checkers or issue.first_checked_by_id is not None:
        return no("本问题不需要第一人核查，或第一人已经核查。")
    return may_verify(issue, post, at)


def first_checkable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(two_checkers=True, first_checked_by__isnull=True) & verifiable_by(post, at)


def may_complete(issue: Issue, post: Post, at: datetime) -> Verdict:
    """现场核查; where two have to see it, by the second."""
    if issue.two_checkers and issue.first_checked_by_id is None:
        return no("本问题须两人现场核查，请先由一人填“第一人核查”，再由另一人核查通过。")
    if issue.two_checkers and issue.first_checked_by_id == post.user_id:
        return no("您已作为第一人核查，须由另一人核查通过。")
    return may_verify(issue, post, at)


def completable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database. What waits for its first checker waits for the same people, by the row before: so it
    is not left out here, and without a further condition the index answers alone (see ``verifiable_by``)."""
    rest = verifiable_by(post, at)
    return rest & ~Q(first_checked_by_id=post.user_id) if rest else rest


def may_endorse(issue: Issue, post: Post, at: datetime) -> Verdict:
    """责任河长意见: once an application, as long as nobody has signed off, also after its day."""
    if issue.chief_asked_until is None or issue.chief_view:
        return no("本次销号申请不征求责任河长意见，或意见已经签署。")
    return yes_if(post.user_id != issue.applied_by_id, "您是整改申请人，不能以河长身份签署意见。")


def endorsable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(chief_asked_until__isnull=False, chief_view="") & ~Q(applied_by_id=post.user_id)


def _chief_is_awaited(issue: Issue, day: date) -> bool:
    return issue.chief_asked_until is not None and not issue.chief_view and day <= issue.chief_asked_until


def may_look_back(issue: Issue, post: Post, at: datetime) -> Verdict:
    """回头看: by somebody who neither rectified nor belongs to the unit; what has come back is looked at as the newer issue."""
    if issue.look == Look.REBOUND:
        return no("本问题已认定反弹并重新立案，请在新的问题上办理。")
    return may_verify(issue, post, at)


def may_call_false(post: Post) -> Verdict:
    """虚假整改 is the office's word: it follows the unit into the assessment."""
    return yes_if(post.role in OFFICE_ROLES, "“虚假整改”由河长办认定；您可写明现场情况，报河长办认定。")


def may_clear_false(issue: Issue, post: Post, at: datetime) -> Verdict:
    return yes_if(issue.false_at is not None, "本问题没有认定为虚假整改。")


def may_close(issue: Issue, post: Post, at: datetime) -> Verdict:
    """销号: the office of the level that listed the issue (Guangdong's 销号清单 is the province's), and never the rectifier."""
    level = ListLevel(issue.list_level).label
    if issue.list_level in levels_above(post, timezone.localdate(at)):
        return no(
            f"本问题列入{level}清单，由{level}的销号清单销号：请在“上报销号”中导出上报，收到销号清单后在“数据导入”中导入。"
        )
    if post.region.tier != issue.list_level:
        return no(f"本问题列入{level}清单，须由{level}河长办销号，请将核查意见报{level}河长办。")
    if post.user_id == issue.applied_by_id or is_of_unit(issue, post, at):
        return no("您参与了本问题的整改，不能为其销号，请由河长办其他人员办理。")
    if _chief_is_awaited(issue, timezone.localdate(at)):
        return no(f"正在征求责任河长意见，{day_words(issue.chief_asked_until)}以后不再等；已提醒责任河长。")
    if post.user_id in (issue.verified_by_id, issue.first_checked_by_id) and asks_two_people(issue, post):
        what = f"{issue.category}类{issue.get_severity_display()}" if issue.category else issue.get_severity_display()
        return no(f"{what}问题的核查人与销号人须为两人：您已现场核查，请由河长办其他人员销号。")
    return YES


def may_close_by_list(issue: Issue, post: Post, at: datetime) -> Verdict:
    """A superior's 销号清单 is about what he has listed; it is entered by nobody who rectified or belongs to the unit."""
    if issue.list_level not in levels_above(post, timezone.localdate(at)):
        level = ListLevel(issue.list_level).label
        return no(f"本问题列入{level}清单，由{level}河长办在平台上销号，不用上级的销号清单。")
    return yes_if(
        post.user_id != issue.applied_by_id and not is_of_unit(issue, post, at),
        "您参与了本问题的整改，不能登记其销号清单，请由河长办其他人员导入。",
    )


def closable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    own_check = (Q(verified_by_id=post.user_id) | Q(first_checked_by_id=post.user_id)) & of_two_people(
        post, timezone.localdate(at)
    )
    heard = Q(chief_asked_until__isnull=True) | ~Q(chief_view="") | Q(chief_asked_until__lt=timezone.localdate(at))
    return Q(list_level=post.region.tier) & verifiable_by(post, at) & ~own_check & heard


def is_at_home(unit: Department, issue: Issue) -> bool:
    """Whether the unit is one of the issue's own town, or of a region around it."""
    return unit.region.tier not in (Tier.TOWN, Tier.VILLAGE) or issue.region_id[:9] == unit.region_id[:9]


def evidence_needed(verb: str, code: str) -> dict[str, int]:
    """Photos that the step needs, by kind: as the office of the region ``code`` has set them."""
    return dict(EvidenceRule.objects.in_force(code).filter(verb=verb).values_list("kind", "at_least"))


def has_evidence(verb: str, kinds: Iterable[str], *, code: str) -> Verdict:
    """Whether photos of these kinds are enough for the step, in the region ``code``."""
    here = Counter(kinds)
    missing = [
        f"{PhotoKind(kind).label}照片至少 {count} 张（现有 {here[kind]} 张）"
        for kind, count in evidence_needed(verb, code).items()
        if here[kind] < count
    ]
    return no(f"请上传{'、'.join(missing)}。") if missing else YES
