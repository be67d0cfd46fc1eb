"""Who hears of an issue that runs late, rung by rung: the unit, its head, the office, the chief, the chiefs above."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from issues.reminders.choices import ReminderTo
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.heads.choices import HeadKind
from rivers.heads.models import HeadTenure

RUNGS_ABOVE = {ReminderTo.TOWN_CHIEF: Tier.TOWN, ReminderTo.COUNTY_CHIEF: Tier.COUNTY}
# From the village's reach to the town's, the county's and the city's.
UP = ["pk", "parent_id", "parent__parent_id", "parent__parent__parent_id"]


def heard_by(to: str, issue: Issue, today: date) -> QuerySet[Post]:
    """The posts of a rung. Unit, office and chief are those whom the workflow table tells as well."""
    rung = ReminderTo(to)
    if rung in RUNGS_ABOVE:
        return _chiefs_of(issue, RUNGS_ABOVE[rung], today)
    if rung == ReminderTo.UNIT_HEAD:
        return Post.objects.current(today).filter(role=Role.LEADER, department_id=issue.unit_id)
    if rung == ReminderTo.COUNTY:
        return Post.objects.current(today).filter(role__in=OFFICE_ROLES, region_id=_code(issue, Tier.COUNTY))
    return TABLE.audiences[to].posts(issue)


def hangs_on(to: str, issue: Issue) -> tuple:
    """What decides who a rung is: issues that share it share their recipients."""
    return {
        ReminderTo.UNIT: (issue.unit_id,),
        ReminderTo.UNIT_HEAD: (issue.unit_id,),
        ReminderTo.OFFICE: (issue.region_id, issue.list_level),
        ReminderTo.COUNTY: (_code(issue, Tier.COUNTY),),
        ReminderTo.CHIEF: (issue.chief_id, issue.reach_id),
    }.get(ReminderTo(to), (issue.region_id, issue.reach_id))


def _chiefs_of(issue: Issue, tier: Tier, today: date) -> QuerySet[Post]:
    """Chief of the reach of that tier around the issue's, and who stands in; without one, the region's 总河长."""
    chain = issue.reach.__class__.objects.filter(pk=issue.reach_id).values_list(*UP).first() if issue.reach_id else ()
    held = Tenure.objects.current(today).filter(
        kind=TenureKind.RESPONSIBLE, reach__in=[pk for pk in chain or () if pk], reach__tier=tier
    )
    posts = set(held.values_list("post_id", flat=True))
    if posts:
        posts |= set(Acting.objects.current(today).filter(tenure__in=held).values_list("post_id", flat=True))
    else:
        heads = HeadTenure.objects.current(today).filter(kind=HeadKind.GENERAL, region_id=_code(issue, tier))
        posts = set(heads.values_list("post_id", flat=True))
    return Post.objects.current(today).filter(Q(pk__in=posts))


def _code(issue: Issue, tier: Tier) -> str:
    # The code is the path (decision 0002).
    return str(issue.region_id)[: CODE_DIGITS[tier]].ljust(12, "0")
