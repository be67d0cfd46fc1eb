"""Actings: begun by the office, ended early, and a wrong click taken back. Both people are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import clean, day_words, one_line
from hezhang.core.notify.services import tell
from rivers.acting import rules
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import may_hold
from rivers.registry.models import Reach
from rivers.registry.services import saving

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = ("tenure", "post", "starts_on", "ends_on", "reason", "document")


@transaction.atomic
def begin_acting(
    absent: Post,
    *,
    by: Post | None,
    post: Post,
    starts_on: date,
    ends_on: date,
    reason: str,
    document: str = "",
    today: date | None = None,
) -> list[Acting]:
    """The post does the work of an absent chief on each reach that the chief leads, from a day to a day.

    Raises ValidationError (by field) for days that cannot be, somebody who does not fit, or another acting of those
    days; NotAllowed outside the actor's region.
    """
    saving.must_keep(absent.region_id, by=by)
    today = today or timezone.localdate()
    if wrong := rules.may_last(starts_on, ends_on, today):
        raise ValidationError(wrong)
    led = list(led_by(absent, starts_on, ends_on))
    if not led:
        raise ValidationError(f"{absent.user.name}这段时间不是任何河段的责任河长，不需要代理。")
    # One at a time per reach, as with appointments.
    list(Reach.objects.select_for_update().filter(pk__in=[one.reach_id for one in led]).order_by("pk"))
    _check(absent, post, led, starts_on, ends_on)
    facts = {"post": post, "ends_on": ends_on, "planned_on": ends_on, "reason": one_line(clean(reason))}
    facts |= {"document": one_line(clean(document)), "entered_on": today}
    made = [Acting(tenure=one, starts_on=max(starts_on, one.starts_on), **facts) for one in led]
    for one in made:
        saving.create(one, "acting.begin", list(SHOWN), by=by)
    _tell_both(made, "begin")
    return made


def led_by(absent: Post, first: date, last: date) -> Iterable[Tenure]:
    """The reaches that the chief leads on some of these days."""
    rows = Tenure.objects.running(first).filter(post=absent, kind=TenureKind.RESPONSIBLE, starts_on__lte=last)
    return rows.select_related("reach__region", "post__user").order_by("reach__code")


def _check(absent: Post, post: Post, led: list[Tenure], first: date, last: date) -> None:
    for one in led:
        saving.check("post", may_hold(TenureKind.RESPONSIBLE, post.role, post.region, one.reach.region_id))
    if not (post.is_current(first) and post.is_current(last)):
        raise ValidationError({"post": f"{post.user.name}这段时间不都在该岗位任上，请另选代理人或缩短代理。"})
    both = {absent.user_id, post.user_id}
    near = Q(tenure__post__user__in=both) | Q(post__user=absent.user_id)
    others = list(Acting.objects.of_days(first, last).filter(near).with_names())
    saving.check("post", rules.may_stand_in(post.user_id, absent.user_id, others))
    same = next((one for one in others if one.tenure.post_id == absent.pk), None)
    if same is not None:
        words = f"{day_words(same.starts_on)}至 {day_words(same.ends_on)}"
        raise ValidationError({"starts_on": f"{words}已由{same.post.user.name}代理，请先提前结束，或改用其他日期。"})
    if any(one.post.user_id == absent.user_id for one in others):
        raise ValidationError(f"{absent.user.name}这段时间正代理他人，请先为其另选代理人。")


@transaction.atomic
def end_acting(acting: Acting, on: date, *, by: Post | None, today: date | None = None) -> Acting:
    """The chief is back; ``on`` is the last day of acting. Raises ValidationError for a day that changes nothing."""
    acting = _locked(acting, by)
    today = today or timezone.localdate()
    if on >= acting.ends_on:
        raise ValidationError({"on": f"原定到 {day_words(acting.ends_on)}，请填写更早的一天。"})
    if on < max(acting.starts_on, today - rules.BACKDATED):
        raise ValidationError({"on": "不能早于代理起，也不能补登 7 天以前的日期。没有开始的，请在登记当天撤销。"})
    before, acting.ends_on, acting.closed_on = acting.ends_on, on, today
    acting.save(update_fields=["ends_on", "closed_on"])
    record("acting.shorten", acting, post=by, before={"ends_on": before}, after={"ends_on": on})
    _tell_both([acting], f"end:{on}")
    return acting


@transaction.atomic
def take_back_acting(acting: Acting, *, by: Post | None, today: date | None = None) -> Acting | None:
    """Undo the day's last act: an early end is forgotten, an acting goes (the journal keeps it: None)."""
    acting = _locked(acting, by)
    demand(rules.may_take_back(acting, today or timezone.localdate()), Refusal)
    if acting.closed_on is not None:
        before, acting.ends_on, acting.closed_on = acting.ends_on, acting.planned_on, None
        _check_free(acting)
        acting.save(update_fields=["ends_on", "closed_on"])
        record("acting.run_on", acting, post=by, before={"ends_on": before}, after={"ends_on": acting.ends_on})
        return acting
    _tell_both([acting], "back")
    record("acting.take_back", acting, post=by, before={name: getattr(acting, name) for name in SHOWN})
    acting.delete()
    return None


def _check_free(acting: Acting) -> None:
    """Another may have begun on the days that were given back."""
    others = Acting.objects.of_days(acting.starts_on, acting.ends_on).filter(tenure=acting.tenure_id)
    if others.exclude(pk=acting.pk).exists():
        raise ValidationError("之后的日期已另行登记代理，不能恢复。")


def _locked(acting: Acting, by: Post | None) -> Acting:
    found = Acting.objects.select_for_update(of=("self",)).with_names().get(pk=acting.pk)
    saving.must_keep(found.tenure.reach.region_id, by=by)
    return found


TITLES = {"begin": "由{post}代理", "end": "代理提前结束", "back": "代理已撤销"}


def _tell_both(actings: list[Acting], what: str) -> None:
    """Who is away, and who stands in: once for the whole act."""
    one, names = actings[0], "、".join(each.tenure.reach.name for each in actings)
    word = TITLES[what.split(":")[0]].format(post=one.post.user.name)
    title = f"{one.tenure.post.user.name}的河段{word}"
    body = f"{names}；{day_words(one.starts_on)}至 {day_words(one.ends_on)}，{one.reason}。责任河长不变。"
    for user_id in (one.post.user_id, one.tenure.post.user_id):
        key = f"acting:{one.pk}:{what}:{user_id}"
        tell(user_id, kind="acting", title=title, body=body, url=one.tenure.reach.get_absolute_url(), key=key)
