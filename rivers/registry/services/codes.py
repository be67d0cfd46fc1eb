"""Codes by rule: the next one behind its prefix, and a number that was given out is not given out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Length

from rivers.registry.choices import Coded
from rivers.registry.models import CodeRule, CodeSerial, Reach, River
from rivers.registry.rules.codes import PATTERNS, WORDS, prefix_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Region

FULL = "编码规则的 {} 位顺序号在“{}”之后已用完，请在“参数设置 - 编码规则”中增加位数，或手工填写编码。"


def pattern_of(what: str, region: Region) -> str:
    """The rule that holds in the region."""
    rule = CodeRule.objects.in_force(region.code).filter(what=what).first()
    return rule.pattern if rule else PATTERNS[what]


def next_code(
    what: str, region: Region, rows: QuerySet, told: Mapping[str, str] | None = None, *, take: bool = False
) -> str:
    """The next code for a thing of the region; ``rows``: all that bear such codes; ``told``: further words of the pattern.

    ``take`` gives the number out: of two who ask at once each gets his own. Raises ValidationError when all are used.
    """
    prefix, digits = prefix_of(pattern_of(what, region), region.code, told or {})
    serial = _serial(prefix) if take else CodeSerial.objects.filter(prefix=prefix).first()
    # The highest and one more, never a gap: the number in a gap may still stand on a board or in a document.
    number = max(serial.last if serial else 0, highest(rows, prefix, digits)) + 1
    if len(str(number)) > digits:
        raise ValidationError({"code": FULL.format(digits, prefix)})
    if take and serial is not None:
        serial.last = number
        serial.save(update_fields=["last"])
    return f"{prefix}{number:0{digits}d}"


def next_river_code(region: Region, kind: str = Coded.RIVER, *, take: bool = False) -> str:
    """By the rule for rivers, lakes, reservoirs …: 330303000008."""
    return next_code(kind, region, River.objects.all(), take=take)


def next_reach_code(river: River, region: Region | None = None, *, take: bool = False) -> str:
    """By the rule for reaches, in the county of the reach (or of its river): 330303000012."""
    told = {"river": river.code[: WORDS["river"]]}
    return next_code(Coded.REACH, region or river.region, Reach.objects.all(), told, take=take)


def highest(rows: QuerySet, prefix: str, digits: int) -> int:
    """The highest number that stands behind the prefix; codes of other lengths were made by other rules."""
    same = rows.filter(code__startswith=prefix).annotate(long=Length("code")).filter(long=len(prefix) + digits)
    for code in same.order_by("-code").values_list("code", flat=True).iterator():
        if code[len(prefix) :].isdecimal():
            return int(code[len(prefix) :])
    return 0


def _serial(prefix: str) -> CodeSerial:
    """Its row, locked until the transaction ends."""
    CodeSerial.objects.bulk_create([CodeSerial(prefix=prefix)], ignore_conflicts=True)
    return CodeSerial.objects.select_for_update().get(prefix=prefix)
