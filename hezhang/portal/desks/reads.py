"""What the desks show, read from the apps: a handful of queries each, whatever the size of the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.utils import timezone

from assessment.rounds.models import Round, Subject
from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.models import AccountRequest, Post, Region
from hezhang.core.accounts.services import locked_now
from hezhang.core.accounts.services.sign_in import NOBODY
from hezhang.core.kernel.choices import TIER_ORDER
from hezhang.core.kernel.periods import period_of
from hezhang.core.kernel.words import day_words, moment_words
from hezhang.portal.desks.board import Section, Stat, Todo, link
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from patrols.judgement.facts.duties import duties_in
from patrols.walks.models import Patrol
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE as HANDOVERS
from rivers.registry.models import Reach
from rivers.water.facts.sections import warned_for

# A screenful at 1366 × 768, the smallest desk.
SHOWN = 8


def issue_todo(issue: Issue, post: Post) -> Todo:
    """An issue with the button of the step that waits for the post; with 查看 when somebody else has just taken it."""
    row = TABLE.next_for(issue, post)
    place = " · ".join(part for part in (issue.region.name, issue.river.name, issue.place) if part)
    return Todo(
        title=issue.text,
        note=f"{issue.number}　{place}",
        url=issue.get_absolute_url(),
        button=row.label if row else "查看",
        action=TABLE.url(row.verb, issue) if row else issue.get_absolute_url(),
        due=issue.running_due,
        tag=issue.get_state_display(),
        tone=issue.state_tone,
        press=row.press if row else False,
    )


def awaiting(post: Post, title: str, empty: str, order: str = "state_since") -> Section:
    """待我办: what has waited longest first, so that nothing starves; a screenful, the rest behind 全部."""
    rows = TABLE.waiting_for(post, Issue.objects.select_related("region", "river")).order_by(order, "id")
    found = list(rows[: SHOWN + 1])
    # Counted only where there are more than are shown.
    total = len(found) if len(found) <= SHOWN else rows.count()
    return Section(title, [issue_todo(issue, post) for issue in found[:SHOWN]], empty, _ledger("mine"), total)


def _ledger(tab: str, **query: object) -> str:
    return link("issues:ledger", tab=tab, **query)


def issue_stats(post: Post, today: date, labels: dict[str, str]) -> list[Stat]:
    """Open issues by state, and how many are overdue: one query."""
    seen = Issue.objects.visible_to(post).open()
    late = Q(pk__in=Issue.objects.overdue_on(today).values("pk"))
    counts = seen.aggregate(
        overdue=Count("pk", filter=late), **{state: Count("pk", filter=Q(state=state)) for state in labels}
    )
    stats = [Stat(label, counts[state], _ledger("open", state=state), "件", "blue") for state, label in labels.items()]
    return [*stats, Stat("已超期", counts["overdue"], _ledger("overdue"), "件", "red" if counts["overdue"] else "grey")]


def overdue(post: Post, today: date) -> Section:
    """The most overdue issues, for those who chase them."""
    rows = Issue.objects.visible_to(post).overdue_on(today).select_related("region", "river").order_by("due_sort", "id")
    found = list(rows[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else rows.count()
    todos = [
        Todo(
            issue.text,
            f"{issue.number}　{issue.region.name} · {issue.river.name}",
            issue.get_absolute_url(),
            "查看",
            issue.get_absolute_url(),
            issue.due_on,
            issue.get_state_display(),
            "red",
        )
        for issue in found[:SHOWN]
    ]
    return Section("超期问题", todos, "没有超期问题。", _ledger("overdue"), total)


def patrol_rates(post: Post, today: date) -> list[dict]:
    """应巡、已巡 and the rate of the running quarter, by tier."""
    quarter = period_of("quarter", today)
    due: dict[str, int] = defaultdict(int)
    met: dict[str, int] = defaultdict(int)
    for duty in duties_in(post.region, quarter.start, min(quarter.end, today)):
        due[duty.post.tier] += duty.due_count
        met[duty.post.tier] += duty.met_count
    return [
        {
            "label": tier.label,
            "due": due[tier],
            "met": met[tier],
            # Rounded down: 100 % stands only where nothing was missed.
            "percent": met[tier] * 100 // due[tier],
            "url": link("patrols:duty", tier=tier.value),
        }
        for tier in TIER_ORDER
        if due[tier]
    ]


def registry_stats(post: Post, today: date) -> list[Stat]:
    """Reaches that nobody answers for."""
    return [_gap_stat(Reach.objects.visible_to(post).without_chief(today).count())]


def _gap_stat(gaps: int) -> Stat:
    return Stat("无责任河长河段", gaps, link("rivers:reaches", tab="gap"), "段", "red" if gaps else "green")


def upkeep_stats(post: Post, today: date) -> list[Stat]:
    """For the office: the same, and what there is only now and then: walks that wait, handovers, water that gets worse.

    One query.
    """
    rows = [
        Reach.objects.visible_to(post).without_chief(today),
        Patrol.objects.visible_to(post).to_review(),
        Handover.objects.visible_to(post).running(),
        warned_for(post, today),
    ]
    asked = Region.objects.filter(pk=post.region_id).order_by()
    gaps, *others = asked.values_list(*map(_count, rows)).get()
    told = [
        ("待复核巡河", link("patrols:patrols", counting="review"), "条"),
        ("未办结离任交接", link("rivers:handovers"), "份"),
        ("水质预警断面", link("rivers:sections", tab="warned"), "个"),
    ]
    rare = [
        Stat(label, number, url, unit, "orange")
        for (label, url, unit), number in zip(told, others, strict=True)
        if number
    ]
    return [_gap_stat(gaps or 0), *rare]


def to_sign(post: Post) -> list[Section]:
    """Handover sheets that wait for the person's own signature; where there is none, nothing is said."""
    sheets = HANDOVERS.waiting_for(post, Handover.objects.with_names()).order_by("due_on", "id")
    todos = [
        Todo(
            str(one), f"{one.region.name}　{day_words(one.left_on)}离任", one.get_absolute_url(), "去签字",
            one.get_absolute_url(), one.due_on, one.get_state_display(), one.state_tone,
        )
        for one in sheets[:SHOWN]
    ]  # fmt: skip
    return [Section("离任交接", todos, "", link("rivers:handovers", tab="mine"), len(todos))] if todos else []


