"""复核: the office's word on a walk that the system did not count by itself, and how it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.kernel.words import clean, moment_words
from hezhang.core.notify import services as notify
from hezhang.core.workflow.engine import lock
from patrols.walks import rules
from patrols.walks.choices import Counting, Ruling
from patrols.walks.models import Patrol, Review

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def review(patrol: Patrol, *, by: Post, counting: str, reason: str, at: datetime | None = None) -> Review:
    """认可 or 不予认可, with a reason; whoever walked is told. ``patrol`` is brought up to date.

    Raises NotAllowed (not of the office, the own walk, counts already) and Refusal (no reason; 409: somebody was faster).
    """
    at = at or timezone.now()
    if not (reason := clean(reason)):
        raise Refusal(fields={"reason": "请写明理由。"})
    with transaction.atomic():
        locked = lock(patrol)
        if known := locked.reviews.in_force().select_related("post__user").first():
            raise Refusal(_faster(known), status=409)
        demand(rules.may_review(by, locked), NotAllowed)
        row = Review.objects.create(
            patrol=locked, counting=counting, reason=reason, post=by, reviewed_at=at,
            counting_before=locked.counting, why_before=locked.counting_why,
        )  # fmt: skip
        _settle(locked, counting, "" if counting == Ruling.ACCEPTED else reason)
        after = {"counting": counting, "reason": reason}
        audit.record("patrol.review", locked, post=by, before={"counting": row.counting_before}, after=after, at=at)
        _tell(locked, row, f"{Ruling(counting).label}：{reason}", at)
    patrol.counting, patrol.counting_why = locked.counting, locked.counting_why
    return row


def recall(patrol: Patrol, *, by: Post, at: datetime | None = None) -> Review:
    """Take the word back: the walk stands as before it. Raises NotAllowed (not of the office, nothing to take back)."""
    at = at or timezone.now()
    with transaction.atomic():
        locked = lock(patrol)
        row = locked.reviews.in_force().first()
        demand(rules.may_recall(by, locked, row), NotAllowed)
        row.recalled_at, row.recalled_by = at, by
        row.save(update_fields=["recalled_at", "recalled_by"])
        _settle(locked, row.counting_before, row.why_before)
        before, after = {"counting": row.counting}, {"counting": locked.counting}
        audit.record("patrol.recall", locked, post=by, before=before, after=after, at=at)
        _tell(locked, row, f"复核已撤回，现为“{Counting(locked.counting).label}”。", at)
    patrol.counting, patrol.counting_why = locked.counting, locked.counting_why
    return row


def _settle(patrol: Patrol, counting: str, why: str) -> None:
    patrol.counting, patrol.counting_why = counting, why
    patrol.save(update_fields=["counting", "counting_why"])


def _faster(known: Review) -> str:
    who, when = known.post.user.name, moment_words(known.reviewed_at)
    return f"{who}已于 {when} 复核为“{known.get_counting_display()}”。要改结论，请先撤回那次复核。"


def _tell(patrol: Patrol, row: Review, words: str, at: datetime) -> None:
    act = "recall" if row.recalled_at else "review"
    notify.tell(
        patrol.user_id, kind=f"patrol.{act}", title=f"巡河复核：{patrol}", body=words, url=patrol.get_absolute_url(),
        key=f"patrol:{act}:{row.pk}", at=at,
    )  # fmt: skip
