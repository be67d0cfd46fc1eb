"""A team tells what it found at a reach, once; and puts right what it told, before the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import Conflicting, EvidenceMissing
from hezhang.core.workflow.steps import Step
from issues.campaigns import rules
from issues.campaigns.choices import Result
from issues.campaigns.models import Answer, CampaignItem, Visit, VisitPhoto, VisitTransition
from issues.campaigns.services.findings import make_lead
from issues.campaigns.workflow import VISIT_TABLE

NO_PHOTO = "第 {} 项“{}”直接立为问题，要有这一项的照片或现场照片。没有照片的，先作为线索，由河长办安排核实。"
UNTOLD = "第 {} 项“{}”还没有结果。"
NO_WORDS = "第 {} 项“{}”不合格，请写明现场情况。"
TAKEN = "第 {} 项“{}”已转为{}，不能改为合格；确实不是问题的，请在{}上处理。"
OTHERWISE = "这份检查已经提交过，内容与此次不同，原记录未改动。要改的请用“改正”。"


@dataclass(frozen=True)
class Told:
    """What is said of one item, with its own photos; ``at_once``: it is a problem, and needs no other look."""

    result: str
    note: str = ""
    at_once: bool = False
    photos: Sequence[Upload] = ()


Answers = Mapping[int, Told]  # by the item's key


def submit_visit(
    visit: Visit,
    by: Post,
    *,
    answers: Answers,
    note: str = "",
    photos: Sequence[Upload] = (),
    lat: float | None = None,
    lng: float | None = None,
    accuracy_m: float | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> VisitTransition:
    """填报检查: every item has its result. What was found wrong becomes a lead, in a covert campaign not before its end."""
    fields: dict[str, Any] = {"note": note.strip()}
    if lat is not None and lng is not None:
        fields |= {"lat": lat, "lng": lng, "accuracy_m": accuracy_m}
    return _tell(visit, Step("submit_visit", by, fields, at=at or timezone.now(), once=once), answers, photos)


def amend_visit(
    visit: Visit,
    by: Post,
    *,
    answers: Answers,
    words: str,
    note: str = "",
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> VisitTransition:
    """改正: told anew as a whole; what was told before stays with its step, and photos are only added."""
    step = Step("amend_visit", by, {"note": note.strip()}, words.strip(), at or timezone.now(), once)
    return _tell(visit, step, answers, photos)


def _tell(visit: Visit, told: Step, answers: Answers, photos: Sequence[Upload]) -> VisitTransition:
    at, by = told.at, told.by

    def _values(locked: Visit) -> dict[str, Any]:
        # Nobody finishes it meanwhile: what is told now must not miss the handing over at the end.
        locked.campaign = engine.lock(locked.campaign)
        if by is not None:
            demand(rules.is_running(locked, by, at), NotAllowed)
        _check(locked, answers, bool(photos))
        return told.values(locked) | ({} if locked.done_at else {"done_at": at, "done_by": by})

    def _attach(locked: Visit, step: VisitTransition) -> None:
        shots = [(None, one) for one in photos]
        shots += [(pk, one) for pk, told in answers.items() for one in told.photos]
        VisitPhoto.objects.bulk_create(
            [VisitPhoto(visit=locked, transition=step, item_id=pk, upload=one) for pk, one in shots]
        )
        for answer in _written(locked, answers):
            at_once = answers[answer.item_id].at_once
            if answer.result == Result.FAIL and answer.lead is None and (at_once or not locked.campaign.is_covert):
                make_lead(answer, locked, at, at_once=at_once)

    said = _plain(visit, answers)
    done = engine.carry_out(VISIT_TABLE, visit, replace(told, fields=_values, attach=_attach, about={"said": said}))
    if done.said != said:
        raise Conflicting(OTHERWISE)
    return done  # type: ignore[no-any-return]


def _plain(visit: Visit, answers: Answers) -> list[list[str]]:
    """What was said of each item, as its step keeps it."""
    words = dict(Result.choices)
    said = [(one.text, answers[one.pk]) for one in visit.campaign.items.all() if one.pk in answers]
    return [[text, str(words.get(told.result, "")), told.note.strip()] for text, told in said]


def _check(visit: Visit, answers: Answers, has_photo: bool) -> None:
    """Every item told; raises ValidationError, whose field is the item's."""
    wrong: dict[str, list[str]] = {}
    known = {one.item_id: one for one in visit.answers.select_related("lead__issue")}
    for item in visit.campaign.items.all():
        told = answers.get(item.pk)
        if told is None or told.result not in Result.values:
            wrong[f"result-{item.pk}"] = [UNTOLD.format(item.number, item.text)]
        elif told.result == Result.FAIL and not told.note.strip():
            wrong[f"note-{item.pk}"] = [NO_WORDS.format(item.number, item.text)]
        elif told.result != Result.FAIL and item.pk in known and known[item.pk].lead:
            wrong[f"result-{item.pk}"] = [_taken(item, known[item.pk])]
    if wrong:
        raise ValidationError(wrong)
    shown = set(visit.photos.values_list("item", flat=True)) | {pk for pk, told in answers.items() if told.photos}
    if has_photo or None in shown:  # of the reach as a whole: every line's
        return
    for item in visit.campaign.items.all():
        told = answers[item.pk]
        if told.at_once and told.result == Result.FAIL and item.pk not in shown:
            raise EvidenceMissing(NO_PHOTO.format(item.number, item.text))


def _taken(item: CampaignItem, answer: Answer) -> str:
    issue = answer.lead.issue if answer.lead else None
    what, where = (f"问题 {issue.number}", "问题的页面") if issue else ("线索", "线索的页面")
    return TAKEN.format(item.number, item.text, what, where)


def _written(visit: Visit, answers: Answers) -> list[Answer]:
    """The answers as they stand now."""
    known = {one.item_id: one for one in visit.answers.all()}
    for item in visit.campaign.items.all():
        told = answers[item.pk]
        row = known.get(item.pk) or Answer(visit=visit, item=item)
        row.result, row.note, row.item = told.result, told.note.strip(), item
        row.save()
        known[item.pk] = row
    return [known[item.pk] for item in visit.campaign.items.all()]