def left_to(post: Post, today: date) -> list[Section]:
    """Vacant reaches below the chief's own, for which he answers until somebody is appointed; none: nothing is said."""
    rows = Reach.objects.left_to(post, today).select_related("region", "river").order_by("code")
    todos = [
        Todo(
            f"{one.name}没有责任河长", f"{one.river.name} · {one.region.name}：由您代为负责，请督促任命",
            one.get_absolute_url(), "查看", one.get_absolute_url(), tag="空缺", tone="red", quiet=True,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    return [Section("下级空缺河段", todos, "", link("rivers:reaches", tab="gap"), len(todos))] if todos else []


def _count(rows: QuerySet) -> Subquery:
    """How many rows, as a column of another query; null for none."""
    return Subquery(rows.order_by().values(one=Value(1)).annotate(number=Count("*")).values("number"))


def latest_round(post: Post, *, frozen: bool | None = None) -> Round | None:
    """The newest round that the post may see."""
    rounds = Round.objects.visible_to(post).select_related("region")
    if frozen is not None:
        rounds = rounds.filter(state="frozen" if frozen else "running")
    return rounds.first()


def ranking(post: Post) -> dict | None:
    """The newest round with its subjects in order."""
    newest = latest_round(post)
    if newest is None:
        return None
    subjects = list(Subject.objects.visible_to(post).filter(round=newest).select_related("region"))
    return {"round": newest, "subjects": subjects, "highest": max((one.total for one in subjects), default=0)}


def requests_waiting(post: Post, *, mine: bool = False, at: datetime | None = None) -> Section:
    """What waits for the security administrator, the oldest first; for the system administrator what was asked."""
    rows = (
        AccountRequest.objects.visible_to(post)
        .waiting(at or timezone.now())
        .select_related("user", "asked_by__user")
        .order_by("id")
    )
    todos = [
        Todo(
            str(one),
            f"{one.reason}　{one.asked_by.user.name}，{moment_words(one.asked_at)}",
            link("oversight:request", one.pk),
            "查看" if mine else "去办理",
            link("oversight:request", one.pk),
            quiet=mine,
        )
        for one in rows[:SHOWN]
    ]
    title, empty = ("已提交、待确认", "没有等待确认的申请。") if mine else ("待我确认", "没有等您确认的申请。")
    return Section(title, todos, empty, link("oversight:requests"), rows.count())


def locked_out() -> list[Todo]:
    """Names and addresses that failed too often and wait for the lock to open by itself."""
    return [
        Todo(
            one["user__name"] or NOBODY,
            f"来自 {one['address']}，{moment_words(one['last'])}，失败 {one['count']} 次",
            tag="已锁定",
            tone="orange",
        )
        for one in locked_now()
    ]


def holding_several(today: date) -> list[Todo]:
    """People who hold more than one of the three administrators' offices (三员分立: nobody may)."""
    posts: dict[str, list[str]] = defaultdict(list)
    for post in Post.objects.current(today).filter(role__in=ADMIN_ROLES).with_names():
        posts[f"{post.user.name}（{post.user.username}）"].append(post.label)
    return [Todo(who, "；".join(held), tag="兼任", tone="red") for who, held in posts.items() if len(held) > 1]
