"""What the ledger offers on the rows that are ticked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse_lazy

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.web.lists import Bulk
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Verbs that take the same words for many issues; the table says of each issue whether the post may.
BULK = {
    "dispatch": OFFICE_ROLES,
    "nudge": OFFICE_ROLES | {Role.CHIEF},
    "grant_extension": OFFICE_ROLES,
    "verify": OFFICE_ROLES | {Role.CHIEF, Role.PATROLLER},
    "sign_for": frozenset({Role.HANDLER}),
}
QUEUE, EXPORT = "queue", "export"


def bulk_for(post: Post) -> Iterator[Bulk]:
    """The verbs of the post's role, and what everybody may: one by one, and a workbook."""
    yield Bulk(QUEUE, "逐件办理", reverse_lazy("issues:start_queue"), at_once=True)
    yield from (Bulk(verb, TABLE[verb].label) for verb, roles in BULK.items() if post.role in roles)
    yield Bulk(EXPORT, "导出所选")
