"""Who may do what with an issue, and what proves a step. Every refusal says what to do instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery
from django.utils import timezone

from hezhang.core.accounts import rules as posts
from hezhang.core.accounts.choices import OFFICE_ROLES, WALKING_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from issues.ledger.choices import ListLevel, PhotoKind
from issues.ledger.models import EvidenceRule, Issue, SignOffRule
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

# 责任退回 only within 24 h of 交办: the rule of the Xining 河长云 system.
RETURN_WITHIN = timedelta(hours=24)
# A deputy may act for the chief in every step, but only the responsible one is succeeded.
LEADING = [TenureKind.RESPONSIBLE, TenureKind.DEPUTY]
# The reach of a tenure and those above it, as far as there are tiers above a village's: 村 → 乡 → 县 → 市.
UP_FROM_TENURE = ["reach_id", "reach__parent_id", "reach__parent__parent_id", "reach__parent__parent__parent_id"]


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


def answers_for(issue: Issue, post: Post, day: date) -> bool:
    """Whether the post is chief of the reach that day, or of the nearest above where it is vacant.

    The chief of the day of finding, too, until a successor has come.
    """
    if issue.reach_id in reaches_led(post, day):
        return True
    return issue.chief_id == post.pk and issue.reach_id not in reaches_handed_over(post, day)


def answered_for(post: Post, day: date) -> Q:
    """The same asked of the database."""
    found_under = Q(chief_id=post.pk) & ~Q(reach_id__in=sorted(reaches_handed_over(post, day)))
    return Q(reach_id__in=sorted(reaches_led(post, day))) | found_under


def reaches_led(post: Post, day: date) -> frozenset[int]:
    """Reaches of which the post is chief or deputy that day, and the vacant ones below that are left to it."""
    held = Tenure.objects.current(day).filter(post=post, kind__in=LEADING)
    left = Reach.objects.left_to(post, day)
    # One question: the desk counts them.
    reaches = Reach.objects.filter(Q(pk__in=held.values("reach_id")) | Q(pk__in=left.order_by().values("pk")))
    return _remembered(post, "reaches led", day, reaches.order_by().values_list("pk", flat=True))


def reach_led_for(reach_id: int | None, day: date) -> int | None:
    """The reach whose chief answers for this one that day: itself, or the nearest above that has a responsible chief."""
    led = Reach.objects.with_parents().filter(pk=reach_id).first()
    held = Tenure.objects.current(day).filter(kind=TenureKind.RESPONSIBLE)
    while led and not held.filter(reach=led).exists():
        led = led.parent
    return led.pk if led else None


def reaches_handed_over(post: Post, day: date) -> frozenset[int]:
    """Reaches that the post has ever had, and those below them, of which somebody else is the responsible chief that day.

    An issue's chief was responsible for its reach on the day of finding, or for the nearest above that had a chief: so
    no issue need be read for it.
    """
    had = Tenure.objects.filter(post=post, kind=TenureKind.RESPONSIBLE).values("reach_id")
    here_or_below = Q(*((f"{path}__in", had) for path in UP_FROM_TENURE), _connector=Q.OR)
    others = Tenure.objects.current(day).filter(here_or_below, kind=TenureKind.RESPONSIBLE).exclude(post=post)
    return _remembered(post, "reaches handed over", day, others.values_list("reach_id", flat=True))


def is_of_unit(issue: Issue, post: Post, at: datetime) -> bool:
    """Whether the post, or any post that its holder has at that time, belongs to the handling unit."""
    if issue.unit_id is None:
        return False
    return issue.unit_id in units_held(post, timezone.localdate(at))


def units_held(post: Post, day: date) -> frozenset[int]:
    """Units of all the posts that the post's holder has that day, and the post's own."""
    units = _remembered(post, "units held", day, post.user.units_on(day))
    return units | {post.department_id} if post.department_id else units


def _remembered(post: Post, what: str, day: date, ids: Iterable[Any]) -> frozenset[Any]:
    """The ids (or words), asked for once in the life of the post object (one request), as Django keeps a user's permissions:
    a list asks for every row."""
    known: dict[tuple[str, date], frozenset[Any]] = post.__dict__.setdefault("_remembered", {})
    if (what, day) not in known:
        known[what, day] = frozenset(ids)
    return known[what, day]


def may_return(issue: Issue, post: Post, at: datetime) -> Verdict:
    """责任退回: within 24 hours of dispatch."""
    in_time = issue.dispatched_at is not None and at <= issue.dispatched_at + RETURN_WITHIN
    return yes_if(in_time, "交办已超过 24 小时，不能再退回。确有困难请联系河长办协调。")


def may_verify(issue: Issue, post: Post, at: datetime) -> Verdict:
    """On-site verification by somebody who neither rectified nor belongs to the unit."""
    if post.user_id == issue.applied_by_id:
        return no("您是本问题的整改申请人，不能核查自己的整改，请由他人现场核查。")
    return yes_if(
        not is_of_unit(issue, post, at), "您任职于责任单位，不能核查本单位的整改，请由河长办、责任河长或巡河员核查。"
    )


def verifiable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database: nothing, for the many who have no issue of their own in hand."""
    day = timezone.localdate(at)
    by_me, ours = Q(applied_by_id=post.user_id), Q(unit_id__in=sorted(units_held(post, day)))
    # Only without a further condition does the index by deadline answer alone: 10,000 are counted four times as fast.
    return ~by_me & ~ours if _has_in_hand(post, by_me, ours, day) else Q()


