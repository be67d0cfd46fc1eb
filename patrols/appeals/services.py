"""Appeals: made by who walked, answered by the office within its workdays, and the answer taken back once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import clean, day_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.services import tell
from patrols.appeals import rules
from patrols.appeals.choices import Answer, AppealState
from patrols.appeals.models import Appeal, AppealPhoto, AppealTerm
from patrols.excuses.choices import ExcuseKind
from patrols.excuses.models import Excuse
from patrols.judgement.facts.duties import duty_of
from patrols.walks.choices import Ruling
from patrols.walks.services import recall, review

if TYPE_CHECKING:
    from hezhang.core.files.models import Upload
    from patrols.walks.models import Patrol


def term_of(code: str) -> AppealTerm:
    """The term that holds in a place; without a row the one that ships."""
    return AppealTerm.objects.in_force(code).first() or AppealTerm()


def appeal_walk(
    patrol: Patrol, *, by: Post, reason: str, photos: Sequence[Upload] = (), at: datetime | None = None
) -> Appeal:
    """Whoever walked says why it should count, with up to three photos. Refusal: counts already, too late, no reason, appealed already (409)."""
    at = at or timezone.now()
    demand(rules.may_appeal_walk(by, patrol))
    demand(_in_time(by, timezone.localdate(patrol.ended_at), at), Refusal)
    return _make(at, reason, photos, post=by, patrol=patrol)


def appeal_period(
    first: date,
    last: date,
    reach_id: int | None,
    *,
    by: Post,
    reason: str,
    photos: Sequence[Upload] = (),
    at: datetime | None = None,
) -> Appeal:
    """The chief says why a period was missed; the period must be over, owed and missed."""
    at = at or timezone.now()
    demand(_in_time(by, last, at), Refusal)
    missed = duty_of(by, last, last, today=timezone.localdate(at)).missed
    if not any((one.period.start, one.period.end, one.reach_id) == (first, last, reach_id) for one in missed):
        raise Refusal("这一周期没有记为未巡，无需申诉。")
    return _make(at, reason, photos, post=by, first=first, last=last, reach_id=reach_id)


def _in_time(by: Post, ended_on: date, at: datetime) -> rules.Verdict:
    return rules.is_in_time(ended_on, timezone.localdate(at), term_of(by.region_id).days)


def _make(at: datetime, reason: str, photos: Sequence[Upload], *, post: Post, **what: object) -> Appeal:
    if not (reason := clean(reason)):
        raise Refusal(fields={"reason": "请写明理由。"})
    if len(photos) > rules.MOST_PHOTOS:
        raise Refusal(fields={"photos": f"照片最多 {rules.MOST_PHOTOS} 张。"})
    day = timezone.localdate(at)
    due = Calendar.load(first=day).add(day, term_of(post.region_id).workdays)
    with transaction.atomic():
        if Appeal.objects.waiting().filter(post=post, **what).exists():
            raise Refusal("已经申诉过，正在等河长办答复。", status=409)
        try:
            with transaction.atomic():
                made = Appeal.objects.create(reason=reason, made_at=at, due_on=due, post=post, **what)
        except IntegrityError:  # twice at once
            raise Refusal("已经申诉过，正在等河长办答复。", status=409) from None
        AppealPhoto.objects.bulk_create([AppealPhoto(appeal=made, upload=photo) for photo in photos])
        after = {"what": made.what, "reason": reason, "due_on": due} | ({"photos": len(photos)} if photos else {})
        audit.record("appeal.make_appeal", made, post=post, after=after, at=at)
    return made


def answer_appeal(appeal: Appeal, *, by: Post, answer: str, words: str, at: datetime | None = None) -> Appeal:
    """计入, 免予要求 or 维持原结论, with a reason; whoever appealed is told. NotAllowed, Refusal (409: somebody was faster)."""
    at = at or timezone.now()
    if not (words := clean(words)):
        raise Refusal(fields={"words": "请写明理由。"})
    with transaction.atomic():
        found = _locked(appeal)
        if found.state != AppealState.WAITING:
            raise Refusal(rules.may_answer(by, found).reason, status=409)
        demand(rules.may_answer(by, found))
        if answer not in rules.answers_to(found):
            raise Refusal(fields={"answer": "请选择答复。"})
        _carry_out(found, answer, words, by, at)
        found.state, found.answer, found.answered_by, found.answered_at = answer, words, by, at
        found.save()
        audit.record("appeal.answer_appeal", found, post=by, after={"answer": answer, "words": words}, at=at)
        _tell(found, f"{Answer(answer).label}：{words}", f"answer:{at.timestamp():.0f}")
    return found


def _carry_out(appeal: Appeal, answer: str, words: str, by: Post, at: datetime) -> None:
    if answer == Answer.COUNTS and appeal.patrol:
        if appeal.patrol.reviews.in_force().exists():
            recall(appeal.patrol, by=by, at=at)
        if appeal.patrol.counting != Ruling.ACCEPTED:
            review(appeal.patrol, by=by, counting=Ruling.ACCEPTED, reason=words, at=at)
    elif answer == Answer.EXCUSED:
        appeal.excuse = Excuse.objects.create(
            kind=ExcuseKind.GRANTED, post=appeal.post, reach=appeal.reach, starts_on=appeal.first, ends_on=appeal.last,
            planned_on=appeal.last, reason=words, by=by, entered_on=timezone.localdate(at),
        )  # fmt: skip


def undo_answer(appeal: Appeal, *, by: Post, at: datetime | None = None) -> Appeal:
    """The answer is taken back, once: what it did is undone, and the appeal waits again."""
    at = at or timezone.now()
    with transaction.atomic():
        found = _locked(appeal)
        demand(rules.may_undo(by, found))
        before, excuse = {"answer": found.state, "words": found.answer}, found.excuse
        if found.state == AppealState.COUNTS and found.patrol and found.patrol.reviews.in_force().exists():
            recall(found.patrol, by=by, at=at)
        found.state, found.answer, found.answered_by, found.answered_at = AppealState.WAITING, "", None, None
        found.undone_at, found.excuse = at, None
        found.save()
        if excuse is not None:
            excuse.delete()
        audit.record("appeal.undo_answer", found, post=by, before=before, at=at)
        _tell(found, "答复已撤销，河长办将重新答复。", "undo")
    return found


def remind_answers(*, at: datetime | None = None) -> int:
    """The office is told of an appeal that is to be answered by the next working day; each of its people once. How many messages."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    near = Appeal.objects.due_by(Calendar.load(first=today).add(today, 1)).with_names().order_by("pk")
    return sum(_remind(one, user_id, at) for one in near for user_id in _answerers(one, today))


