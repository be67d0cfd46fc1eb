"""Photos that prove a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hezhang.core.files.models import Upload
from hezhang.core.workflow.errors import EvidenceMissing
from issues import rules
from issues.models import Evidence, Issue


def attach(kind: str, photos: Sequence[Upload]) -> Callable[[Issue, Any], None]:
    """For the engine: hang these uploads on the step, in the step's transaction."""

    def _attach(issue: Issue, step: Any) -> None:
        Evidence.objects.bulk_create(
            [Evidence(issue=issue, transition=step, kind=kind, upload=photo) for photo in photos]
        )

    return _attach


def demand(verb: str, kind: str, photos: Sequence[Upload]) -> None:
    """Raise EvidenceMissing when the office's rule for the step asks for more than these photos."""
    verdict = rules.has_evidence(verb, [kind] * len(photos))
    if not verdict:
        raise EvidenceMissing(verdict.reason)
