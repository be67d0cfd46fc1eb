"""What pages show of heads: those of a region and of the regions around it, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.words import day_words, mask_phone
from rivers.heads.choices import HeadKind
from rivers.heads.models import HeadTenure
from rivers.heads.rules import standing


@dataclass(frozen=True)
class HeadLine:
    """A region with who headed its river chiefs on the day."""

    region: Region
    generals: Sequence[HeadTenure]
    vices: Sequence[HeadTenure]


def terms_of(rows: QuerySet[HeadTenure], today: date) -> list[tuple[HeadTenure, str]]:
    """Each with its standing in one word, those in office first, then the latest."""
    told = [(one, standing(one, today)) for one in rows.order_by("-starts_on", "kind", "pk")]
    return sorted(told, key=lambda row: row[1] == "已离任")


def facts_of(head: HeadTenure, person: Any, today: date) -> list[tuple[str, Any]]:
    """What is known of a term, (label, value) in reading order; ``person``: the name, with its page where it opens."""
    return [
        ("姓名", person),
        ("类别", head.get_kind_display()),
        ("区划", head.region.name),
        ("级别", head.region.get_tier_display()),
        ("职务", head.post.title),
        ("电话", mask_phone(head.post.user.phone)),
        ("任职日期", day_words(head.starts_on)),
        ("离任日期", day_words(head.ends_on) if head.ends_on else None),
        ("状态", standing(head, today)),
        ("登记日期", day_words(head.closed_on or head.entered_on)),
    ]


def heads_over(region: Region, day: date) -> list[HeadLine]:
    """The region and those around it, from the top down, each with its heads of that day. Two queries."""
    # The code is the path (decision 0002); a pseudo-area has a code of its own tier.
    codes = {region.code} | {region.code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in Tier}
    regions = [one for one in Region.objects.filter(code__in=codes).order_by("code") if one.contains(region.code)]
    held = HeadTenure.objects.current(day).filter(region__in=codes).with_names().order_by("starts_on", "pk")
    by_kind: dict[tuple[str, str], list[HeadTenure]] = {}
    for one in held:
        by_kind.setdefault((one.region_id, one.kind), []).append(one)

    def of(code: str, kind: str) -> list[HeadTenure]:
        return by_kind.get((code, kind), [])

    return [HeadLine(one, of(one.code, HeadKind.GENERAL), of(one.code, HeadKind.VICE)) for one in regions]
