"""What pages show of plans: the five lists with what is done of them, one task, who answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hezhang.core.files import facts as files
from hezhang.core.kernel.words import day_words, decimal_words, moment_words
from rivers.plans import rules
from rivers.plans.choices import PlanKind
from rivers.plans.models import Plan, PlanItem, PlanPaper, PlanTask, ProgressPhoto, TaskMilestone, TaskProgress

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass
class Node:
    """A task with its figures; of one that is broken down, what its parts add up to."""

    task: PlanTask
    depth: int
    parts: list[Node]

    @property
    def done(self) -> Decimal:
        """In the task's unit; by milestones, of a whole, the number of finished parts."""
        if not self.parts:
            return self.task.done
        if self.task.by_steps:
            return Decimal(sum(one.is_done for one in self.parts))
        return sum((one.done for one in self.parts), Decimal(0))

    @property
    def full(self) -> Decimal:
        return Decimal(len(self.parts)) if self.parts and self.task.by_steps else self.task.quantity

    @property
    def is_done(self) -> bool:
        return self.done >= self.full

    @property
    def percent(self) -> int:
        return rules.percent(self.done, self.full)

    @property
    def amount(self) -> str:
        return f"{len(self.parts)} 项" if self.parts and self.task.by_steps else self.task.amount

    @property
    def done_words(self) -> str:
        return decimal_words(self.done)

    @property
    def owners(self) -> str:
        return owner_words(self.task)

    @property
    def left_over(self) -> str:
        """What of the whole no part has taken yet."""
        if not self.parts or self.task.by_steps:
            return ""
        left = self.task.quantity - sum((one.task.quantity for one in self.parts), Decimal(0))
        return f"{decimal_words(left)} {self.task.unit}" if left > 0 else ""

    def standing(self, today: date) -> tuple[str, str]:
        self.task.done = self.done if not (self.parts and self.task.by_steps) else self.task.quantity * self.is_done
        return rules.standing(self.task, today)


def owner_words(task: PlanTask) -> str:
    """乔立本（澄溪桥头镇段责任河长）；区水利局."""
    found = []
    if task.reach:
        chief = getattr(task, "chief_name", "") or "空缺"
        found.append(f"{chief}（{task.reach.name}责任河长）")
    if task.owner:
        found.append(f"{task.owner.user.name}（{task.owner.title or task.owner.get_role_display()}）")
    if task.department:
        found.append(task.department.name)
    return "；".join(found)


def nodes_of(plan: Plan, today: date) -> list[Node]:
    """All tasks of the plan, parts under their whole."""
    tasks = plan.tasks.with_done().with_answering(today).with_names().prefetch_related("milestones").order_by("serial")
    under: dict[int, list[PlanTask]] = {}
    for one in tasks:
        one.plan = plan
        under.setdefault(one.parent_id or 0, []).append(one)

    def _node(task: PlanTask, depth: int) -> Node:
        return Node(task, depth, [_node(one, depth + 1) for one in under.get(task.pk, [])])

    return [_node(one, 0) for one in under.get(0, [])]


def flat(nodes: Iterable[Node]) -> list[Node]:
    return [each for node in nodes for each in (node, *flat(node.parts))]


@dataclass(frozen=True)
class Line:
    """A row of the lists of tasks, measures and responsibilities."""

    node: Node
    words: str
    tone: str
    stones: list[TaskMilestone]

    @property
    def task(self) -> PlanTask:
        return self.node.task


def lines_of(plan: Plan, post: Post, today: date) -> list[Line]:
    """The tasks that the post may see, with figures over all of them."""
    seen = set(plan.tasks.visible_to(post).values_list("pk", flat=True))
    nodes = [node for node in flat(nodes_of(plan, today)) if node.task.pk in seen]
    return [Line(node, *node.standing(today), list(node.task.milestones.all())) for node in nodes]


def node_of(task: PlanTask, today: date) -> Node:
    """One task with its parts."""
    return next(node for node in flat(nodes_of(task.plan, today)) if node.task.pk == task.pk)


