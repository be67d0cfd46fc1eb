"""A campaign is planned, and changed as long as nothing has been drawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Attach, Step
from issues.campaigns import rules
from issues.campaigns.choices import How
from issues.campaigns.models import Campaign, CampaignItem, CampaignTransition, Inspector
from issues.campaigns.workflow import TABLE
from issues.ledger.models import Category

MOST_ITEMS = 40
FEW = "检查人员至少选两人，两人一组。"
TWICE = "{} 以两个岗位入选，请只留一个。"


@dataclass(frozen=True)
class Plan:
    """What the office fills in. ``items``: each line of the check list with its class; ``pool``: posts to be drawn from."""

    name: str
    kind: str
    manner: str
    starts_on: date
    ends_on: date
    tiers: Sequence[str]
    how: str
    amount: int
    items: Sequence[tuple[str, Category | None]]
    pool: Sequence[Post]
    spared_days: int = 0

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the campaign's own row."""
        names = ("kind", "manner", "starts_on", "ends_on", "how", "amount", "spared_days")
        return {"name": self.name.strip(), "tiers": list(self.tiers)} | {one: getattr(self, one) for one in names}


def plan_campaign(*, by: Post, plan: Plan, client_id: UUID | None = None, at: datetime | None = None) -> Campaign:
    """新建督查: a draft. The same form sent twice is one."""
    at = at or timezone.now()
    demand(rules.may_plan(by), NotAllowed)
    _check(plan, by)
    campaign = Campaign(client_id=client_id or uuid.uuid4(), region=by.region, post=by, **plan.columns)
    same = Campaign.objects.filter(client_id=campaign.client_id, region=by.region)
    if known := same.first():
        return known
    try:
        with transaction.atomic():
            engine.begin(TABLE, campaign, Step("plan_campaign", by, at=at, attach=_lists(plan)))
    except IntegrityError:
        if known := same.first():
            return known  # twice at once
        raise
    return campaign


def edit_campaign(
    campaign: Campaign, by: Post, *, plan: Plan, once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """修改: all of it, before anything is drawn."""

    def _values(locked: Campaign) -> dict[str, Any]:
        _check(plan, by)
        return plan.columns

    step = Step("edit_campaign", by, _values, "", at or timezone.now(), once, attach=_lists(plan))
    return engine.carry_out(TABLE, campaign, step)


def _check(plan: Plan, by: Post) -> None:
    """What the database alone would not say in words."""
    wrong: dict[str, str] = {}
    people = [post.user_id for post in plan.pool]
    if plan.ends_on < plan.starts_on:
        wrong["ends_on"] = "截止日期不能早于起始日期。"
    if plan.how == How.SHARE and plan.amount > 100:
        wrong["amount"] = "百分比不能超过 100。"
    if len(set(people)) < 2:
        wrong["pool"] = FEW
    for post in plan.pool:
        if people.count(post.user_id) > 1:
            wrong["pool"] = TWICE.format(post.user.name)
        elif not by.region.contains(post.region_id):
            wrong["pool"] = f"{post} 不在本区县。"
    texts = [text for text, _ in plan.items]
    if not texts or len(texts) > MOST_ITEMS or len(set(texts)) < len(texts):
        wrong["lines"] = f"检查清单须有 1 至 {MOST_ITEMS} 项，不能重复。"
    if wrong:
        raise ValidationError({name: [words] for name, words in wrong.items()})


def _lists(plan: Plan) -> Attach:
    """Check list and pool, in the place of what was there."""

    def _write(campaign: Campaign, step: Any) -> None:
        campaign.items.all().delete()
        campaign.inspectors.all().delete()
        rows = enumerate(plan.items, start=1)
        CampaignItem.objects.bulk_create(
            [CampaignItem(campaign=campaign, number=i, text=text, category=kind) for i, (text, kind) in rows]
        )
        Inspector.objects.bulk_create([Inspector(campaign=campaign, post=post) for post in plan.pool])

    return _write
