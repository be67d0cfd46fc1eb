"""What looks odd in a round as a whole: shown before it is frozen, for a head who knows the district.

A quarter in which no chief walked, or no issue fell due, is possible; that nobody has entered it is likelier.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from assessment.rounds.models import Round
from assessment.schemes.choices import IndicatorKind, IndicatorShape
from assessment.schemes.models import Indicator


@dataclass(frozen=True, slots=True)
class Oddity:
    """Indicators that are odd in the same way."""

    title: str
    hint: str
    tone: str
    indicators: list[Indicator]


def oddities(round_: Round) -> list[Oddity]:
    """Not in any town, nought in every town, never entered; empty when there is nothing of the kind. One query."""
    of_round = Q(scores__subject__round=round_)
    indicators = list(
        round_.scheme.indicators.annotate(
            part=Count("scores", filter=of_round & Q(scores__is_applicable=True)),
            best=Max("scores__value", filter=of_round & Q(scores__is_applicable=True)),
            most=Max("scores__numerator", filter=of_round),
        ).select_related("group")
    )
    found = [
        Oddity(
            "所有乡镇都不参评",
            "没有一条可以计入的数据，分值已分摊到其他指标。请核对数据是否已录入系统。",
            "red",
            [one for one in indicators if not one.part],
        ),
        Oddity(
            "所有乡镇都是 0 分",
            "参评而无一得分。请核对记录是否已提交、口径是否正确。",
            "red",
            [one for one in indicators if one.shape == IndicatorShape.RATE and one.part and not one.best],
        ),
        Oddity(
            "没有人工录入",
            "没有录入的按“没有此项”计。请确认确无此项，或先录入。",
            "orange",
            [one for one in indicators if one.kind == IndicatorKind.MANUAL and not one.most],
        ),
    ]
    return [oddity for oddity in found if oddity.indicators]
