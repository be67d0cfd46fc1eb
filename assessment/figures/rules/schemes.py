"""A stored scheme as the arithmetic takes it."""

from __future__ import annotations

from assessment.figures.rules.scoring import BandRule, GroupRule, ItemRule, SchemeRule
from assessment.schemes.models import Indicator, Scheme


def scheme_rule(scheme: Scheme) -> SchemeRule:
    """The scheme as the arithmetic takes it; group keys are primary keys, item keys are codes. Three queries."""
    return SchemeRule(
        groups=tuple(GroupRule(str(group.pk), group.points) for group in scheme.groups.all()),
        items=tuple(item_rule(indicator) for indicator in scheme.indicators.all()),
        bands=tuple(BandRule(band.name, band.at_least, band.is_cap) for band in scheme.bands.all()),
        bonus_cap=scheme.bonus_cap,
    )


def item_rule(indicator: Indicator) -> ItemRule:
    """An indicator as the arithmetic takes it."""
    group = str(indicator.group_id) if indicator.group_id else None
    return ItemRule(indicator.code, indicator.shape, indicator.points, group, indicator.cap)
