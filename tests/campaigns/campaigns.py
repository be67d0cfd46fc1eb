"""Campaigns at every state: planned by the clerk, looked at by the patroller of the town and the handler of the bureau.

The pool of three holds the bureau twice and the town's patroller once, who may not look at his own town.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.kernel.choices import Tier
from issues.campaigns import services
from issues.campaigns.models import Campaign, Visit
from issues.campaigns.services import Plan, Told
from rivers.registry.models import Reach
from tests.cast import SINCE
from tests.issues import build

SEED = "2026"
PASS, FAIL = Told("pass"), Told("fail", "桥下堆了两方垃圾")


def plan(cast: Any, **more: Any) -> Plan:
    today = timezone.localdate()
    told = {"name": "四季度督查", "kind": "inspection", "manner": "open", "how": "each", "amount": 1}
    told |= {"starts_on": today, "ends_on": today + timedelta(days=9), "tiers": [Tier.VILLAGE, Tier.TOWN]}
    told |= {"items": [("水面没有垃圾", None), ("公示牌完好", None)], "pool": [cast.handler, cast.clerk]}
    return Plan(**told | more)


def somebody(cast: Any, key: str, region: Any, role: str = Role.PATROLLER, **more: Any) -> Post:
    user = User.objects.create(username=key, name=key)
    return Post.objects.create(user=user, role=role, region=region, starts_on=SINCE, **more)


def far_reach(cast: Any) -> Reach:
    """A reach of the sibling town, for which nobody of the cast answers."""
    told = {"river": cast.river, "tier": Tier.VILLAGE, "region": cast.village3, "name": "澄溪柳下村段"}
    return Reach.objects.create(code="R1-village3", **told)


def draft(cast: Any, **more: Any) -> Campaign:
    return services.plan_campaign(by=more.pop("by", cast.clerk), plan=plan(cast, **more))


def drawn(cast: Any, **more: Any) -> Campaign:
    campaign = draft(cast, **more)
    services.draw_campaign(campaign, cast.clerk, seed=SEED)
    return campaign


def running(cast: Any, **more: Any) -> Campaign:
    campaign = drawn(cast, **more)
    services.start_campaign(campaign, cast.clerk)
    return campaign


def answers(visit: Visit, *told: Told) -> dict[int, Told]:
    """What is said of the items in their order; of the others that they are as they should be."""
    said = [*told, *[PASS] * 40]
    return {item.pk: one for item, one in zip(visit.campaign.items.order_by("number"), said, strict=False)}


def seen(visit: Visit, by: Post, *told: Told, **more: Any) -> Visit:
    more = {"photos": [build.photo(by)]} | more
    services.submit_visit(visit, by, answers=answers(visit, *told), **more)
    return visit


def visited(cast: Any, *told: Told, **more: Any) -> Campaign:
    """One reach looked at, with one item wrong."""
    campaign = running(cast, **more)
    visit = campaign.visits.order_by("pk").first()
    seen(visit, campaign.inspectors.filter(team=visit.team).earliest("pk").post, *(told or [FAIL]))
    return campaign


def finished(cast: Any, **more: Any) -> Campaign:
    campaign = visited(cast, **more)
    services.finish_campaign(campaign, cast.clerk, conclusion="雨天未到的下月补查")
    return campaign


def cancelled(cast: Any, **more: Any) -> Campaign:
    campaign = drawn(cast, **more)
    services.cancel_campaign(campaign, cast.clerk, words="与省级督查重复")
    return campaign


AT = {"draft": draft, "drawn": drawn, "running": running, "finished": finished, "cancelled": cancelled}
