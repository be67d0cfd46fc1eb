"""A sample is drawn, once for a county and a quarter."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.services import record
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.kernel.refusal import NotAllowed, demand
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.lookback import rules
from issues.lookback.models import Draw, DrawnIssue, LookBackRule


@transaction.atomic
def draw_sample(*, by: Post, quarter: Period, seed: str = "", at: datetime | None = None) -> Draw:
    """Draw from what was signed off in the quarter. No second try: who could draw again would draw until it pleased.

    Raises NotAllowed, and ValidationError where the quarter runs, was drawn from already, or has nothing to draw.
    """
    at = at or timezone.now()
    demand(rules.may_draw(by), NotAllowed)
    if not (verdict := rules.is_over(quarter, timezone.localdate(at))):
        raise ValidationError({"quarter": verdict.reason})
    Region.objects.hold(by.region_id)
    if Draw.objects.filter(region=by.region, first=quarter.start).exists():
        raise ValidationError({"quarter": f"{quarter}已经抽取过，不能重抽。"})
    shares = {one.severity: [one.percent, one.at_least] for one in LookBackRule.objects.in_force(by.region_id)}
    draw = Draw(
        region=by.region, first=quarter.start, last=quarter.end, seed=seed or secrets.token_hex(8), rules=shares,
        upto=Issue.objects.aggregate(most=Max("pk"))["most"] or 0, population=0, made_at=at, post=by,
    )  # fmt: skip
    drawn = sample_of(draw)
    if not drawn:
        raise ValidationError({"quarter": f"{quarter}没有可抽取的已销号问题。"})
    draw.population = sum(1 for _ in population(draw))
    draw.save()
    DrawnIssue.objects.bulk_create([DrawnIssue(draw=draw, issue_id=one.pk) for one in drawn])
    told = {"seed": draw.seed, "rules": shares, "population": draw.population, "drawn": len(drawn)}
    record("draw.draw_sample", draw, post=by, at=at, after=told)
    return draw


def sample_of(draw: Draw) -> list[rules.Candidate]:
    """What seed, rules and ledger give: the sample when it is drawn, and the same whenever it is drawn again."""
    shares = {severity: rules.Share(*share) for severity, share in draw.rules.items()}
    return rules.draw(population(draw), shares, draw.seed)


def population(draw: Draw) -> Iterator[rules.Candidate]:
    """What was signed off in the quarter, as far as it was entered by then."""
    start, end = period_of("quarter", draw.first).bounds()
    rows = Issue.objects.filter(
        county=draw.region.prefix, state=State.CLOSED, closed_at__gte=start, closed_at__lt=end, pk__lte=draw.upto
    )
    fields = rows.order_by("pk").values_list("pk", "number", "region_id", "category_id", "severity")
    return (rules.Candidate(*each) for each in fields.iterator())
