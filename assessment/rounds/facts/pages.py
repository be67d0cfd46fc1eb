"""What the pages show, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from assessment.figures.rules.scoring import half_up
from assessment.rounds import rules
from assessment.rounds.facts import results
from assessment.rounds.models import GroupScore, ManualEntry, Round, Score, Subject
from assessment.rounds.workflow import TABLE
from assessment.schemes.models import Group
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.workflow.facts import timeline

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BAND_TONES = ["green", "blue", "orange", "red"]


@dataclass(slots=True)
class Cell:
    """A town's score of one group, beside the group's points in the scheme."""

    group: Group
    score: GroupScore | None

    @property
    def full(self) -> Decimal | None:
        """The town's own full points, where 不参评 elsewhere has raised them above those in the column's head."""
        if self.score is None or not self.score.is_applicable or self.score.points == self.group.points:
            return None
        return self.score.points


@dataclass(slots=True)
class Ranked:
    """One line of the ranking."""

    subject: Subject
    cells: list[Cell]
    before: int | None
    tone: str

    @property
    def is_spread(self) -> bool:
        """Whether full points of this town differ from the scheme's."""
        return any(cell.full is not None for cell in self.cells)

    @property
    def moved(self) -> int:
        """Places won (positive) or lost since the quarter before."""
        return 0 if self.before is None else self.before - self.subject.rank

    @property
    def movement(self) -> str:
        """升 2, 降 1, 持平; — without a quarter before."""
        if self.before is None:
            return "—"
        return f"升 {self.moved}" if self.moved > 0 else f"降 {-self.moved}" if self.moved < 0 else "持平"


@dataclass(slots=True)
class GroupTable:
    """A group of a subject with its indicators."""

    group: Group | None
    total: GroupScore | None
    scores: list[Score]

    @property
    def points(self) -> Decimal:
        """Points of the part that counts for the whole."""
        return sum((score.value for score in self.scores), Decimal(0))


def ranking_of(round_: Round, post: Post) -> list[Ranked]:
    """The subjects that the post may see, by rank. Four queries."""
    subjects = list(round_.subjects.visible_to(post).select_related("region"))
    scores, before = results.groups_by_subject(subjects), results.previous_ranks(round_)
    groups, tones = list(round_.scheme.groups.all()), tones_of(round_)
    return [
        Ranked(
            subject,
            [Cell(group, scores[subject.pk].get(group.pk)) for group in groups],
            before.get(subject.region_id),
            tones.get(subject.band, "grey"),
        )
        for subject in subjects
    ]


def tones_of(round_: Round) -> dict[str, str]:
    """Colour of each band, the best one green, the last one red."""
    names = list(round_.scheme.bands.values_list("name", flat=True))
    tones = {name: BAND_TONES[min(place, len(BAND_TONES) - 1)] for place, name in enumerate(names)}
    return tones | ({names[-1]: BAND_TONES[-1]} if len(names) > 1 else {})


def summary_of(ranking: list[Ranked]) -> dict[str, object]:
    """Mean, best and worst of the lines, and how many of each band."""
    totals = [line.subject.total for line in ranking]
    bands: dict[str, int] = {}
    for line in ranking:
        if line.subject.band:
            bands[line.subject.band] = bands.get(line.subject.band, 0) + 1
    mean = half_up(sum(totals, Decimal(0)) / len(totals)) if totals else None
    top = max([*totals, Decimal(100)])
    return {
        "count": len(totals),
        "mean": mean,
        "bands": bands.items(),
        "top": top,
        "is_spread": any(line.is_spread for line in ranking),
    }


def steps_of(round_: Round, post: Post) -> list[dict[str, Any]]:
    """What was done with the round so far, newest first, as far as the post may see it. One query."""
    rows = round_.transitions.visible_to(post).select_related("user", "post__region", "post__department")
    return timeline(TABLE, rows.order_by("-id"))


def overriding(score: Score, post: Post) -> Verdict:
    """Whether the post may set the score by hand now."""
    return TABLE.allows(score.subject.round, "override", post) and rules.may_override(score)


def entries_of(round_: Round, post: Post) -> QuerySet[ManualEntry]:
    """Entries by hand that the post may see, with all that a line needs."""
    found = ManualEntry.objects.visible_to(post).filter(round=round_)
    return found.select_related("region", "indicator", "entered_by__user", "withdrawn_by__user")


def tables_of(subject: Subject) -> list[GroupTable]:
    """Groups with their indicators, and last what counts for the whole. Two queries."""
    scores = list(subject.scores.select_related("indicator__group"))
    tables = [
        GroupTable(row.group, row, [score for score in scores if score.indicator.group_id == row.group_id])
        for row in subject.groups.select_related("group")
    ]
    whole = [score for score in scores if score.indicator.group_id is None]
    return [*tables, GroupTable(None, None, whole)] if whole else tables
