"""What was found wrong becomes a lead, and by the inspector's word a problem at once: nothing is typed twice."""

from __future__ import annotations

import uuid
from datetime import datetime

from issues.campaigns.models import Answer, Campaign, Visit
from issues.leads import services as leads
from issues.leads.models import Lead
from issues.ledger.choices import Source


def hand_over(campaign: Campaign, at: datetime) -> int:
    """Every finding that is no lead yet; returns how many. For the end of a covert campaign."""
    rows = Answer.objects.filter(visit__campaign=campaign, lead__isnull=True).failed().with_names()
    found = list(rows.select_related("visit__done_by__region").order_by("pk"))
    for answer in found:
        make_lead(answer, answer.visit, at)
    return len(found)


def make_lead(answer: Answer, visit: Visit, at: datetime, *, at_once: bool = False) -> Lead:
    """The lead of one finding, by who was there, with place, its own photos and those of the reach; ``at_once``: as a problem, without another look."""
    photos = [one.upload for one in visit.photos.of_item(answer.item_id).select_related("upload")]
    shot = next(((one.lat, one.lng) for one in photos if one.lat is not None), (None, None))
    lat, lng = (visit.lat, visit.lng) if visit.lat is not None else shot
    reach, by = visit.reach, visit.done_by
    if by is None or visit.done_at is None:
        raise ValueError("nobody has been there")
    lead = leads.find_lead(
        by=by, source=Source.COVERT, text=f"{answer.item.text}：{answer.note}", river=reach.river, region=reach.region,
        reach=reach, found_at=visit.done_at, lat=lat, lng=lng, photos=photos,
        client_id=uuid.uuid5(visit.campaign.client_id, f"{visit.pk} {answer.item_id}"), at=at,
    )  # fmt: skip
    if at_once:
        leads.prove_lead(lead, by, finding="检查时现场核实。", category=answer.item.category, at=at)
    answer.lead = lead
    answer.save(update_fields=["lead"])
    return lead
