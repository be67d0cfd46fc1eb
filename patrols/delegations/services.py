"""代巡: asked for by the chief, ended by either or by the office. Both are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import clean, day_words, one_line
from hezhang.core.notify.services import tell
from patrols.delegations import rules
from patrols.delegations.models import Delegation
from patrols.norms.choices import DEPUTED
from patrols.norms.models import KindRule
from patrols.walks.models import Patrol
from rivers.acting.models import Acting
from rivers.acting.services import led_by
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.chiefs.models import Tenure

SHOWN = ["tenure", "post", "starts_on", "ends_on", "reason", "counts"]


def rule_of(chief: Post) -> KindRule | None:
    """What the chief's place says of 代巡; None: as shipped, it counts."""
    return KindRule.objects.in_force(chief.region_id).filter(way=DEPUTED).first()


@transaction.atomic
def delegate(
    chief: Post,
    *,
    post: Post,
    starts_on: date,
    ends_on: date,
    reason: str,
    reaches: Sequence[int] = (),
    today: date | None = None,
) -> list[Delegation]:
    """The post walks for the chief, on the reaches that are named (none: all that the chief leads), from a day to a day.

    Raises NotAllowed for who is no chief; Refusal where the place does without; ValidationError (by field) for days that
    cannot be, somebody who cannot walk there, and days that another has already.
    """
    demand(rules.may_delegate(chief))
    row = rule_of(chief)
    demand(rules.is_offered(row, chief.tier), Refusal)
    today = today or timezone.localdate()
    if wrong := rules.may_last(starts_on, ends_on, today):
        raise ValidationError(wrong)
    if not (reason := one_line(clean(reason))):
        raise ValidationError({"reason": "请写明事由。"})
    _hold(chief)
    led = [one for one in led_by(chief, starts_on, ends_on) if not reaches or one.reach_id in reaches]
    if not led:
        raise ValidationError("这段时间您不是所选河段的责任河长，无须请人代巡。")
    _check(chief, post, led, starts_on, ends_on)
    facts = {"post": post, "ends_on": ends_on, "reason": reason, "counts": rules.counts(row, chief.tier)}
    made = [Delegation(tenure=one, starts_on=max(starts_on, one.starts_on), asked_on=today, **facts) for one in led]
    for one in made:
        saving.create(one, "delegation.delegate", SHOWN, by=chief)
    body = f"{_names(made)}；{_days(made[0])}，{reason}。"
    _tell(made[0], post.user_id, f"{chief.user.name}请您代巡", f"{body}去不了的，请在“代巡”里谢绝。", "asked")
    return made


def _hold(chief: Post) -> None:
    """One at a time for each chief: of two who ask for days that overlap the second finds the first."""
    type(chief).objects.select_for_update(of=("self",)).filter(pk=chief.pk).order_by().first()


def _check(chief: Post, post: Post, led: list[Tenure], first: date, last: date) -> None:
    away = Acting.objects.of_days(first, last).filter(tenure__post__user=post.user_id).with_names()
    others = [one.post.user.name for one in away]
    saving.check("post", rules.may_walk_for(post, chief, [one.reach for one in led], others))
    if not (post.is_current(first) and post.is_current(last)):
        raise ValidationError({"post": f"{post.user.name}这段时间不都在该岗位任上，请另选或缩短代巡。"})
    acting = Acting.objects.of_days(first, last).filter(tenure__in=led).with_names().first()
    if acting is not None:
        raise ValidationError({"starts_on": f"这段时间已由{acting.post.user.name}代理，无须请人代巡。"})
    same = Delegation.objects.of_days(first, last).filter(tenure__in=led).with_names().first()
    if same is not None:
        words = f"{same.tenure.reach.name}{_days(same)}已请{same.post.user.name}代巡"
        raise ValidationError({"starts_on": f"{words}，请先结束，或改用其他日期。"})


@transaction.atomic
def end_delegation(row: Delegation, *, by: Post, today: date | None = None) -> Delegation | None:
    """Ended with today, which still counts; one that nobody has walked by as yet goes as a whole (the journal keeps it: None).

    NotAllowed for others; Refusal (409) when somebody was faster.
    """
    today = today or timezone.localdate()
    found = Delegation.objects.select_for_update(of=("self",)).with_names().filter(pk=row.pk).first()
    if found is None:
        raise Refusal("这次代巡已经取消。", status=409)
    demand(rules.may_end(by, found, today))
    if found.starts_on <= today and _is_walked(found):
        if found.ends_on <= today:
            raise Refusal("今天是代巡的最后一天，已经巡过，无须结束。", status=409)
        before, found.ends_on = found.ends_on, today
        found.save(update_fields=["ends_on"])
        record("delegation.end_delegation", found, post=by, before={"ends_on": before}, after={"ends_on": today})
        _tell_others(found, by, f"到 {day_words(today)} 为止", f"end:{today}")
        return found
    _tell_others(found, by, "已取消", "back")
    record("delegation.end_delegation", found, post=by, before={name: getattr(found, name) for name in SHOWN})
    found.delete()
    return None


def _is_walked(row: Delegation) -> bool:
    walks = Patrol.objects.filter(post=row.post_id, reach=row.tenure.reach_id)
    return walks.filter(started_at__date__gte=row.starts_on).exists()


def _names(rows: list[Delegation]) -> str:
    return "、".join(one.tenure.reach.name for one in rows)


def _days(row: Delegation) -> str:
    return f"{day_words(row.starts_on)}至 {day_words(row.ends_on)}"


def _tell_others(row: Delegation, by: Post, word: str, what: str) -> None:
    for user_id in {row.post.user_id, row.tenure.post.user_id} - {by.user_id}:
        _tell(row, user_id, f"{row}{word}", f"{_days(row)}，{row.reason}。由{by.user.name}办理。", what)


def _tell(row: Delegation, user_id: int, title: str, body: str, what: str) -> None:
    key = f"delegation:{row.pk}:{what}:{user_id}"
    tell(user_id, kind="delegation", title=title, body=body, url=row.get_absolute_url(), key=key)
