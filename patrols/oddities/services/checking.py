"""核实: the office's word on what is odd, the word of who walked, and the office's taken back once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.kernel.words import clean
from hezhang.core.notify.services import tell
from patrols.oddities import rules
from patrols.oddities.choices import CheckState, Word
from patrols.oddities.models import Check, Oddity

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def check_oddity(oddity: Oddity, *, by: Post, word: str, reason: str, at: datetime | None = None) -> Oddity:
    """核实无误, or 有疑问: then who walked is asked for a word. The walk itself, and whether it counts, stay as they are.

    NotAllowed (not of the office, the own walk), Refusal (no words; 409: somebody was faster).
    """
    at = at or timezone.now()
    if not (reason := clean(reason)):
        raise Refusal(fields={"reason": "请写一句核实到的情况，或想请本人说明什么。"})
    with transaction.atomic():
        found = _locked(oddity)
        if found.state in (word, CheckState.CLEARED):
            raise Refusal(f"这一条已是“{CheckState(found.state).label}”。", status=409)
        demand(rules.may_check(by, found), NotAllowed)
        before, found.state = found.state, word
        row = Check.objects.create(oddity=found, word=word, reason=reason, post=by, checked_at=at)
        if word == Word.DOUBTED:
            found.asked_at = found.asked_at or at
            words = f"{by.user.name}想核实一处情况，请您说一说：{reason}"
            tell(
                found.patrol.user_id, kind="oddity", title=f"请说明巡河情况：{found.patrol}", body=words,
                url=found.get_absolute_url(), key=f"oddity:{row.pk}", at=at,
            )  # fmt: skip
        found.save(update_fields=["state", "asked_at"])
        after = {"state": word, "reason": reason}
        audit.record("oddity.check_oddity", found, post=by, before={"state": before}, after=after, at=at)
    return found


def undo_check(oddity: Oddity, *, by: Post, at: datetime | None = None) -> Oddity:
    """The last word is taken back, once: it stands as before that. NotAllowed."""
    at = at or timezone.now()
    with transaction.atomic():
        found = _locked(oddity)
        words = list(found.checks.in_force().order_by("-id")[:2])
        is_undone = found.checks.filter(undone_at__isnull=False).exists()
        demand(rules.may_undo(by, found, bool(words), is_undone), NotAllowed)
        words[0].undone_at, words[0].undone_by = at, by
        words[0].save(update_fields=["undone_at", "undone_by"])
        before, found.state = found.state, words[1].word if words[1:] else CheckState.WAITING
        found.save(update_fields=["state"])
        audit.record("oddity.undo_check", found, post=by, before={"state": before}, after={"state": found.state}, at=at)
    return found


def explain_oddity(oddity: Oddity, *, by: Post, words: str, at: datetime | None = None) -> Oddity:
    """Who walked says how it was; whoever asked is told. NotAllowed (nobody asked, said already), Refusal (no words)."""
    at = at or timezone.now()
    if not (words := clean(words)):
        raise Refusal(fields={"words": "请写明实际情况。"})
    with transaction.atomic():
        found = _locked(oddity)
        demand(rules.may_explain(by, found), NotAllowed)
        found.answer, found.answered_at = words, at
        found.save(update_fields=["answer", "answered_at"])
        audit.record("oddity.explain_oddity", found, post=by, after={"words": words}, at=at)
        asker = found.checks.in_force().filter(word=Word.DOUBTED).order_by("-id").first()
        if asker:
            tell(
                asker.post.user_id, kind="oddity", title=f"已说明：{found.patrol}", body=words,
                url=found.get_absolute_url(), key=f"oddity:{found.pk}:answer", at=at,
            )  # fmt: skip
    return found


def _locked(oddity: Oddity) -> Oddity:
    return Oddity.objects.select_for_update(of=("self",)).with_names().get(pk=oddity.pk)
