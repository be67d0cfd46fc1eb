"""Reaches that the office keeps out of the drawing, each with its reason; and lets in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.campaigns.models import Campaign, CampaignTransition, LeftOut
from issues.campaigns.workflow import TABLE
from rivers.registry.models import Reach


def leave_out_reach(
    campaign: Campaign, by: Post, *, reach: Reach, words: str, once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """排除河段: from the next drawing on; what has been drawn already must be drawn again before it starts."""
    why = words.strip()

    def _values(locked: Campaign) -> dict[str, Any]:
        if not locked.region.contains(reach.region_id):
            raise ValidationError({"reach": f"{reach.name}不在本区县。"})
        if locked.left_out.filter(reach=reach).exists():
            raise ValidationError({"reach": f"{reach.name}已经排除。"})
        return {}

    def _attach(locked: Campaign, step: Any) -> None:
        LeftOut.objects.create(campaign=locked, reach=reach, why=why)

    said = f"{reach.name}：{why}" if why else ""
    step = Step("leave_out_reach", by, _values, said, at or timezone.now(), once, attach=_attach)
    return engine.carry_out(TABLE, campaign, step)


def take_back_reach(
    campaign: Campaign, by: Post, *, reach: Reach, once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """恢复河段: it can be drawn again. Refusal 409 when somebody was faster."""

    def _values(locked: Campaign) -> dict[str, Any]:
        if not locked.left_out.filter(reach=reach).exists():
            raise Refusal(f"{reach.name}没有排除，或已经恢复。", status=409)
        return {}

    def _attach(locked: Campaign, step: Any) -> None:
        locked.left_out.filter(reach=reach).delete()

    step = Step("take_back_reach", by, _values, reach.name, at or timezone.now(), once, attach=_attach)
    return engine.carry_out(TABLE, campaign, step)
