"""Photos that prove a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import demand
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.workflow.errors import EvidenceMissing
from issues.ledger import rules
from issues.ledger.choices import PhotoKind
from issues.ledger.models import Evidence, Issue

# What the photos of a step show.
KINDS = {
    "report": PhotoKind.FOUND,
    "supplement": PhotoKind.FOUND,
    "rectify": PhotoKind.DURING,
    "assist": PhotoKind.DURING,
    "apply": PhotoKind.AFTER,
    "settle": PhotoKind.AFTER,
    "verify": PhotoKind.ON_SITE,
    "hold": PhotoKind.LATER,
    "rebound": PhotoKind.LATER,
}


def enough(verb: str, photos: Sequence[Upload], *, code: str) -> Verdict:
    """Whether these photos are all that the rule of the office of the region ``code`` asks of the step."""
    return rules.has_evidence(verb, [KINDS[verb]] * len(photos), code=code)


def demand_enough(verb: str, photos: Sequence[Upload], *, code: str) -> None:
    """Raise EvidenceMissing when they are not enough."""
    demand(enough(verb, photos, code=code), EvidenceMissing)


def attach(verb: str, photos: Sequence[Upload]) -> Callable[[Issue, Any], None]:
    """For the engine: hang these uploads on the step, in the step's transaction."""

    def _attach(issue: Issue, step: Any) -> None:
        Evidence.objects.bulk_create(
            [Evidence(issue=issue, transition=step, kind=KINDS[verb], upload=photo) for photo in photos]
        )

    return _attach
