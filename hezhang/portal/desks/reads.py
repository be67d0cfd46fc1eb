"""What the desks show, read from the apps: a handful of queries each, whatever the size of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from assessment.rounds.models import Round, Subject
from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.models import AccountRequest, Post, Region
from hezhang.core.accounts.services import locked_now
from hezhang.core.accounts.services.sign_in import NOBODY
from hezhang.core.kernel.choices import TIER_ORDER
from hezhang.core.kernel.periods import period_of
from hezhang.core.kernel.queries import GLANCE_CAP, count_words, counted
from hezhang.core.kernel.words import day_words, moment_words
from hezhang.core.parcels.models import Held, Parcel
from hezhang.portal.desks import notices
from hezhang.portal.desks.board import SHOWN, Section, Stat, Todo, link
from hezhang.portal.desks.stead import standing_in, walking_for
from issues.campaigns.models import Visit
from issues.campaigns.workflow import VISIT_TABLE
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from issues.lookback.models import DrawnIssue
from issues.stages.choices import PlanState
from issues.stages.models import Stage, StagePlan
from patrols.appeals.models import Appeal
from patrols.delegations.facts import asked_of
from patrols.judgement.facts.duties import duties_in
from patrols.oddities.models import Oddity
from patrols.walks.models import Patrol
from rivers.acting.facts import stood_in_for
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE as HANDOVERS
from rivers.plans.models import PlanTask
from rivers.plans.rules import percent
from rivers.registry.models import Reach
from rivers.water.facts.sections import warned_for


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
        due=issue.awaited_on,
        tag=issue.get_state_display(),
        tone=issue.state_tone,
        press=row.press if row else False,
    )


def awaiting(post: Post, title: str, empty: str, order: str = "state_since") -> Section:
    """待我办: what has waited longest first, so that nothing starves; a screenful, the rest behind 全部."""
    rows = TABLE.waiting_for(post, Issue.objects.select_related("region", "river")).order_by(order, "id")
    found = with_total(rows)
    total = found[0].total if found else 0
    return Section(title, [issue_todo(issue, post) for issue in found], empty, _ledger("mine"), total)


def with_total(rows: QuerySet) -> list[Any]:
    """The first rows, a screenful, each with ``total``: how many there are. One question, however many."""
    return list(rows.annotate(total=counted(rows.select_related(None), GLANCE_CAP))[:SHOWN])


def _ledger(tab: str, **query: object) -> str:
    return link("issues:ledger", tab=tab, **query)


def issue_rows(post: Post, today: date, labels: dict[str, str]) -> list[QuerySet]:
    """Open issues by state, and those that are overdue, to be counted by ``tally``."""
    seen = Issue.objects.visible_to(post)
    return [*(seen.in_states({state}) for state in labels), seen.overdue_on(today)]


def tally(post: Post, rows: Sequence[QuerySet], also: Sequence[Exists] = ()) -> tuple[list[int], list[bool]]:
    """How many of each, and the answers to what is ``also`` asked: one question."""
    asked = Region.objects.filter(pk=post.region_id).order_by()
    told = asked.values_list(*(counted(each, GLANCE_CAP) for each in rows), *also).get()
    return list(told[: len(rows)]), list(told[len(rows) :])


def issue_stats(labels: dict[str, str], counts: Sequence[int]) -> list[Stat]:
    """What the desk says of ``issue_rows``."""
    *by_state, late = counts
    stats = [
        Stat(label, count_words(number, GLANCE_CAP), _ledger("open", state=state), "件", "blue")
        for (state, label), number in zip(labels.items(), by_state, strict=True)
    ]
    return [*stats, Stat("已超期", count_words(late, GLANCE_CAP), _ledger("overdue"), "件", "red" if late else "grey")]


def overdue(post: Post, today: date, total: int) -> Section:
    """The most overdue issues, for those who chase them; ``total``: how many there are."""
    rows = Issue.objects.visible_to(post).overdue_on(today).select_related("region", "river").order_by("due_sort", "id")
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
        for issue in rows[:SHOWN]
    ]
    return Section("超期问题", todos, "没有超期问题。", _ledger("overdue"), total)


def patrol_rates(post: Post, today: date) -> list[dict]:
    """应巡、已巡 and the rate of the running quarter, by tier."""
    quarter = period_of("quarter", today)
    due: dict[str, int] = defaultdict(int)
    met: dict[str, int] = defaultdict(int)
    for duty in duties_in(post.region, quarter.start, min(quarter.end, today)):
        due[duty.tier] += duty.due_count
        met[duty.tier] += duty.met_count
    return [
        {
            # Rounded down: 100 % stands only where nothing was missed.
            "label": tier.label, "due": due[tier], "met": met[tier], "percent": met[tier] * 100 // due[tier],
            "url": link("patrols:duty", tier=tier.value),
        }
        for tier in TIER_ORDER
        if due[tier]
    ]  # fmt: skip


def vacant(post: Post, today: date) -> QuerySet[Reach]:
    """Reaches that nobody answers for."""
    return Reach.objects.visible_to(post).without_chief(today)


def gap_stat(gaps: int) -> Stat:
    return Stat(
        "无责任河长河段",
        count_words(gaps, GLANCE_CAP),
        link("rivers:reaches", tab="gap"),
        "段",
        "red" if gaps else "green",
    )


def upkeep_rows(post: Post, today: date) -> list[QuerySet]:
    """For the office: the same, and what there is only now and then: walks that wait, handovers, water that gets worse."""
    return [
        vacant(post, today),
        Patrol.objects.visible_to(post).to_review(),
        Appeal.objects.visible_to(post).waiting(),
        Oddity.objects.visible_to(post).waiting(),
        Handover.objects.visible_to(post).running(),
        warned_for(post, today),
        PlanTask.objects.visible_to(post).counted().with_done().late(today),
        DrawnIssue.objects.visible_to(post).waiting(),
        StagePlan.objects.visible_to(post).in_states({PlanState.PROPOSED}),
        Stage.objects.visible_to(post).overdue_on(today),
        *notices.of_office(post, today),
        my_visits(post),
        Parcel.objects.visible_to(post).awaited(),
        Held.objects.visible_to(post).waiting(),
    ]


def upkeep_stats(counts: Sequence[int]) -> list[Stat]:
    """What the desk says of ``upkeep_rows``."""
    gaps, *others = counts
    told = [
        ("待复核巡河", link("patrols:patrols", counting="review"), "条"),
        ("待答复巡河申诉", link("patrols:appeals"), "件"),
        ("巡河请核实", link("patrols:oddities"), "条"),
        ("未办结离任交接", link("rivers:handovers"), "份"),
        ("水质预警断面", link("rivers:sections", tab="warned"), "个"),
        ("方案任务逾期", link("rivers:plan_tasks", tab="overdue"), "项"),
        ("待回头看", link("issues:draws"), "件"),
        ("整改方案待确认", link("issues:stages", tab="proposed"), "份"),
        ("阶段任务超期", link("issues:stages", tab="overdue"), "项"),
        *notices.told(),
        ("待我检查", link("issues:visits"), "处"),
        ("还在手机上", link("parcels:parcels"), "条"),
        ("收下待核对", link("parcels:helds"), "份"),
    ]
    rare = [
        Stat(label, count_words(number, GLANCE_CAP), url, unit, "orange")
        for (label, url, unit), number in zip(told, others, strict=True)
        if number
    ]
    return [gap_stat(gaps), *rare]


def rare(post: Post, today: date) -> list[Section]:
    """What is rare on a walker's desk: chiefs to stand in for, tasks, sheets, reaches, look-backs, visits; one query for none."""
    tasks, sheets, vacant = my_tasks(post, today), my_sheets(post), vacant_for(post, today)
    acting, looks, visits = stood_in_for(post, today), to_look_at(post), my_visits(post)
    reads: list[tuple[Any, QuerySet]] = [
        (standing_in, acting),
        (walking_for, asked_of(post, today)),
        (to_visit, visits),
        (plan_tasks, tasks),
        (to_sign, sheets),
        (left_to, vacant),
        (looking_back, looks),
    ]
    there = Region.objects.filter(pk=post.region_id).order_by().values_list(*(Exists(rows) for _, rows in reads)).get()
    return [section for (read, rows), is_there in zip(reads, there, strict=True) if is_there for section in read(rows)]


