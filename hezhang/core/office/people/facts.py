"""The regions as a tree, from one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier


@dataclass
class Branch:
    """A region with those below it down to the towns; ``villages`` counts the subtree."""

    region: Region
    below: list[Branch] = field(default_factory=list)
    villages: int = 0

    @property
    def towns(self) -> int:
        """How many towns lie in it."""
        return sum(each.towns if each.below else int(each.region.tier == Tier.TOWN) for each in self.below)


def tree_of(scope: QuerySet) -> list[Branch]:
    """Branches whose parents are not in ``scope``; villages are counted, not listed (a city has thousands)."""
    rows: Any = scope.exclude(tier=Tier.VILLAGE).annotate(number=Count("children")).order_by("code")
    branches: dict[str, Branch] = {}
    roots: list[Branch] = []
    for each in rows:
        branch = branches[each.pk] = Branch(each, villages=each.number if each.tier == Tier.TOWN else 0)
        above = branches.get(each.parent_id)
        (above.below if above else roots).append(branch)
    for root in roots:
        _sum_up(root)
    return roots


def _sum_up(branch: Branch) -> int:
    branch.villages += sum(_sum_up(each) for each in branch.below)
    return branch.villages
