"""Which level listed an issue, and what follows from it: who signs it off, an office of this house or a superior's list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.kernel.verdict import Verdict, yes_if
from issues.ledger.choices import ListLevel, State
from issues.ledger.rules.remembering import remembered

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Region
    from issues.ledger.models import Issue

# No office of theirs works in a house of districts.
ALWAYS_ABOVE = frozenset({ListLevel.NATION.value, ListLevel.PROVINCE.value})
BY_LIST = ("close_by_list", "send_back_by_list")


def levels_above(post: Post, day: date) -> frozenset[str]:
    """Levels that list issues which the post sees and have no office here; the city's is one where it has none.

    Only their 销号清单 can close what they have listed (广东: the province issues one each month).
    """
    return _without_city(_own_city_offices(post, day))


def levels_above_region(code: str, day: date) -> frozenset[str]:
    """The same of the region with this code; asked each time."""
    return _without_city(frozenset(_city_offices(code, day)))


@remembered
def _own_city_offices(post: Post, day: date) -> Iterable[int]:
    """All that a post sees lies in one city."""
    return _city_offices(post.region_id, day)


def _city_offices(code: str, day: date) -> QuerySet:
    city = code[: CODE_DIGITS[Tier.CITY]].ljust(12, "0")
    return (
        Post.objects.current(day).filter(role__in=OFFICE_ROLES, region_id=city).order_by().values_list("pk", flat=True)
    )


def _without_city(offices: frozenset[int]) -> frozenset[str]:
    return ALWAYS_ABOVE if offices else ALWAYS_ABOVE | {ListLevel.CITY.value}


def awaits_superior(issue: Issue, post: Post, day: date) -> bool:
    """待上级销号: verified, and listed above."""
    return issue.state == State.VERIFIED and issue.list_level in levels_above(post, day)


def awaiting_superior(post: Post, day: date) -> Q:
    """The same asked of the database."""
    return Q(state=State.VERIFIED, list_level__in=sorted(levels_above(post, day)))


def may_undo_list(issue: Issue, post: Post | None, at: datetime) -> Verdict:
    """撤销清单结论: as long as nothing came after it."""
    last = issue.transitions.order_by("-pk").values_list("verb", flat=True).first()
    return yes_if(last in BY_LIST, "清单结论之后又办理过其他环节，不能撤销。")


def levels_at(region: Region) -> list[tuple[str, str]]:
    """By which levels an issue of this region can be listed: those of the region and all above it."""
    own = [tier.value for tier in TIER_ORDER[: TIER_ORDER.index(Tier(region.tier)) + 1]]
    return [(level.value, str(level.label)) for level in ListLevel if level in ALWAYS_ABOVE or level in own]


def listing_code(issue: Issue) -> str:
    """Code of the region whose office listed the issue; of what was listed further up, of the county's, which reports to it."""
    # The code is the path (decision 0002): cut to the tier's digits it is the region above.
    level = Tier.COUNTY if issue.list_level in ALWAYS_ABOVE else Tier(issue.list_level)
    return str(issue.region_id)[: CODE_DIGITS[level]].ljust(12, "0")
