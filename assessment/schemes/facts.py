"""Which scheme is in force, and how its indicators read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.schemes.models import Indicator, Scheme
from assessment.schemes.rules.catalogue import filled, parameters_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def current_scheme(post: Post) -> Scheme | None:
    """The scheme in force for the post's region: its own, else the shipped one."""
    active = Scheme.objects.visible_to(post).filter(is_active=True)
    return active.filter(region=post.region).first() or active.filter(region=None).first()


def parameter_words(indicator: Indicator) -> str:
    """What the office has set for this very indicator: 宽限天数 15 天; empty where its calculation takes nothing."""
    values = filled(indicator.calculation, indicator.parameters)
    return "、".join(f"{one.label} {values[one.name]} {one.unit}" for one in parameters_of(indicator.calculation))
