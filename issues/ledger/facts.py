"""What the pages of one issue show: facts, the time left in words, steps, photos, buttons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from hezhang.core.kernel.words import day_words, due_words, moment_words
from hezhang.core.workflow.facts import timeline, who_words
from issues.ledger import rules
from issues.ledger.choices import PhotoKind, State
from issues.ledger.models import Evidence, Issue, IssueTransition
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

HIDDEN = "已隐藏"
FINDERS = {"report", "supplement"}  # the steps of whoever found it
ENDED_AS = {State.CLOSED: ("green", "check"), State.UNFOUNDED: ("green", "minus")}
Facts = list[tuple[str, Any]]


def reporter_words(issue: Issue, post: Post) -> str:
    """Who found it; hidden from handling units."""
    if not rules.sees_reporter(post):
        return HIDDEN
    return str(issue.reporter.user.name) if issue.reporter else "群众"


def facts(issue: Issue, post: Post) -> Facts:
    """What is known of the issue, (label, value) in reading order."""
    return [
        ("问题编号", issue.number),
        ("来源", issue.get_source_display()),
        ("河湖、河段", f"{issue.river}　{issue.reach or ''}".strip()),
        ("所在区划", issue.region),
        ("位置描述", issue.place),
        ("坐标", f"{issue.lng:.6f}，{issue.lat:.6f}" if issue.lat is not None and issue.lng is not None else ""),
        ("问题类别", issue.category),
        ("严重程度", issue.get_severity_display()),
        ("整改方式", issue.get_track_display()),
        ("发现时间", moment_words(issue.found_at)),
        ("发现人", reporter_words(issue, post)),
        ("责任河长", issue.chief.user.name if issue.chief else ""),
        ("列入层级", issue.get_list_level_display()),
    ]


def handling_facts(issue: Issue) -> Facts:
    """What was ordered and done; only what is there."""
    rows = [
        ("责任单位", issue.unit),
        ("办理要求", issue.requirement),
        ("整改时限", day_words(issue.due_on) if issue.due_on else ""),
        ("交办时间", moment_words(issue.dispatched_at) if issue.dispatched_at else ""),
        ("退回原因", issue.return_reason),
        ("进度", f"{issue.progress}%" if issue.signed_at else ""),
        ("整改措施", issue.measures),
        ("验收意见", issue.opinion),
        ("销号时间", moment_words(issue.closed_at) if issue.closed_at else ""),
        ("不属实说明", issue.unfounded_reason),
        ("原台账", issue.old_ledger),
    ]
    return [(label, value) for label, value in rows if value]


def standing_words(issue: Issue, today: date) -> str:
    """整改中；责任单位：区水利局；超期 2 天."""
    unit = f"责任单位：{issue.unit}" if issue.unit else ""
    due = due_words(issue.running_due, today)
    return "；".join(part for part in (str(issue.get_state_display()), unit, due) if part)


def clock(issue: Issue) -> dict[str, str]:
    """The time left in words, and how pressing it is: what the page says largest."""
    if issue.running_due:
        left = (issue.running_due - timezone.localdate()).days
        tone = "red" if left < 0 else "orange" if left <= 3 else "blue"
        return {"words": due_words(issue.running_due, timezone.localdate()), "tone": tone, "icon": "clock"}
    late = f"（超期 {issue.days_late} 天）" if issue.days_late else ""
    # A clock is drawn only where one runs.
    tone, icon = ENDED_AS.get(State(issue.state), ("blue", "arrow-right"))
    return {"words": f"{State(issue.state).label}{late}", "tone": tone, "icon": icon}


def steps(issue: Issue, post: Post) -> list[dict[str, Any]]:
    """The way so far, newest first; three queries whatever its length."""
    rows = issue.transitions.select_related("user", "post__region", "post__department").prefetch_related(
        "evidence__upload"
    )

    def _who(row: IssueTransition) -> str:
        # The finder reports and adds, so these lines would give the name away.
        return HIDDEN if row.verb in FINDERS and not rules.sees_reporter(post) else who_words(row)

    return timeline(TABLE, rows.order_by("-id"), who=_who, words=_words, photos=_photos)


def _photos(row: IssueTransition) -> list[dict[str, str]]:
    return [picture(photo) for photo in row.evidence.all()]


def _words(row: IssueTransition) -> str:
    """What was said at the step: for a dispatch the unit, the demand and the date."""
    supplied = row.supplied
    if row.verb == "dispatch":
        unit = str(supplied.get("unit", "")).split(" (#")[0]
        wanted = str(supplied.get("requirement", "")).rstrip("。；")
        due = parse_date(str(supplied.get("due_on", "")))
        return f"责任单位：{unit}；要求：{wanted}；时限：{day_words(due)}"
    if row.verb == "rectify":
        return f"{row.words}（进度 {supplied.get('progress', 0)}%）"
    return row.words


def picture(photo: Evidence, caption: str = "") -> dict[str, str]:
    """One photo for components/photos.html."""
    url = reverse("issues:photo", args=[photo.pk])
    return {"url": url, "thumb": f"{url}?thumb=1", "caption": caption or photo.get_kind_display()}


def compared(issue: Issue) -> dict[str, list[dict[str, str]]]:
    """Before and after, side by side: the first thing that verification looks at (韩江局: 查阅整改佐证材料 → 实地复核)."""
    photos = list(issue.evidence.select_related("upload"))
    return {
        "before": _pictures(photos, {PhotoKind.FOUND, PhotoKind.BEFORE}),
        "after": _pictures(photos, {PhotoKind.AFTER, PhotoKind.ON_SITE}),
    }


def _pictures(photos: Iterable[Evidence], kinds: set[PhotoKind]) -> list[dict[str, str]]:
    return [picture(photo) for photo in photos if photo.kind in kinds]
