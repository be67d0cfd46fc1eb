"""Warnings: issued by the office, lifted, and a wrong click taken back. The chiefs concerned are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.queries import within
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import clean, day_words, one_line
from hezhang.core.notify.services import tell
from patrols.norms.models import Norm
from patrols.warnings import rules
from patrols.warnings.models import RiverWarning
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region
    from rivers.chiefs.queries import TenureQuery
    from rivers.registry.models import River

SHOWN = ["kind", "level", "region", "river", "reach", "starts_on", "ends_on", "number", "basis"]


@transaction.atomic
def issue_warning(
    *,
    by: Post | None,
    kind: str,
    level: str,
    region: Region,
    starts_on: date,
    basis: str,
    ends_on: date | None = None,
    river: River | None = None,
    reach: Reach | None = None,
    number: str = "",
    today: date | None = None,
) -> RiverWarning:
    """Warn the reaches of a region, of its part of a river, or one reach, from a day on (to a day, or until it is lifted).

    Raises ValidationError (by field) for days and places that cannot be; NotAllowed outside the actor's region.
    """
    today = today or timezone.localdate()
    if reach is not None:
        region, river = reach.region, None
    saving.must_keep(region.code, by=by)
    if wrong := rules.may_last(starts_on, ends_on, today):
        raise ValidationError(wrong)
    made = RiverWarning(
        kind=kind, level=level, region=region, river=river, reach=reach, starts_on=starts_on, ends_on=ends_on,
        number=one_line(clean(number)), basis=one_line(clean(basis)), post=by, entered_on=today, planned_on=ends_on,
    )  # fmt: skip
    saving.create(made, "river_warning.issue_warning", SHOWN, by=by)
    _tell_chiefs(made, "issue", today)
    return made


@transaction.atomic
def lift_warning(warning: RiverWarning, on: date, *, by: Post | None, today: date | None = None) -> RiverWarning:
    """解除: ``on`` is its last day. Raises ValidationError for a day that changes nothing."""
    found, today = _locked(warning, by), today or timezone.localdate()
    if wrong := rules.may_end(found, on, today):
        raise ValidationError(wrong)
    before, found.ends_on, found.lifted_on = found.ends_on, on, today
    found.save(update_fields=["ends_on", "lifted_on"])
    record("river_warning.lift", found, post=by, before={"ends_on": before}, after={"ends_on": on})
    _tell_chiefs(found, f"lift:{on}", today)
    return found


@transaction.atomic
def take_back_warning(warning: RiverWarning, *, by: Post | None, today: date | None = None) -> RiverWarning | None:
    """Undo the day's last act: a lifting is forgotten, a warning goes (the journal keeps it: None)."""
    found, today = _locked(warning, by), today or timezone.localdate()
    demand(rules.may_take_back(found, today), Refusal)
    if found.lifted_on is not None:
        before, found.ends_on, found.lifted_on = found.ends_on, found.planned_on, None
        found.save(update_fields=["ends_on", "lifted_on"])
        record("river_warning.unlift", found, post=by, before={"ends_on": before}, after={"ends_on": found.ends_on})
        _tell_chiefs(found, "unlift", today)
        return found
    _tell_chiefs(found, "back", today)
    record("river_warning.take_back_warning", found, post=by, before={name: getattr(found, name) for name in SHOWN})
    found.delete()
    return None


def _locked(warning: RiverWarning, by: Post | None) -> RiverWarning:
    rows = RiverWarning.objects.select_for_update(of=("self",)).with_names()
    found = rows.filter(pk=warning.pk).first()
    if found is None:
        raise Refusal("这条预警已经撤销。", status=409)
    saving.must_keep(found.region_id, by=by)
    return found


def tenures_under(warning: RiverWarning, today: date) -> TenureQuery:
    """Responsible tenures of today of the reaches that it is meant for."""
    reaches = Reach.objects.filter(within(warning.region))
    if warning.reach:
        reaches = reaches.below(warning.reach) | Reach.objects.filter(pk=warning.reach_id)
    elif warning.river_id:
        reaches = reaches.filter(river=warning.river_id)
    return Tenure.objects.current(today).filter(reach__in=reaches.order_by(), kind=TenureKind.RESPONSIBLE)


TITLES = {"issue": "", "lift": "已解除", "unlift": "未解除，继续有效", "back": "已撤销"}


def _tell_chiefs(warning: RiverWarning, what: str, today: date) -> None:
    """Each person once, with what is now asked of the own tier."""
    title = f"{warning}{TITLES[what.split(':')[0]]}"
    told: dict[int, str] = {}
    rows = tenures_under(warning, today).values_list("post__user_id", "post__region__tier").order_by("post__user_id")
    for user_id, tier in rows.distinct():
        told.setdefault(user_id, tier)
    asked = _asked_words(warning) if what == "issue" else {}
    for user_id, tier in told.items():
        body = f"{days_words(warning)}。{warning.basis}。{asked.get(tier, '')}"
        key = f"warning:{warning.pk}:{what}:{user_id}"
        tell(user_id, kind="warning", title=title, body=body, url=warning.get_absolute_url(), key=key)


def days_words(warning: RiverWarning) -> str:
    """11月20日起，至解除为止."""
    end = f"至 {day_words(warning.ends_on)}" if warning.ends_on else "起，至解除为止"
    return f"{day_words(warning.starts_on)}{end}"


def _asked_words(warning: RiverWarning) -> dict[str, str]:
    norms = Norm.objects.in_force(warning.region_id).filter(level=warning.level)
    return {norm.tier: f"{norm.words}。" for norm in norms}
