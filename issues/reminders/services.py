"""Reminders and escalation, reckoned from dates: nothing has to run on the day for them to be right.

Once per (rule, issue, due date, recipient): the unique key of the message is the guard, so that this may run twice,
in two processes at once, or after days of standing still. After such days each recipient hears of an issue once,
at the step that applies now, and not of every step that was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hezhang.core.kernel.words import day_words
from hezhang.core.notify import services as notify
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.models import Message
from hezhang.core.notify.services import Notice
from issues.ledger.models import Issue
from issues.ledger.rules import is_major
from issues.reminders import rules
from issues.reminders.models import ReminderRule

# Small enough that an issue closed meanwhile is rarely in memory, large enough to spare queries.
BATCH = 500


@dataclass(frozen=True)
class Reminder:
    """One message that is due: a rule has come for an issue, and this person is to hear of it."""

    rule: ReminderRule
    issue: Issue
    user_id: int


@dataclass
class Counts:
    """What a run did: issues looked at, messages due, messages written (the rest were told before)."""

    issues: int = 0
    due: int = 0
    sent: int = 0


Key = Callable[[Reminder], str]


def key_of(reminder: Reminder) -> str:
    """What makes a reminder the same reminder. A new due date makes it a new one."""
    rule, issue = reminder.rule, reminder.issue
    return f"remind:{rule.pk}:{issue.pk}:{issue.due_sort:%Y%m%d}:{reminder.user_id}"


def remind(at: datetime | None = None, *, key: Key = key_of) -> Counts:
    """Write what is due at that time. ``key`` is there for the test that shows what happens without the guard."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    wanted = ReminderRule.objects.filter(is_active=True).by_place()
    counts = Counts()
    recipients = Recipients(today)
    for batch in _batches(_within_reach(wanted.every(), today)):
        counts.issues += len(batch)
        due = [reminder for issue in batch for reminder in steps(issue, wanted.of(issue.region_id), recipients, today)]
        counts.due += len(due)
        counts.sent += _send(due, key, at)
    return counts


def steps(issue: Issue, wanted: Iterable[ReminderRule], recipients: Recipients, today: date) -> Iterator[Reminder]:
    """For each recipient the latest step whose day has come; earlier ones that were missed stay unsaid."""
    latest: dict[int, ReminderRule] = {}
    for rule in sorted(wanted, key=lambda rule: rule.offset_days):
        if issue.due_sort + timedelta(days=rule.offset_days) <= today:
            # Later rules overwrite earlier ones for the same person.
            latest |= dict.fromkeys(recipients.of(rule.to, issue), rule)
    return (Reminder(rule, issue, user_id) for user_id, rule in sorted(latest.items()))


class Recipients:
    """Who hears of an issue, remembered for the run: issues of one unit or reach share their recipients."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._known: dict[tuple, frozenset[int]] = {}

    def of(self, to: str, issue: Issue) -> frozenset[int]:
        """User ids of a rung."""
        shared = rules.hangs_on(to, issue)
        if (to, *shared) not in self._known:
            posts = rules.heard_by(to, issue, self._today)
            self._known[to, *shared] = frozenset(posts.values_list("user_id", flat=True))
        return self._known[to, *shared]


def _within_reach(wanted: list[ReminderRule], today: date) -> list[int]:
    """Ids of issues in a unit's hands for which at least the earliest rule has come, in a fixed order."""
    if not wanted:
        return []
    horizon = today - timedelta(days=min(rule.offset_days for rule in wanted))
    running = Issue.objects.open().filter(due_sort__lte=horizon)
    return list(running.order_by("id").values_list("id", flat=True))


def _batches(ids: list[int]) -> Iterator[list[Issue]]:
    """The issues, read afresh batch by batch: one that was closed meanwhile is left out."""
    for start in range(0, len(ids), BATCH):
        part = Issue.objects.open().filter(id__in=ids[start : start + BATCH], unit__isnull=False)
        yield list(part.select_related("unit").order_by("id"))


def _send(due: list[Reminder], key: Key, at: datetime) -> int:
    """Write those that were not told before; the look-up saves work, the unique key keeps the promise."""
    keyed = [(key(reminder), reminder) for reminder in due]
    told = set(Message.objects.filter(key__in=[word for word, _ in keyed]).values_list("key", flat=True))
    return notify.tell_all([_notice(reminder, word) for word, reminder in keyed if word not in told], at=at)


def _notice(reminder: Reminder, key: str) -> Notice:
    issue, rule = reminder.issue, reminder.rule
    return Notice(
        user_id=reminder.user_id,
        kind="issue.remind",
        title=f"{rule.text}：{issue}",
        body=f"责任单位：{issue.unit}；整改时限：{day_words(issue.due_sort)}",
        url=issue.get_absolute_url(),
        why=f"您是{rule.get_to_display()}；提醒规则：{rule.when}告知{rule.get_to_display()}。",
        # Of grave matters in the morning, of others once a day.
        pace=Pace.SOON if is_major(issue) else Pace.DIGEST,
        key=key,
    )
