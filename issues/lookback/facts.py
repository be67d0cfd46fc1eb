"""What a page shows of a sample: how it came about, and whether it comes about again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.words import moment_words
from issues.clocks.choices import Severity
from issues.ledger.models import Category
from issues.lookback.services import population, sample_of

if TYPE_CHECKING:
    from issues.lookback.models import Draw


def facts(draw: Draw) -> list[tuple[str, Any]]:
    return [
        ("销号期间", draw.quarter),
        ("抽取时间", moment_words(draw.made_at)),
        ("抽取人", f"{draw.post.user.name}（{draw.post.label}）"),
        ("随机种子", draw.seed),
        ("抽查比例", "；".join(_share(*each) for each in draw.rules.items())),
    ]


def _share(severity: str, share: list[int]) -> str:
    least = f"，每乡镇至少 {share[1]} 件" if share[1] else ""
    return f"{Severity(severity).label} {share[0]}%{least}"


def drawn_again(draw: Draw) -> dict[str, Any]:
    """按种子复算: the strata with their figures, and whether the same issues come out."""
    there = Counter(one.stratum for one in population(draw))
    again = sample_of(draw)
    taken = Counter(one.stratum for one in again)
    same = sorted(one.pk for one in again) == sorted(draw.issues.values_list("issue_id", flat=True))
    towns = dict(Region.objects.filter(code__in=[f"{town}000" for town, *_ in there]).values_list("code", "name"))
    classes = dict(Category.objects.values_list("pk", "name"))
    rows = [
        {
            "town": towns.get(f"{town}000", draw.region.name),
            "category": classes.get(category, "未分类"),
            "severity": Severity(severity).label,
            "there": there[town, category, severity],
            "taken": taken[town, category, severity],
        }
        for town, category, severity in sorted(there)
    ]
    return {"rows": rows, "same": same, "there": there.total(), "taken": taken.total()}