def my_sheets(post: Post) -> QuerySet[Handover]:
    return HANDOVERS.waiting_for(post, Handover.objects.with_names()).order_by("due_on", "id")


def to_sign(sheets: QuerySet[Handover]) -> list[Section]:
    """Handover sheets that wait for the person's own signature; where there is none, nothing is said."""
    todos = [
        Todo(
            str(one), f"{one.region.name}　{day_words(one.left_on)}离任", one.get_absolute_url(), "去签字",
            one.get_absolute_url(), one.due_on, one.get_state_display(), one.state_tone,
        )
        for one in sheets[:SHOWN]
    ]  # fmt: skip
    return [Section("离任交接", todos, "", link("rivers:handovers", tab="mine"), len(todos))] if todos else []


def my_tasks(post: Post, today: date) -> QuerySet[PlanTask]:
    rows = PlanTask.objects.visible_to(post).running().of_post(post, today).select_related("plan")
    return rows.order_by("due_on", "pk")


def plan_tasks(rows: QuerySet[PlanTask]) -> list[Section]:
    """Tasks of plans on the person's own desk, the most pressing first; where there is none, nothing is said."""
    found = list(rows[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else rows.count()
    todos = [
        Todo(
            one.name, f"{one.plan.title}　已完成 {percent(one.done, one.quantity)}%", one.get_absolute_url(), "填报进展",
            link("rivers:report_progress", one.pk), one.due_on,
        )
        for one in found[:SHOWN]
    ]  # fmt: skip
    return [Section("我的任务", todos, "", link("rivers:my_tasks"), total)] if todos else []


def stages_of_unit(post: Post) -> list[Section]:
    """Long-term rectification on a unit's desk: plans to be written, then its stages, those due first; or nothing is said."""
    unplanned = Issue.objects.visible_to(post).unplanned_of(post.department_id)
    unplanned = unplanned.exclude(stage_plan__state=PlanState.PROPOSED).order_by("state_since", "id")
    stages = Stage.objects.visible_to(post).running().filter(unit_id=post.department_id).with_names()
    todos = [
        Todo(
            one.text,
            one.number,
            one.get_absolute_url(),
            "编制整改方案",
            link("issues:propose_stages", issue=one.pk),
            None,
        )
        for one in unplanned[:SHOWN]
    ]
    todos += [
        Todo(
            one.name, f"{one.plan.issue.number}　{one.plan.issue.text}", one.get_absolute_url(), "报完成",
            link("issues:finish_stage", one.pk), one.due_on,
        )
        for one in stages.order_by("due_on", "pk")[:SHOWN]
    ]  # fmt: skip
    return [Section("长期整改", todos, "", link("issues:stages"), len(todos))] if todos else []


def to_look_at(post: Post) -> QuerySet[DrawnIssue]:
    rows = DrawnIssue.objects.visible_to(post).waiting().select_related("draw", "issue__region", "issue__river")
    return rows.order_by("issue__region_id", "pk")


def looking_back(rows: QuerySet[DrawnIssue]) -> list[Section]:
    """Issues of a sample that nobody has looked at again, for who goes round."""
    found = list(rows[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else rows.count()
    todos = [
        Todo(
            one.issue.text, f"{one.issue.number}　{one.issue.region.name} · {one.issue.river.name}",
            one.get_absolute_url(), "回头看", one.get_absolute_url(), tag="待看", tone="orange", quiet=True,
        )
        for one in found[:SHOWN]
    ]  # fmt: skip
    return [Section("回头看", todos, "", found[0].draw.get_absolute_url(), total)] if todos else []


def my_visits(post: Post) -> QuerySet[Visit]:
    rows = VISIT_TABLE.waiting_for(post, Visit.objects.select_related("campaign", "reach__river", "reach__region"))
    return rows.order_by("campaign__ends_on", "reach__region_id", "pk")


def to_visit(rows: QuerySet[Visit]) -> list[Section]:
    """Reaches that the lot gave to the post's team, the first to end first; where there is none, nothing is said."""
    found = list(rows[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else rows.count()
    todos = [
        Todo(
            one.reach.name, f"{one.campaign.name}　{one.reach.river.name} · {one.reach.region.name}", one.get_absolute_url(),
            "去检查", link("issues:submit_visit", one.pk), one.campaign.ends_on,
        )
        for one in found[:SHOWN]
    ]  # fmt: skip
    return [Section("检查任务", todos, "", link("issues:visits"), total)] if todos else []


def vacant_for(post: Post, today: date) -> QuerySet[Reach]:
    rows = Reach.objects.left_to(post, today) if post.role == Role.CHIEF else Reach.objects.none()
    return rows.select_related("region", "river").order_by("code")


def left_to(rows: QuerySet[Reach]) -> list[Section]:
    """Vacant reaches below the chief's own, for which he answers until somebody is appointed; none: nothing is said."""
    todos = [
        Todo(
            f"{one.name}没有责任河长", f"{one.river.name} · {one.region.name}：由您代为负责，请督促任命",
            one.get_absolute_url(), "查看", one.get_absolute_url(), tag="空缺", tone="red", quiet=True,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    return [Section("下级空缺河段", todos, "", link("rivers:reaches", tab="gap"), len(todos))] if todos else []


def latest_rounds(post: Post) -> list[Round]:
    """The newest round that the post may see, then the newest frozen one where that is another. One question."""
    rounds = Round.objects.visible_to(post)
    newest = [rounds.values("pk")[:1], rounds.filter(state="frozen").values("pk")[:1]]
    # Both as values, not as a list to be in: a subquery with a limit is one value wherever it is asked.
    return list(rounds.select_related("region").filter(Q(pk=newest[0]) | Q(pk=newest[1])))


def ranking(post: Post, newest: Round | None) -> dict | None:
    """The newest round with its subjects in order."""
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