def _answerers(appeal: Appeal, today: date) -> list[int]:
    """Who of the county's office, and the town's where it has one, may answer: nobody the own appeal."""
    codes = {appeal.post.region_id[:digits].ljust(12, "0") for digits in (6, 9)}
    staff = Post.objects.current(today).filter(role__in=OFFICE_ROLES, region_id__in=codes)
    users = staff.exclude(user_id=appeal.post.user_id).order_by("user_id").values_list("user_id", flat=True)
    return list(dict.fromkeys(users))


def _remind(appeal: Appeal, user_id: int, at: datetime) -> bool:
    return tell(
        user_id, kind="appeal.remind", title=f"巡河申诉应于 {day_words(appeal.due_on)}前答复：{appeal}", body=appeal.reason,
        url=appeal.get_absolute_url(), why="您在河长办，临近答复期限的巡河申诉提醒一次。", pace=Pace.DIGEST,
        key=f"appeal:{appeal.pk}:due:{user_id}", at=at,
    )  # fmt: skip


def _locked(appeal: Appeal) -> Appeal:
    return Appeal.objects.select_for_update(of=("self",)).with_names().get(pk=appeal.pk)


def _tell(appeal: Appeal, words: str, what: str) -> None:
    tell(
        appeal.post.user_id, kind="appeal", title=f"巡河申诉：{appeal.what}", body=words, url=appeal.get_absolute_url(),
        key=f"appeal:{appeal.pk}:{what}",
    )  # fmt: skip
