"""How far a campaign has come, by town: each figure is the number of rows that a list shows under its link."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import Left

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.words import NOTHING
from issues.campaigns.choices import Result, VisitState
from issues.campaigns.models import Answer, Campaign, Visit
from issues.leads.choices import LeadState
from issues.ledger.choices import State

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

PASS, FAIL = Q(result=Result.PASS), Q(result=Result.FAIL)
ISSUE, UNFOUNDED = Q(lead__issue__isnull=False), Q(lead__issue__state=State.UNFOUNDED)
# What became of what was found wrong; the keys are the tabs of the list of findings.
BECAME = {
    "kept": FAIL & Q(lead__isnull=True),
    "waiting": FAIL & Q(lead__state=LeadState.WAITING),
    "open": FAIL & ISSUE & ~Q(lead__issue__state__in=[State.CLOSED, State.UNFOUNDED]),
    "closed": FAIL & ISSUE & Q(lead__issue__state=State.CLOSED),
    "none": FAIL & (Q(lead__state=LeadState.DISMISSED) | UNFOUNDED),
}
BASIS = "口径：合格率 = 合格项 ÷（合格项 + 不合格项），不涉及的不计。"


@dataclass(frozen=True)
class Line:
    """The figures of the whole, or of one town; ``code`` is the town's, for the lists of its rows."""

    name: str
    total: int = 0
    done: int = 0
    passed: int = 0
    failed: int = 0
    kept: int = 0
    waiting: int = 0
    open: int = 0
    closed: int = 0
    none: int = 0
    code: str = ""

    @property
    def left(self) -> int:
        """Reaches that nobody has looked at."""
        return self.total - self.done

    @property
    def share(self) -> Decimal | None:
        """Per cent of the items that were as they should be; None where none was judged."""
        judged = self.passed + self.failed
        return Decimal(self.passed * 100) / judged if judged else None

    @property
    def rate(self) -> str:
        """To 0.1 %, rounded half up."""
        return NOTHING if self.share is None else f"{self.share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class Figures:
    whole: Line
    towns: tuple[Line, ...]

    @property
    def ranked(self) -> list[Line]:
        """Towns where something was judged, the best first: by the figures alone, among equals by code."""
        judged = [one for one in self.towns if one.share is not None]
        return sorted(judged, key=lambda one: (-(one.share or 0), one.code))


def figures(campaign: Campaign, post: Post) -> Figures:
    """Of the visits that the post sees. Three queries, whatever their number."""
    digits = CODE_DIGITS[Tier.TOWN]
    visits: Any = Visit.objects.visible_to(post).filter(campaign=campaign).order_by()
    told = visits.annotate(town=Left("reach__region_id", digits)).values("town").annotate(
        total=Count("pk"), done=Count("pk", filter=Q(state=VisitState.DONE))
    )  # fmt: skip
    lines = {one.pop("town"): one for one in told}
    answers: Any = Answer.objects.filter(visit__in=visits.values("pk")).order_by()
    counts = {name: Count("pk", filter=asked) for name, asked in BECAME.items()}
    counts |= {"passed": Count("pk", filter=PASS), "failed": Count("pk", filter=FAIL)}
    for one in answers.annotate(town=Left("visit__reach__region_id", digits)).values("town").annotate(**counts):
        lines[one.pop("town")] |= one
    towns = Region.objects.in_bulk([code.ljust(12, "0") for code in lines])
    rows = tuple(_line(towns[code.ljust(12, "0")], lines[code]) for code in sorted(lines))
    return Figures(_sum(rows), rows)


def _line(region: Region, told: dict[str, int]) -> Line:
    is_town = region.tier == Tier.TOWN
    # What lies with the county itself is no town's, and the lists are not asked for it.
    return Line(region.name if is_town else f"{region.name}本级", **told, code=region.code if is_town else "")


def _sum(lines: tuple[Line, ...]) -> Line:
    names = ("total", "done", "passed", "failed", *BECAME)
    return Line("合计", **{name: sum(getattr(line, name) for line in lines) for name in names})
