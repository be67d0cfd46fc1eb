"""Editing a scheme: in place while nobody uses it, else as a new version (copy on write)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from assessment.schemes import rules
from assessment.schemes.choices import IndicatorKind
from assessment.schemes.models import Band, Group, Indicator, Scheme
from assessment.schemes.rules.catalogue import filled
from assessment.schemes.services.scheme_data import BandIn, GroupIn, IndicatorIn, SchemeIn, errors_of
from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit import services as audit
from hezhang.core.kernel import edits
from hezhang.core.kernel.refusal import demand


@transaction.atomic
def edit_scheme(
    scheme: Scheme, data: SchemeIn, *, by: Post, seen: str | None = None, at: datetime | None = None
) -> Scheme:
    """Write the scheme; returns the version that now holds the rules.

    A scheme that a round uses, or that is not the own region's, stays as it is: the changes make a new version of the
    own region, which becomes the current one. ``seen``: the ``mark`` of what the actor had before the eyes; None to write
    in any case. Raises NotAllowed, ValidationError (a list of sentences) and EditedMeanwhile when that is stale.
    """
    at = at or timezone.now()
    # The region, not the scheme: a new version is made of the shipped one and of the own, and its number counts on from both.
    Region.objects.hold(by.region_id)
    scheme = edits.lock_unchanged(scheme, seen, lambda stored: None if seen is None else mark(stored, by=by))
    demand(rules.may_edit(scheme, by))
    if errors := errors_of(data):
        raise ValidationError(errors)
    before = describe(read_scheme(scheme))
    target = _new_version(by, scheme, data.name, at) if is_fixed(scheme, by=by) else scheme
    _write(target, data)
    audit.record("scheme.save", target, post=by, before=before, after=describe(read_scheme(target)), at=at)
    return target


def mark(scheme: Scheme, *, by: Post) -> str:
    """What a form carries along, so that a version saved meanwhile, or by the first of two clicks, is noticed."""
    newest = newest_of(by.region)
    return edits.fingerprint(
        {"rules": audit.plain(describe(read_scheme(scheme))), "newest": newest.pk if newest else None}
    )


def newest_of(region: Region) -> Scheme | None:
    """The version that the region saved last."""
    return Scheme.objects.filter(region=region).order_by("pk").last()


def is_fixed(scheme: Scheme, *, by: Post) -> bool:
    """Whether a change makes a new version: another's scheme, or one that a round uses."""
    return scheme.region_id != by.region_id or scheme.rounds.exists()


def _new_version(by: Post, scheme: Scheme, name: str, at: datetime) -> Scheme:
    # Counted on from the shipped one as well, so that no two versions of one name have one number.
    versions = Scheme.objects.filter(Q(region=by.region) | Q(region=None), name=name)
    version = (versions.aggregate(top=Max("version"))["top"] or 0) + 1
    Scheme.objects.filter(region=by.region, is_active=True).update(is_active=False)
    return Scheme.objects.create(region=by.region, name=name, version=version, is_active=True, created_at=at)


def _write(scheme: Scheme, data: SchemeIn) -> None:
    scheme.name, scheme.basis, scheme.bonus_cap = data.name, data.basis, data.bonus_cap
    scheme.save()
    # Written anew as a whole; scores point at indicators, so a scheme that a round uses never comes here.
    scheme.indicators.all().delete()
    scheme.groups.all().delete()
    scheme.bands.all().delete()
    groups = {
        group.key: Group.objects.create(scheme=scheme, name=group.name, points=group.points, order=order)
        for order, group in enumerate(data.groups)
    }
    taken = {one.code for one in data.indicators if one.code}
    for order, one in enumerate(data.indicators):
        code = one.code or _free_code(taken)
        taken.add(code)
        _write_indicator(scheme, groups.get(one.group), code, order, one)
    Band.objects.bulk_create(
        Band(scheme=scheme, name=band.name, at_least=band.at_least, is_cap=band.is_cap) for band in data.bands
    )


def _write_indicator(scheme: Scheme, group: Group | None, code: str, order: int, one: IndicatorIn) -> None:
    Indicator.objects.create(
        scheme=scheme,
        group=group,
        code=code,
        name=one.name,
        kind=IndicatorKind.AUTO if one.calculation else IndicatorKind.MANUAL,
        calculation=one.calculation,
        shape=one.shape,
        points=one.points,
        cap=one.cap,
        parameters=filled(one.calculation, one.parameters),
        rule=one.rule,
        order=order,
    )


def _free_code(taken: set[str]) -> str:
    return next(code for code in (f"own_{n}" for n in range(1, 1000)) if code not in taken)


def read_scheme(scheme: Scheme) -> SchemeIn:
    """The stored scheme in the shape that the edit page takes."""
    return SchemeIn(
        name=scheme.name,
        basis=scheme.basis,
        bonus_cap=scheme.bonus_cap,
        groups=[GroupIn(str(group.pk), group.name, group.points) for group in scheme.groups.all()],
        indicators=[_indicator(one) for one in scheme.indicators.all()],
        bands=[BandIn(band.name, band.at_least, band.is_cap) for band in scheme.bands.all()],
    )


def _indicator(one: Indicator) -> IndicatorIn:
    group = str(one.group_id) if one.group_id else ""
    return IndicatorIn(
        one.code, one.name, group, one.shape, one.points, one.calculation, one.cap, one.parameters, one.rule
    )


def describe(data: SchemeIn) -> dict[str, object]:
    """The scheme in a few words for the journal: name, cap, and one line per group, indicator and band."""
    names = {group.key: group.name for group in data.groups}
    return {
        "name": data.name,
        "basis": data.basis,
        "bonus_cap": data.bonus_cap,
        "groups": [f"{group.name} {group.points:.2f}" for group in data.groups],
        "indicators": [
            f"{names.get(one.group, '—')}/{one.name} {one.shape} {one.points:.2f} {one.cap} {one.parameters or ''}".rstrip()
            for one in data.indicators
        ],
        "bands": [f"{band.name} {band.at_least:.2f} {band.is_cap}" for band in data.bands],
    }
