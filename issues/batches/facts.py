"""What the page of a selection shows: before it is confirmed, which issues can be seen to; afterwards, what became of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hezhang.core.accounts.models import Department
from hezhang.core.kernel.verdict import no
from issues.batches import rules
from issues.batches.choices import RowState
from issues.batches.models import Selection
from issues.batches.services import GONE, UNADVISED
from issues.hints.facts import Advice
from issues.ledger.models import Issue

SHOWN = 20


@dataclass
class Preview:
    """``ready``: how many, and the first of them; ``refused``: why not, how many, and the first of those."""

    total: int
    ready: int = 0
    first: list[Issue] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    advised: list[tuple[str, int]] = field(default_factory=list)  # unit and how many: what each-by-suggestion would do

    @property
    def left_out(self) -> int:
        return self.total - self.ready


def preview(selection: Selection, at: datetime) -> Preview:
    """What would happen now, by the table."""
    ids = list(selection.rows.order_by("place").values_list("issue_id", flat=True))
    seen = Issue.objects.visible_to(selection.post).in_bulk(ids)
    judge = rules.Judge(selection, at)
    reasons: dict[str, list[int]] = defaultdict(list)
    for pk in ids:
        verdict = judge(seen[pk]) if pk in seen else no(GONE)
        reasons[verdict.reason].append(pk)
    ready = reasons.pop("", [])
    named = _named(selection, [*ready[:SHOWN], *(pk for pks in reasons.values() for pk in pks[:SHOWN])])
    found = Preview(len(ids), len(ready), [named[pk] for pk in ready[:SHOWN]])
    found.refused = _groups({why: (len(pks), pks[:SHOWN]) for why, pks in reasons.items()}, named)
    if selection.verb == "dispatch":
        found.advised = _advised([seen[pk] for pk in ready])
    return found


def _advised(issues: list[Issue]) -> list[tuple[str, int]]:
    advise = Advice()
    counts = Counter(advise.unit(issue) for issue in issues)
    names = dict(Department.objects.filter(pk__in=[pk for pk in counts if pk]).values_list("pk", "name"))
    return [(names.get(pk or 0, UNADVISED), number) for pk, number in counts.most_common()]


def results(selection: Selection) -> dict[str, Any]:
    """How many were seen to, how many wait, and why the others were not."""
    rows = list(selection.rows.order_by("place").values_list("issue_id", "state", "why"))
    counts = {state: sum(row[1] == state for row in rows) for state in RowState.values}
    reasons: dict[str, list[int]] = defaultdict(list)
    for pk, state, why in rows:
        if state == RowState.REFUSED:
            reasons[why].append(pk)
    named = _named(selection, [pk for pks in reasons.values() for pk in pks[:SHOWN]])
    refused = _groups({why: (len(pks), pks[:SHOWN]) for why, pks in reasons.items()}, named)
    told = {"done": counts[RowState.DONE], "waiting": counts[RowState.WAITING], "left_out": counts[RowState.REFUSED]}
    job = selection.job
    return {**told, "total": len(rows), "refused": refused, "under_way": bool(job and not job.is_over)}


def _groups(reasons: dict[str, tuple[int, list[int]]], named: dict[int, Issue]) -> list[dict[str, Any]]:
    """The most frequent reason first."""
    ordered = sorted(reasons.items(), key=lambda item: -item[1][0])
    return [
        {"why": why, "count": count, "issues": [named[pk] for pk in pks if pk in named], "more": count - len(pks)}
        for why, (count, pks) in ordered
    ]


def _named(selection: Selection, ids: list[int]) -> dict[int, Issue]:
    return Issue.objects.visible_to(selection.post).with_names().in_bulk(ids)
