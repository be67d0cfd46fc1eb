"""Once the table of working days has changed: the offices whose problems it moves are told, once, and take the new days over."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.notify import services as notify
from issues.batches.models import Selection
from issues.batches.rules import REDATE
from issues.batches.services import select
from issues.ledger.models import Issue
from issues.ledger.rules import listing_code
from issues.redating.rules import standing, touched_by


def redate_all(*, by: Post, at: datetime | None = None) -> Selection:
    """All that waits for 按日历改期 as one selection, to be looked at and confirmed. Raises Refusal when nothing waits."""
    rows, at = Issue.objects.visible_to(by), at or timezone.now()
    found = [move.issue_id for move in standing(rows, today=timezone.localdate(at))]
    return select(rows.filter(pk__in=found).order_by("due_sort", "pk"), by=by, verb=REDATE, query="", at=at)


def tell_offices(day: date, entry: Entry, *, today: date, at: datetime) -> int:
    """Each office that may redate hears how many there are; returns how many messages were written."""
    found = [move.issue_id for move in standing(touched_by(day), today=today)]
    rows = Issue.objects.filter(pk__in=found).only("region", "list_level")
    counts = Counter(listing_code(issue) for issue in rows)
    offices = Post.objects.current(today).filter(role__in=OFFICE_ROLES, region_id__in=counts)
    users = {post.user_id: counts[post.region_id] for post in offices.order_by("pk")}
    return sum(
        notify.tell(
            user_id, kind="issue.redating", title=f"工作日表有改动：{number} 件到期日待按日历改期",
            body="到期日不会自己改动，请逐件或成批确认。", url=reverse("issues:redating"),
            why="您在列入这些问题的河长办。", key=f"redating:{entry.pk}:{user_id}", at=at,
        )
        for user_id, number in sorted(users.items())
    )  # fmt: skip
