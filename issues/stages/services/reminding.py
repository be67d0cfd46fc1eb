"""Reminders of stages, by the same ladder as those of the issues: each stage has a day of its own.

Once per (rule, stage, due date, recipient), as in ``reminders``: the message's unique key is the guard.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.words import day_words, due_words
from hezhang.core.notify import services as notify
from hezhang.core.notify.choices import Pace
from issues.reminders.choices import ReminderTo
from issues.reminders.models import ReminderRule
from issues.reminders.rules import heard_by
from issues.stages.models import Stage


def remind(at: datetime | None = None) -> int:
    """Write what is due at that time; returns how many messages were written."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    wanted = ReminderRule.objects.filter(is_active=True).by_place()
    earliest = min((rule.offset_days for rule in wanted.every()), default=None)
    if earliest is None:
        return 0
    near = Stage.objects.running().filter(due_on__lte=today - timedelta(days=earliest)).with_names().order_by("pk")
    return sum(_remind_of(stage, wanted.of(stage.plan.issue.region_id), today, at) for stage in near)


def _remind_of(stage: Stage, rules: Iterable[ReminderRule], today: date, at: datetime) -> int:
    """For each recipient the latest step whose day has come; those that were missed stay unsaid."""
    latest: dict[int, ReminderRule] = {}
    for rule in sorted(rules, key=lambda rule: rule.offset_days):
        if stage.due_on + timedelta(days=rule.offset_days) <= today:
            latest |= dict.fromkeys(_users(rule.to, stage, today), rule)
    return sum(_tell(stage, rule, user_id, today, at) for user_id, rule in sorted(latest.items()))


def _users(to: str, stage: Stage, today: date) -> set[int]:
    """The rung's people; of a stage that a helping unit has, that unit's as well."""
    found = set(heard_by(to, stage.plan.issue, today).values_list("user_id", flat=True))
    if to == ReminderTo.UNIT:
        found |= set(Post.objects.handlers_of(stage.unit_id).values_list("user_id", flat=True))
    return found


def _tell(stage: Stage, rule: ReminderRule, user_id: int, today: date, at: datetime) -> bool:
    # One by one: a message that cannot be written must not take the others along.
    with transaction.atomic():
        return notify.tell(
            user_id,
            kind="stage.remind",
            title=f"阶段任务{due_words(stage.due_on, today)}：{stage.plan.issue.number} {stage}",
            body=f"责任单位：{stage.unit}；完成时限：{day_words(stage.due_on)}",
            url=stage.get_absolute_url(),
            why=f"您是{rule.get_to_display()}；提醒规则：{rule.when}告知{rule.get_to_display()}。",
            pace=Pace.DIGEST,
            key=f"stage:{rule.pk}:{stage.pk}:{stage.due_on:%Y%m%d}:{user_id}",
            at=at,
        )
