"""Leave: entered by the office, ended early, and a wrong click taken back. The chief is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import clean, day_words, one_line
from hezhang.core.notify.services import tell
from patrols.excuses import rules
from patrols.excuses.choices import ExcuseKind
from patrols.excuses.models import Excuse
from rivers.acting.models import Acting
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SHOWN = ["post", "starts_on", "ends_on", "reason", "document"]


@transaction.atomic
def begin_leave(
    chief: Post,
    *,
    by: Post | None,
    starts_on: date,
    ends_on: date,
    reason: str,
    document: str = "",
    today: date | None = None,
) -> Excuse:
    """The chief is away and nobody stands in: periods of which more than half are leave are not owed.

    Raises ValidationError (by field) for days that cannot be, or that an acting or another leave has already;
    NotAllowed outside the actor's region.
    """
    saving.must_keep(chief.region_id, by=by)
    today = today or timezone.localdate()
    if wrong := rules.may_last(starts_on, ends_on, today):
        raise ValidationError(wrong)
    type(chief).objects.select_for_update(of=("self",)).filter(pk=chief.pk).order_by().first()
    _check_free(chief, starts_on, ends_on)
    made = Excuse(
        kind=ExcuseKind.LEAVE, post=chief, starts_on=starts_on, ends_on=ends_on, planned_on=ends_on,
        reason=one_line(clean(reason)), document=one_line(clean(document)), by=by, entered_on=today,
    )  # fmt: skip
    saving.create(made, "leave.begin_leave", SHOWN, by=by)
    _tell(made, "已登记", "begin")
    return made


def _check_free(chief: Post, first: date, last: date, but: int | None = None) -> None:
    acting = Acting.objects.of_days(first, last).filter(tenure__post=chief).with_names().first()
    if acting is not None:
        raise ValidationError(
            {"starts_on": f"这段时间已由{acting.post.user.name}代理，应巡期次由代理人履行，无须登记请假。"}
        )
    other = Excuse.objects.leaves().filter(post=chief).exclude(pk=but).touching(first, last).first()
    if other is not None:
        words = f"{day_words(other.starts_on)}至 {day_words(other.ends_on)}"
        raise ValidationError({"starts_on": f"{words}已登记请假，请改用其他日期。"})


@transaction.atomic
def end_leave(leave: Excuse, on: date, *, by: Post | None, today: date | None = None) -> Excuse:
    """销假: the chief is back; ``on`` is the last day away. Raises ValidationError for a day that changes nothing."""
    found, today = _locked(leave, by), today or timezone.localdate()
    if on >= found.ends_on:
        raise ValidationError({"on": f"原定到 {day_words(found.ends_on)}，请填写更早的一天。"})
    if on < max(found.starts_on, today - rules.BACKDATED):
        raise ValidationError({"on": "不能早于请假起，也不能补登 7 天以前的日期。登记错了的，请在登记当天撤销。"})
    before, found.ends_on, found.closed_on = found.ends_on, on, today
    found.save(update_fields=["ends_on", "closed_on"])
    record("leave.shorten", found, post=by, before={"ends_on": before}, after={"ends_on": on})
    _tell(found, "提前销假", f"end:{on}")
    return found


@transaction.atomic
def take_back_leave(leave: Excuse, *, by: Post | None, today: date | None = None) -> Excuse | None:
    """Undo the day's last act: an early end is forgotten, a leave goes (the journal keeps it: None)."""
    found = _locked(leave, by)
    demand(rules.may_take_back(found, today or timezone.localdate()), Refusal)
    if found.closed_on is not None:
        before, found.ends_on, found.closed_on = found.ends_on, found.planned_on, None
        _check_free(found.post, found.starts_on, found.ends_on, found.pk)
        found.save(update_fields=["ends_on", "closed_on"])
        record("leave.run_on", found, post=by, before={"ends_on": before}, after={"ends_on": found.ends_on})
        return found
    _tell(found, "已撤销", "back")
    record("leave.take_back_leave", found, post=by, before={name: getattr(found, name) for name in SHOWN})
    found.delete()
    return None


def _locked(leave: Excuse, by: Post | None) -> Excuse:
    rows = Excuse.objects.leaves().select_for_update(of=("self",)).with_names()
    found = rows.filter(pk=leave.pk).first()
    if found is None:
        raise Refusal("这条请假已经撤销。", status=409)
    saving.must_keep(found.post.region_id, by=by)
    return found


def _tell(leave: Excuse, word: str, what: str) -> None:
    days = f"{day_words(leave.starts_on)}至 {day_words(leave.ends_on)}"
    tell(
        leave.post.user_id, kind="leave", title=f"请假{word}", body=f"{days}，{leave.reason}。请假过半的周期不要求巡河。",
        url=leave.get_absolute_url(), key=f"leave:{leave.pk}:{what}",
    )  # fmt: skip
