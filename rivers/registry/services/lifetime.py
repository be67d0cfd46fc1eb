"""The first and the last day of rivers and reaches: what must have ended before (对象建立时间, 对象终止时间: DB34/T 3735.1-2020)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.kernel.words import day_words
from rivers.registry.models import Reach, River
from rivers.registry.signals import lifetime_asked

NAMED = 3


def check_lifetime(row: River | Reach, stored: River | Reach) -> None:
    """ValidationError unless the row may have the days that it would have; ``stored`` is as it stands, under lock."""
    check_order(row.established_on, row.ended_on)
    if row.ended_on != stored.ended_on:
        _check_end(row)


def check_order(first: date | None, last: date | None) -> None:
    """The last day no later than today, since what will end has chiefs until then; and the first no later than the last."""
    if last and last > timezone.localdate():
        raise ValidationError({"ended_on": "对象终止时间不能晚于今天，到那一天再登记。"})
    if first and last and last < first:
        raise ValidationError({"ended_on": f"对象终止时间不能早于对象建立时间 {day_words(first)}。"})


def _check_end(row: River | Reach) -> None:
    stand = [
        *_own(row),
        *(words for _, told in lifetime_asked.send(type(row), shown=row, on=row.ended_on) for words in told or ()),
    ]
    if not stand:
        return
    if row.ended_on is None:
        raise ValidationError({"ended_on": f"“{row.name}”不能恢复：{'；'.join(stand)}。"})
    raise ValidationError({"ended_on": f"“{row.name}”还不能终止，请先办理：{'；'.join(stand)}。"})


def _own(row: River | Reach) -> Iterable[str]:
    """What the registry itself has to say: reaches go before what they lie in, and come back after it."""
    if row.ended_on is None:
        above = [one for one in (row.parent, row.river) if one] if isinstance(row, Reach) else []
        return [f"“{one.name}”已于 {day_words(last)} 终止，请先恢复它" for one in above if (last := last_day_of(one))]
    below = row.reaches if isinstance(row, River) else row.children
    words = "河段" if isinstance(row, River) else "下级河段"
    return standing_words(words, "段", below.outliving(row.ended_on).order_by("code").values_list("name", flat=True))


def last_day_of(row: River | Reach) -> date | None:
    """As it is stored, locked: upwards, reaches first and then the river, so that no two wait for one another."""
    return type(row)._default_manager.select_for_update().values_list("ended_on", flat=True).get(pk=row.pk)


def standing_words(what: str, unit: str, names: Iterable[str]) -> list[str]:
    """["公示牌 4 块（B1、B2、B3 等）"]; nothing for nothing."""
    found = list(names)
    more = " 等" if len(found) > NAMED else ""
    return [f"{what} {len(found)} {unit}（{'、'.join(found[:NAMED])}{more}）"] if found else []
