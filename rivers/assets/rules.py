"""Values over plain data: how what was typed is kept, how it is said, which one holds on a day; may a kind be changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Protocol, TypeVar

from hezhang.core.accounts.rules import may_set_up
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.kernel.words import clean, day_words, decimal_words
from rivers.assets.choices import NO, ValueType
from rivers.assets.choices import YES as TICKED

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.assets.models import ObjectField

LONGEST = 200  # characters of a value
MOST = Decimal(10) ** 12  # of a number: it must fit its column, whatever bounds an office has set
ONE_EACH = "“{}”有两行，请只保留一行。"


class WrongValue(ValueError):  # noqa: N818 - an answer to the user
    """``str()`` is the Chinese sentence: what the field takes."""


class Dated(Protocol):
    """What holds from a day on."""

    @property
    def valid_from(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


def holding(rows: Iterable[Row], day: date) -> Row | None:
    """Of the values of one field the one that holds on that day: the latest that has begun."""
    begun = [row for row in rows if row.valid_from <= day]
    return max(begun, key=lambda row: row.valid_from, default=None)


def canonical(field: ObjectField, typed: object) -> str:
    """The value as it is kept; "" for nothing. Raises WrongValue with what the field takes."""
    text = typed.isoformat() if isinstance(typed, date) else clean(str(typed if typed is not None else ""))
    if not text:
        return ""
    return _TYPES[ValueType(field.type)](field, text)


def number_of(field: ObjectField, text: str) -> Decimal | None:
    """The figure of a number field, for orders and sums; None for others."""
    return Decimal(text) if text and field.type == ValueType.NUMBER else None


def said(field: ObjectField, text: str) -> str:
    """The value in words, with its unit: 12.3 万m³, 2024年5月1日."""
    if not text:
        return ""
    if field.type == ValueType.DATE:
        return day_words(date.fromisoformat(text))
    return f"{text} {field.unit}" if field.unit else text


def _text(field: ObjectField, text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise WrongValue(f"最多 {LONGEST} 个字，现在有 {len(text)} 个。")
    return text


def _number(field: ObjectField, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix(field.unit)
    try:
        value = Decimal(plain)
        # NaN and infinities are Decimals, too, and compare with nothing.
        fits = value.is_finite() and abs(value) < MOST
    except InvalidOperation:
        fits = False
    if not fits:
        raise WrongValue(f"应为数字{f'（单位：{field.unit}）' if field.unit else ''}。")
    if value != round(value, field.decimals):
        raise WrongValue(f"最多保留 {field.decimals} 位小数。" if field.decimals else "应为整数。")
    if field.least is not None and value < field.least:
        raise WrongValue(f"不能小于 {decimal_words(field.least)}。")
    if field.most is not None and value > field.most:
        raise WrongValue(f"不能大于 {decimal_words(field.most)}。")
    return decimal_words(value + 0)  # -0 is 0


def _date(field: ObjectField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongValue("应为日期，如 2026-11-21。") from error


def _choice(field: ObjectField, text: str) -> str:
    if text not in field.choices:
        raise WrongValue(f"不认识“{text}”，可填：{'、'.join(field.choices)}。")
    return text


def _yes_no(field: ObjectField, text: str) -> str:
    if text not in (TICKED, NO):
        raise WrongValue("请填“是”或“否”。")
    return text


_TYPES = {
    ValueType.TEXT: _text,
    ValueType.NUMBER: _number,
    ValueType.DATE: _date,
    ValueType.CHOICE: _choice,
    ValueType.YES_NO: _yes_no,
}


def may_keep_kinds(post: Post) -> Verdict:
    """Who opens the page 对象类别: who sets up everything else; of which rows, ``parameters.rules.may_change`` says."""
    return may_set_up(post)


def field_is_sound(*, kind: str, options: list[str], least: Decimal | None, most: Decimal | None) -> dict[str, str]:
    """What is wrong with a field as it would be, by the name of what is wrong."""
    found = {}
    if kind == ValueType.CHOICE and len(set(options)) < 2:
        found["options"] = "请至少写两个选项，一行一个。"
    if kind == ValueType.CHOICE and len(set(options)) < len(options):
        found["options"] = "有重复的选项，请只保留一个。"
    if any(len(option) > LONGEST for option in options):
        found["options"] = f"每个选项最多 {LONGEST} 个字。"
    if least is not None and most is not None and least > most:
        found["most"] = "最大值不能小于最小值。"
    return found


def may_retype(was: str, now: str, held: int) -> Verdict:
    """A figure that turns into a day means nothing: with values the type stays."""
    return yes_if(was == now or not held, f"已有 {held} 条数据，不能改类型。请停用这个字段，另建一个。")


def may_drop_options(gone: dict[str, int]) -> Verdict:
    """``gone``: options that would go → how many values say so."""
    used = {word: number for word, number in gone.items() if number}
    if not used:
        return YES
    told = "、".join(f"“{word}”（{number} 条）" for word, number in used.items())
    return no(f"选项{told}已有数据在用，不能去掉或改名；可以增加选项。")