def facts_of(plan: Plan) -> list[tuple[str, Any]]:
    """The head of the plan."""
    return [
        ("种类", plan.get_kind_display()),
        ("河湖", plan.river.name if plan.river else None if plan.has_lists else "不分河湖"),
        ("所属区划", plan.region.name),
        ("周期", plan.span),
        ("文号", plan.number),
        ("审定人", str(plan.approver) if plan.approver else None),
        ("审定日期", plan.approved_on and day_words(plan.approved_on)),
    ]


def items_of(plan: Plan) -> tuple[list[PlanItem], list[PlanItem]]:
    """(problems, goals)."""
    rows = plan.items.select_related("reach", "problem").order_by("serial")
    return list(rows.problems()), list(rows.goals())


def task_facts(node: Node, today: date) -> list[tuple[str, Any]]:
    """The page of one task."""
    task = node.task
    return [
        ("方案", task.plan.title),
        ("对应目标", task.goal.name if task.goal else None),
        ("上级任务", task.parent.name if task.parent else None),
        ("措施", task.measure),
        ("数量", node.amount),
        ("责任", node.owners),
        ("配合单位", task.assisting),
        ("所在区划", task.region.name),
        ("河湖", task.river.name if task.river else None),
        ("起止", f"{day_words(task.starts_on)}至{day_words(task.due_on)}"),
    ]


@dataclass(frozen=True)
class StoneLine:
    stone: TaskMilestone
    words: str
    tone: str

    @property
    def target(self) -> str:
        return decimal_words(self.stone.target)


def stones_of(node: Node, today: date) -> list[StoneLine]:
    """The milestones: reached, missed or ahead."""
    found = []
    for stone in node.task.milestones.all():
        if stone.target <= node.done:
            found.append(StoneLine(stone, "已达到", "green"))
        else:
            is_late = stone.due_on < today
            found.append(StoneLine(stone, "未达到" if is_late else "待完成", "red" if is_late else "grey"))
    return found


def picture(name: str, row: PlanPaper | ProgressPhoto) -> dict[str, str]:
    return files.picture(row.upload, reverse(name, args=[row.pk]))


def reports_of(task: PlanTask, post: Post, today: date, *, may: Any) -> list[dict[str, Any]]:
    """The way so far for components/timeline.html, the latest first; what was taken back stays, and says so."""
    rows = task.reports.select_related("post__user", "post__region", "post__department", "withdrawn_by__user")
    found = []
    for row in rows.prefetch_related("photos__upload").order_by("-day", "-id"):
        row.task = task
        found.append(_report_step(row, post, today, may))
    return found


def _report_step(row: TaskProgress, post: Post, today: date, may: Any) -> dict[str, Any]:
    words = row.words
    if row.withdrawn_at:
        who = row.withdrawn_by.user.name if row.withdrawn_by else "系统"
        words = f"{words}\n{who}于{moment_words(row.withdrawn_at)}撤回：{row.withdrawn_why}".strip()
    return {
        "title": f"{'（已撤回）' if row.withdrawn_at else ''}累计完成 {decimal_words(row.done)} {row.task.unit}",
        "who": str(row.post) if row.post else "系统",
        "when": f"{day_words(row.day)}（{moment_words(row.at)}填报）",
        "words": words,
        "photos": [picture("rivers:progress_photo", photo) for photo in row.photos.all()],
        "tone": "grey" if row.withdrawn_at else "green" if row.done >= row.task.quantity else "blue",
        "undo": reverse("rivers:withdraw_progress", args=[row.pk]) if may(row, post, today) else "",
    }


def title_for(kind: str, name: str, years: list[int]) -> str:
    """澄溪“一河一策”实施方案（2026—2028年）: offered, so that it need not be typed."""
    span = f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
    if kind == PlanKind.RIVER:
        return f"{name}“一河一策”实施方案（{span}）"
    return f"{name}{PlanKind(kind).label}（{span}）"
