"""What this district's office has set for itself."""

from __future__ import annotations

from hezhang.portal.demo.world import World
from issues.clocks.choices import Severity, Track
from issues.ledger.models import Category, FindingRule


def finding_rules(world: World) -> str:
    """发现自动登记: what is wrong with a signboard wants no judgement. After the story, in which the office registers by hand."""
    FindingRule.objects.create(
        item=world.items["倾斜破损或变形变色老化"],
        category=Category.objects.get(name="公示牌"),
        severity=Severity.MINOR,
        track=Track.INSTANT,
        is_on=True,
    )
    return "1 条"
