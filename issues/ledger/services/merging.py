"""合并 and its way back: two issues of one matter are handled as one, and counted as one.

Common to all: as in ``steps``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.notify import services as notify
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger import rules
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.workflow import TABLE


def merge(
    issue: Issue, by: Post, *, into: Issue, words: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """合并: ``into`` is handled for both. Raises ValidationError where that would give the issue more time, or no end."""
    at = at or timezone.now()

    def _values(child: Issue) -> dict[str, Any]:
        parent = Issue.objects.get(pk=into.pk)
        if not (verdict := rules.may_merge_into(child, parent)):
            raise ValidationError({"number": verdict.reason})
        return {"merged_into": parent}

    def _join(child: Issue, done: Any) -> None:
        Issue.objects.filter(pk=into.pk).update(joined=F("joined") + 1)
        _tell_unit_of(into, child, at)

    with transaction.atomic():
        _hold(issue.pk, into.pk)
        return engine.carry_out(TABLE, issue, Step("merge", by, _values, words.strip(), at, once, attach=_join))


def unmerge(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """撤销合并: not the same matter after all; its state, its unit and its deadline are what they were."""
    at, parents = at or timezone.now(), [issue.merged_into_id]

    def _leave(child: Issue, done: Any) -> None:
        Issue.objects.filter(pk__in=parents).update(joined=F("joined") - 1)

    with transaction.atomic():
        _hold(issue.pk, *parents)
        step = Step("unmerge", by, {"merged_into": None}, words.strip(), at, once, attach=_leave)
        return engine.carry_out(TABLE, issue, step)


def tell_of_children(issue: Issue, title: str, at: datetime) -> None:
    """Who reported what was merged into the issue hears of its end, at the own report: the other one may be out of sight."""
    children = Issue.objects.filter(merged_into=issue, reporter__isnull=False).select_related("reporter").order_by("pk")
    for child in children if issue.joined else []:
        notify.tell(
            child.reporter.user_id,
            kind="issue.close", title=f"{title}：{child}", body=f"已并入 {issue.number} 办理。",
            url=child.get_absolute_url(), key=f"issue:{child.pk}:closed_with:{issue.pk}", at=at,
        )  # fmt: skip


def _tell_unit_of(parent: Issue, child: Issue, at: datetime) -> None:
    """The unit that works on the one has to put right what the other tells, too."""
    for user_id in sorted(set(TABLE.audiences["unit"].posts(parent).order_by().values_list("user_id", flat=True))):
        notify.tell(
            user_id, kind="issue.merge", title=f"另一件问题已并入：{parent}", body=f"{child.number} {child.text}",
            url=parent.get_absolute_url(), key=f"issue:{parent.pk}:joined:{child.pk}:{at.timestamp()}:{user_id}", at=at,
        )  # fmt: skip


def _hold(*keys: int | None) -> None:
    """Both rows, in one order whoever asks: two that merge each into the other wait, and neither is merged into a merged one."""
    list(Issue.objects.select_for_update().filter(pk__in=[key for key in keys if key]).order_by("pk").values_list("pk"))