def _has_in_hand(post: Post, by_me: Q, ours: Q, day: date) -> bool:
    """Whether any open issue was rectified by the post's holder or is a unit's of his.

    Two questions without an order, side by side in one statement: asked as one condition, or in the ledger's order,
    SQLite walks over all that is open. The first counts, so that it can only be answered from the holder's own.
    """
    mine = Issue.objects.filter(by_me).order_by().values("applied_by")
    rectified = mine.annotate(open=Count("pk", filter=Q(is_open=True))).values("open")
    of_units = Exists(Issue.objects.open().filter(ours).order_by())
    asked = Post.objects.filter(pk=post.pk).order_by().annotate(mine=Subquery(rectified), theirs=of_units)
    found = asked.filter(Q(mine__gt=0) | Q(theirs=True)).values_list("pk", flat=True)
    return bool(_remembered(post, "in hand", day, found))


def may_close(issue: Issue, post: Post, at: datetime) -> Verdict:
    """销号: the office of the level that listed the issue (Guangdong's 销号清单 is the province's), and never the rectifier."""
    if post.region.tier != issue.list_level:
        level = ListLevel(issue.list_level).label
        return no(f"本问题列入{level}清单，须由{level}河长办销号，请将核查意见报{level}河长办。")
    if post.user_id == issue.applied_by_id or is_of_unit(issue, post, at):
        return no("您参与了本问题的整改，不能为其销号，请由河长办其他人员办理。")
    if post.user_id == issue.verified_by_id and issue.severity in _remembered(
        post, "grades of two", timezone.localdate(at), grades_of_two(post)
    ):
        grade = issue.get_severity_display()
        return no(f"{grade}问题的核查人与销号人须为两人：您已现场核查，请由河长办其他人员销号。")
    return YES


def closable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    # Asked within the one question, not before it: a desk counts its questions.
    own_check = Q(verified_by_id=post.user_id, severity__in=grades_of_two(post))
    return Q(list_level=post.region.tier) & verifiable_by(post, at) & ~own_check


def grades_of_two(post: Post) -> QuerySet:
    """Grades of issue that nobody both verifies and signs off, as the office that signs off has set them."""
    return (
        SignOffRule.objects.in_force(post.region_id)
        .filter(two_people=True)
        .order_by()
        .values_list("severity", flat=True)
    )


def listing_code(issue: Issue) -> str:
    """Code of the region whose office listed the issue."""
    # The code is the path (decision 0002): cut to the tier's digits it is the region above.
    return str(issue.region_id)[: CODE_DIGITS[Tier(issue.list_level)]].ljust(12, "0")


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
