"""Chiefs of a reach: appoint and dismiss. A tenure is ended, never deleted: 责任终身追究."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from hezhang.core.audit.services import record
from hezhang.core.kernel.words import day_words
from rivers.chiefs import rules
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.signals import chiefs_changed, chiefs_leaving
from rivers.registry.models import Reach
from rivers.registry.services import saving

ONE_DAY = timedelta(days=1)

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@transaction.atomic
def appoint(*, by: Post | None, post: Post, reach: Reach, kind: str, starts_on: date) -> Tenure:
    """Make the post a chief (or another kind of keeper) of the reach from that day.

    A responsible chief still in office ends the day before. Raises ValidationError (by field, Chinese) when the post
    does not fit, already holds this, or a later tenure exists; NotAllowed outside the actor's region.
    """
    saving.must_keep(reach.region_id, by=by)
    stored = Reach.objects.select_for_update().get(pk=reach.pk)  # one appointment at a time per reach
    if stored.ended_on is not None:
        raise ValidationError({"starts_on": f"该河段已于 {day_words(stored.ended_on)} 终止，请任命到现在的河段。"})
    _check_post(post, reach, kind, starts_on)
    ended = _end_predecessors(by, reach, starts_on) if kind == TenureKind.RESPONSIBLE else []
    tenure = Tenure(post=post, reach=reach, kind=kind, starts_on=starts_on)
    tenure.full_clean()
    tenure.save()
    shown = {"post": post, "reach": reach, "kind": kind, "starts_on": starts_on}
    record("tenure.appoint", tenure, post=by, after=shown)
    chiefs_changed.send(Tenure, ended=ended, begun=tenure, post=None, by=by)
    return tenure


def _check_post(post: Post, reach: Reach, kind: str, starts_on: date) -> None:
    saving.check("post", rules.may_hold(kind, post.role, post.region, reach.region_id))
    if not post.is_current(starts_on):
        raise ValidationError(
            {"starts_on": f"{post.user.name}在 {day_words(starts_on)} 不在该岗位任上，请核对任职日期。"}
        )
    if Tenure.objects.running(starts_on).filter(post=post, reach=reach, kind=kind).exists():
        raise ValidationError({"post": f"{post.user.name}已是该河段的{TenureKind(kind).label}。"})


def _end_predecessors(by: Post | None, reach: Reach, starts_on: date) -> list[rules.Ended]:
    held = list(Tenure.objects.filter(reach=reach, kind=TenureKind.RESPONSIBLE))
    saving.check("starts_on", rules.follows_on(starts_on, [(one.starts_on, one.ends_on) for one in held]))
    last = rules.day_before(starts_on)
    return [_end(by, tenure, last) for tenure in held if rules.runs_into(starts_on, tenure.ends_on)]


@transaction.atomic
def dismiss(tenure: Tenure, on: date, *, by: Post | None, successor: Post | None = None) -> Tenure:
    """End a tenure; ``on`` is its last day. A ``successor`` begins the day after, in the same transaction.

    Raises ValidationError when it has ended already or would end too early, or when the successor does not fit.
    """
    tenure = Tenure.objects.select_for_update().select_related("reach", "post__user").get(pk=tenure.pk)
    saving.must_keep(tenure.reach.region_id, by=by)
    if tenure.ends_on is not None:
        raise ValidationError({"on": f"该任职已于 {day_words(tenure.ends_on)} 结束。"})
    if on < tenure.starts_on:
        raise ValidationError({"on": f"离任日期不能早于任职日期 {day_words(tenure.starts_on)}。"})
    if successor and tenure.kind == TenureKind.RESPONSIBLE:
        appoint(by=by, post=successor, reach=tenure.reach, kind=tenure.kind, starts_on=on + ONE_DAY)
        tenure.refresh_from_db()
        return tenure
    chiefs_changed.send(Tenure, ended=[_end(by, tenure, on)], begun=None, post=None, by=by)
    return tenure


def foretell_end_of(tenures: QuerySet[Tenure], on: date, *, succeeded: bool = False) -> list[str]:
    """What would follow if these tenures ended on that day: which end, which reaches then have no chief, what is left.

    ``succeeded``: somebody is to follow in the same act.
    """
    # The last day is still a day in office: what ends shows from the day after.
    ending = list(tenures.running(on + ONE_DAY).select_related("reach__region", "reach__river", "post__user"))
    if not ending:
        return []
    led = {tenure.reach_id for tenure in ending if tenure.kind == TenureKind.RESPONSIBLE}
    # A successor who has been appointed for later fills the gap as well: nobody is asked to appoint a second one.
    others = Tenure.objects.running(on + ONE_DAY).exclude(pk__in=[tenure.pk for tenure in ending])
    led -= set(others.filter(reach__in=led, kind=TenureKind.RESPONSIBLE).values_list("reach_id", flat=True))
    told = [
        f"同时结束 {len(ending)} 项任职：{_named([f'{one.reach.name}（{one.get_kind_display()}）' for one in ending])}。"
    ]
    left = [one.reach.name for one in ending if one.reach_id in led and one.kind == TenureKind.RESPONSIBLE]
    if left and not succeeded:
        told.append(f"此后以下 {len(left)} 个河段没有责任河长，请尽快任命：{_named(left)}。")
    answers = chiefs_leaving.send(Tenure, tenures=ending, on=on)
    return told + [sentence for _, sentences in answers for sentence in sentences or ()]


def _named(names: list[str]) -> str:
    """The first ten, and that there are more."""
    return "、".join(names[:10]) + (" 等" if len(names) > 10 else "")


def dismiss_all(sender: Any, post: Post, on: date, by: Post | None, **_: Any) -> None:
    """Listener: a person who leaves a post leaves all that hung on it, with the same last day."""
    rows = Tenure.objects.filter(post=post).filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_related("reach__region")
    # A tenure that was to begin later, or began on a later day, ends on its own first day: none is deleted.
    ended = [_end(by, tenure, max(on, tenure.starts_on)) for tenure in rows]
    chiefs_changed.send(Tenure, ended=ended, begun=None, post=post, by=by)


def _end(by: Post | None, tenure: Tenure, on: date) -> rules.Ended:
    ended = rules.Ended(tenure, tenure.ends_on)
    tenure.ends_on = on
    tenure.save(update_fields=["ends_on"])
    record("tenure.dismiss", tenure, post=by, before={"ends_on": ended.before}, after={"ends_on": on})
    return ended


@transaction.atomic
def restore(tenure: Tenure, ends_on: date | None, *, by: Post | None) -> None:
    """Take back an ending that was a mistake: the tenure runs on as before. Raises ValidationError where another has begun."""
    Reach.objects.select_for_update().get(pk=tenure.reach_id)
    if tenure.kind == TenureKind.RESPONSIBLE:
        others = Tenure.objects.running(tenure.starts_on).filter(reach=tenure.reach_id, kind=tenure.kind)
        if others.exclude(pk=tenure.pk).exists():
            raise ValidationError(f"{tenure.reach.name}已另有责任河长，不能恢复原任期。")
    before = {"ends_on": tenure.ends_on}
    tenure.ends_on = ends_on
    tenure.save(update_fields=["ends_on"])
    record("tenure.run_on", tenure, post=by, before=before, after={"ends_on": ends_on})


@transaction.atomic
def withdraw(tenure: Tenure, *, by: Post | None) -> None:
    """Take back an appointment that was a mistake, as if it had never been; the journal keeps that it was."""
    # The one place where a tenure is deleted: two responsible chiefs would otherwise stand for the same days.
    shown = {"post": tenure.post, "reach": tenure.reach, "kind": tenure.kind, "starts_on": tenure.starts_on}
    record("tenure.take_back", tenure, post=by, before=shown)
    # By the relation: who stood in for a chief who never was, stood in for nobody.
    tenure.actings.all().delete()
    tenure.delete()
