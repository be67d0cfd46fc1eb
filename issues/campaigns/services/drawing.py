"""The lot is drawn, kept with all that went into it, and drawn again by anybody who asks."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.campaigns import rules
from issues.campaigns.models import Campaign, CampaignDraw, CampaignTransition, Inspector, Visit
from issues.campaigns.rules import Asked, Drawn, Person, Place
from issues.campaigns.workflow import TABLE
from issues.ledger.models import Issue
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

NOTHING = "没有可抽取的河段：请放宽河段级别或“多少天内检查过的不抽”，或增加不必回避的检查人员。"


class Lots(NamedTuple):
    """What a draw is made from; ``spared``: reaches (pk, code, name, why) that were left out before."""

    places: list[Place]
    people: list[Person]
    asked: Asked
    spared: list[list[Any]]


def draw_campaign(
    campaign: Campaign, by: Post, *, seed: str = "", once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """抽取: reaches and teams, by one seed."""
    return _draw("draw_campaign", campaign, by, seed, "", once, at or timezone.now())


def redraw_campaign(
    campaign: Campaign, by: Post, *, words: str, seed: str = "", once: UUID | None = None, at: datetime | None = None
) -> CampaignTransition:
    """重抽: what was drawn before stays on record, with why it was drawn again."""
    return _draw("redraw_campaign", campaign, by, seed, words.strip(), once, at or timezone.now())


def _draw(
    verb: str, campaign: Campaign, by: Post, seed: str, why: str, once: UUID | None, at: datetime
) -> CampaignTransition:
    seed = seed or secrets.token_hex(8)
    held: dict[str, Any] = {}

    def _values(locked: Campaign) -> dict[str, Any]:
        lots = _lots_of(locked, timezone.localdate(at))
        held["lots"], held["drawn"] = lots, rules.draw(lots.places, lots.people, lots.asked, seed)
        if not held["drawn"].visits:
            raise ValidationError(NOTHING)
        return {"seed": seed}

    def _attach(locked: Campaign, step: Any) -> None:
        _keep(locked, held["lots"], held["drawn"], CampaignDraw(seed=seed, post=by, made_at=at, why=why))

    return engine.carry_out(TABLE, campaign, Step(verb, by, _values, why, at, once, attach=_attach))


def _keep(campaign: Campaign, lots: Lots, drawn: Drawn, row: CampaignDraw) -> None:
    row.campaign = campaign
    row.number = (campaign.draws.aggregate(most=Max("number"))["most"] or 0) + 1
    row.lots = {name: [list(one) for one in getattr(lots, name)] for name in ("places", "people", "spared")}
    row.lots["asked"] = list(lots.asked)
    row.save()
    campaign.visits.all().delete()
    Visit.objects.bulk_create(
        [Visit(campaign=campaign, reach_id=one.pk, team=team, state_since=row.made_at) for one, team in drawn.visits]
    )
    for number, team in enumerate(drawn.teams, start=1):
        Inspector.objects.filter(campaign=campaign, post__in=team).update(team=number)


def drawn_again(draw: CampaignDraw) -> tuple[Lots, Drawn]:
    """What went into a draw, and what its seed makes of it: the same whenever it is asked."""
    told = draw.lots
    places = [Place(pk, code, region, tier, tuple(who)) for pk, code, region, tier, who in told["places"]]
    people = [Person(pk, tuple(regions)) for pk, regions in told["people"]]
    lots = Lots(places, people, Asked(*told["asked"]), told["spared"])
    return lots, rules.draw(places, people, lots.asked, draw.seed)


def _lots_of(campaign: Campaign, today: date) -> Lots:
    """Reaches and people as they stand, and what keeps whom from which."""
    pool = [one.post for one in campaign.inspectors.select_related("post__user", "post__region").order_by("post_id")]
    out = dict(campaign.left_out.order_by().values_list("reach", "why"))
    every = list(_reaches(campaign, today))
    reaches = [one for one in every if one.pk not in out]
    seen = _seen_since(campaign, today - timedelta(days=campaign.spared_days)) if campaign.spared_days else set()
    answering = _answering([one for one in reaches if one.pk not in seen], pool, today)
    places = [
        Place(one.pk, one.code, one.region_id, one.tier, tuple(answering.get(one.pk, ())))
        for one in reaches
        if one.pk not in seen
    ]
    why = rules.spared(campaign.spared_days)
    spared = [[one.pk, one.code, one.name, rules.by_hand(out[one.pk])] for one in every if one.pk in out]
    spared += [[one.pk, one.code, one.name, why] for one in reaches if one.pk in seen]
    return Lots(places, _people(pool, today), Asked(campaign.how, campaign.amount), spared)


def _reaches(campaign: Campaign, today: date) -> Any:
    rows = Reach.objects.standing(today).filter(within(campaign.region), tier__in=campaign.tiers)
    return rows.order_by("code")


def _seen_since(campaign: Campaign, day: date) -> set[int]:
    """Reaches that any campaign of the county has looked at since that day."""
    rows = Visit.objects.done().filter(within(campaign.region, "campaign__region"), done_at__date__gte=day)
    return set(rows.order_by().values_list("reach", flat=True))


def _people(pool: list[Post], today: date) -> list[Person]:
    """With every town and village where the person holds any post: one acts under one, and answers under all."""
    held: dict[int, set[str]] = {}
    posts = Post.objects.current(today).filter(user__in={one.user_id for one in pool}).select_related("region")
    for post in posts.select_related("department__region"):
        for region in (post.region, post.department.region if post.department else post.region):
            if region.tier in (Tier.TOWN, Tier.VILLAGE):
                held.setdefault(post.user_id, set()).add(region.prefix)
    return [Person(one.pk, tuple(sorted(held.get(one.user_id, ())))) for one in pool]


def _answering(reaches: list[Reach], pool: list[Post], today: date) -> dict[int, list[int]]:
    """Reach → posts of the pool that lead it, a reach around or below it, or whose unit has a problem of it in hand."""
    leads = _led(pool, today)
    units = {post.pk: post.department_id for post in pool if post.department_id}
    busy = set(
        Issue.objects.open().filter(unit__in=set(units.values()), reach__isnull=False).values_list("reach", "unit")
    )
    above = dict(Reach.objects.filter(river__in={one.river_id for one in reaches}).values_list("pk", "parent"))
    found: dict[int, list[int]] = {}
    for reach in reaches:
        line = _upwards(reach.pk, above)
        for post in pool:
            own = leads.get(post.user_id, set())
            is_near = own & line or any(reach.pk in _upwards(pk, above) for pk in own)
            if is_near or (reach.pk, units.get(post.pk)) in busy:
                found.setdefault(reach.pk, []).append(post.pk)
    return found


def _led(pool: list[Post], today: date) -> dict[int, set[int]]:
    """Person → reaches to which he is anything: chief, deputy, 联系单位, patroller."""
    found: dict[int, set[int]] = {}
    rows = Tenure.objects.current(today).filter(post__user__in={one.user_id for one in pool})
    for user, reach in rows.order_by().values_list("post__user", "reach"):
        found.setdefault(user, set()).add(reach)
    return found


def _upwards(pk: int | None, above: dict[int, int | None]) -> set[int]:
    """The reach and those around it; of another river none."""
    found: set[int] = set()
    while pk is not None and pk in above and pk not in found:
        found.add(pk)
        pk = above[pk]
    return found
