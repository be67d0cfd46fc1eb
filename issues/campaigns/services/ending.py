"""A campaign is started, finished or called off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.campaigns.models import Campaign, CampaignTransition
from issues.campaigns.services.findings import hand_over
from issues.campaigns.workflow import TABLE


def start_campaign(
    campaign: Campaign, by: Post, *, once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """启动: the teams are told, and of an open one the places."""
    return engine.carry_out(TABLE, campaign, Step("start_campaign", by, at=at or timezone.now(), once=once))


def finish_campaign(
    campaign: Campaign, by: Post, *, conclusion: str = "", once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """办结: the places are told; what a covert one found, and nobody was to know, becomes leads now."""
    at = at or timezone.now()

    def _values(locked: Campaign) -> dict[str, Any]:
        left = locked.visits.open().count()
        if left and not conclusion.strip():
            raise ValidationError({"conclusion": f"还有 {left} 处没有检查，请在小结里说明原因。"})
        return {"conclusion": conclusion.strip()}

    def _attach(locked: Campaign, step: Any) -> None:
        hand_over(locked, at)

    step = Step("finish_campaign", by, _values, conclusion.strip(), at, once, attach=_attach)
    return engine.carry_out(TABLE, campaign, step)


def cancel_campaign(
    campaign: Campaign, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """取消: it stays on record with why."""
    step = Step("cancel_campaign", by, words=words.strip(), at=at or timezone.now(), once=once)
    return engine.carry_out(TABLE, campaign, step)
