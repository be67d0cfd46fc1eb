"""Going through what waits, one after the other: the order is kept from the list that it was begun from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from hezhang.core.accounts.models import Post
from issues.batches.choices import RowState
from issues.batches.models import Selection, SelectionRow
from issues.batches.services import select
from issues.ledger import services
from issues.ledger.models import Issue

SERVICES: dict[str, Callable[..., Any]] = {
    "settle": services.settle,
    "register": services.register,
    "dispatch": services.dispatch,
    "sign_for": services.sign_for,
    "assist": services.assist,
    "apply": services.apply,
    "endorse": services.endorse,
    "check_first": services.check_first,
    "verify": services.verify,
    "close": services.close,
}


def start_queue(rows: QuerySet[Issue], *, by: Post, query: str, at: datetime | None = None) -> Selection:
    """Keep these issues in their order. Raises Refusal when there are none, or too many."""
    return select(rows, by=by, verb="", query=query, at=at)


def take_turn(
    row: SelectionRow,
    issue: Issue,
    *,
    by: Post,
    steps: Sequence[tuple[str, dict[str, Any]]],
    at: datetime | None = None,
) -> None:
    """Carry out the steps on this issue, all or none, each by its own service. Raises what they raise."""
    with transaction.atomic():
        for verb, supplied in steps:
            once: UUID | None = supplied.get("once")
            numbered = supplied | {"once": uuid5(once, verb) if once else None}
            SERVICES[verb](issue, by, **numbered, at=at)
        row.state = RowState.DONE
        row.save(update_fields=["state"])
