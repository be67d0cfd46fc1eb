"""Teams are told what is still open, two days before the end."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from hezhang.core.kernel.words import day_words
from hezhang.core.notify import services as notify
from hezhang.core.notify.choices import Pace
from issues.campaigns import rules
from issues.campaigns.choices import CampaignState
from issues.campaigns.models import Campaign, Visit
from issues.campaigns.workflow import VISIT_TABLE


def remind_visits(*, at: datetime | None = None) -> int:
    """Once for a person and a campaign; how many messages."""
    at = at or timezone.now()
    today, sent = timezone.localdate(at), 0
    for campaign in Campaign.objects.in_states({CampaignState.RUNNING}).order_by("pk"):
        if today >= rules.reminded_on(campaign):
            sent += _remind(campaign, at)
    return sent


def _remind(campaign: Campaign, at: datetime) -> int:
    left: dict[int, int] = {}
    group = VISIT_TABLE.audiences["team"]
    for visit in Visit.objects.open().filter(campaign=campaign).order_by("team", "pk"):
        visit.campaign = campaign
        for user_id in group.posts(visit).order_by().values_list("user_id", flat=True):
            left[user_id] = left.get(user_id, 0) + 1
    return sum(
        notify.tell(
            user_id, kind="visit.remind", title=f"还有 {number} 处没有检查：{campaign}", url=campaign.get_absolute_url(),
            body=f"截止日期 {day_words(campaign.ends_on)}。", why="您是本组检查人员，截止前两天提醒一次。",
            key=f"campaign:{campaign.pk}:remind:{user_id}", pace=Pace.DIGEST, at=at,
        )
        for user_id, number in sorted(left.items())
    )  # fmt: skip
