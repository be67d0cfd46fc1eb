"""Who may do what, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from issues.campaigns.choices import CampaignState
from issues.campaigns.models import LeftOut
from issues.campaigns.queries import looks_over

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.campaigns.models import Campaign, Visit

REMINDED_BEFORE = timedelta(days=2)


def sees_campaigns(post: Post) -> Verdict:
    """Anybody in business may be on a team, or be told at the end: which ones, the scope says."""
    return yes_if(post.role not in ADMIN_ROLES, "三员（系统、安全、审计管理员）不接触业务数据。")


def sees_inspections(post: Post) -> Verdict:
    """Who has them in the menu: those who run them, and leaders. Teams find their tasks on their desk."""
    return yes_if(looks_over(post), "督查抽查由区县河长办组织；您的检查任务在工作台上。")


def may_plan(post: Post) -> Verdict:
    return yes_if(post.role in OFFICE_ROLES and post.region.tier == Tier.COUNTY, "督查抽查由区县河长办组织。")


def is_untouched(campaign: Campaign, post: Post, at: datetime) -> Verdict:
    """Nothing has been found yet that would be lost."""
    done = campaign.visits.done().count()
    return yes_if(not done, f"已有 {done} 处检查记录，不能取消；请办结，没有检查的在小结里说明。")


def may_start(campaign: Campaign, post: Post, at: datetime) -> Verdict:
    """Nobody is sent to a reach that was left out after the lot had been drawn."""
    out = campaign.left_out.filter(reach__in=campaign.visits.order_by().values("reach")).select_related("reach")
    names = "、".join(one.reach.name for one in out)
    return yes_if(not names, f"{names}已排除，仍在任务里，请先重抽。")


def startable(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    stuck = LeftOut.objects.filter(campaign=OuterRef("pk"), reach__visits__campaign=OuterRef("pk"))
    return Q(~Exists(stuck))


def may_take_back(campaign: Campaign, post: Post, at: datetime) -> Verdict:
    return yes_if(campaign.left_out.exists(), "没有排除的河段。")


def may_finish(campaign: Campaign, post: Post, at: datetime) -> Verdict:
    return yes_if(campaign.visits.done().exists(), "还没有检查记录，不能办结；不再开展的请取消。")


def may_have_circular(campaign: Campaign) -> Verdict:
    """When nothing changes any more that it tells."""
    return yes_if(campaign.state == CampaignState.FINISHED, "督查还没有办结，没有通报。办结以后再下载。")


def is_running(visit: Visit, post: Post, at: datetime) -> Verdict:
    """Only then is anything taken down; what comes after the last day, but before the end, still counts."""
    if visit.campaign.state == CampaignState.RUNNING:
        return YES
    return no(f"“{visit.campaign.name}”现为“{visit.campaign.get_state_display()}”，检查记录不能再填报或改正。")


def reminded_on(campaign: Campaign) -> date:
    """From that day on the teams are told what is still open."""
    return campaign.ends_on - REMINDED_BEFORE
