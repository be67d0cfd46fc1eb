"""The kind 方案任务: the five lists as one table, a task a line, taken into a plan that is being drawn up."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from hezhang.core.accounts.models import Department, Post
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.head import Head
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from rivers.plans.choices import ItemList, PlanState
from rivers.plans.models import Plan, PlanItem, PlanTask
from rivers.plans.services import add_item, add_task
from rivers.registry.importing.find import Registry, river_field

NO_DRAFT = "请先在“一河一策与年度任务”中点“编制方案”，再导入任务。"


@dataclass
class Known:
    """What rows may name, fetched once."""

    context: Context
    registry: Registry
    drafts: list[Plan]
    units: dict[str, list[Department]] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    tasks: set[tuple[int, str]] = field(default_factory=set)


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by name in the plan: what is there stays as it is, and is edited on its page."""
    known = _known(context)
    acts = [act for row in rows if not row.is_refused and (act := _act(row, known))]
    refuse_twice(
        [act.row for act in acts], lambda row: (row.get("plan"), row.get("river"), row.get("task")), "task", "任务"
    )
    return Outcome(acts)


def _known(context: Context) -> Known:
    region, today = context.region, context.today
    drafts = (
        list(Plan.objects.filter(within(region), state=PlanState.DRAFT).select_related("region", "river"))
        if region
        else []
    )
    known = Known(context, Registry(context), drafts)
    known.tasks = set(PlanTask.objects.filter(plan__in=drafts).order_by().values_list("plan", "name"))
    if region is not None:
        for unit in Department.objects.active().filter(within(region)).order_by("pk"):
            known.units.setdefault(unit.name, []).append(unit)
        for post in Post.objects.current(today).filter(within(region)).with_names().order_by("pk"):
            known.posts.setdefault(post.user.name, []).append(post)
    return known


def _act(row: Row, known: Known) -> Act | None:
    river = known.registry.river(row) if row.get("river") else None
    found = None if row.is_refused else _draft(row, river, known)
    values = None if found is None else _values(row, found, known)
    if row.is_refused or found is None or values is None:
        return None
    shown = [
        found.title,
        row.get("task"),
        row.get("quantity") or "按节点",
        values["due_on"],
        row.text("owner") or row.text("unit_name"),
    ]
    if (found.pk, row.get("task")) in known.tasks:
        return Act(row, SAME, shown)
    return Act(row, NEW, shown, partial(_carry, row, found, values, known.context), rank=(row.number,))


def _draft(row: Row, river: Any, known: Known) -> Plan | None:
    """The draft of that title, else the river's only one."""
    title = row.get("plan", "")
    fit = [one for one in known.drafts if (one.title == title if title else river and one.river_id == river.pk)]
    if not title and river is None:
        row.refuse("river", "看不出属于哪份方案。", "请填写河湖或方案名称。")
    elif not fit:
        row.refuse("plan" if title else "river", f"没有编制中的“{title or river.name}”方案。", NO_DRAFT)
    elif len(fit) > 1:
        row.refuse("plan", f"有 {len(fit)} 份编制中的方案。", "请在“方案”一列填写方案名称。")
    return fit[0] if len(fit) == 1 else None


def _values(row: Row, found: Plan, known: Known) -> dict[str, Any] | None:
    start, due = row.get("starts_on") or found.starts_on, row.get("due_on") or found.ends_on
    for key, day, label in (("starts_on", start, "开始日期"), ("due_on", due, "完成时限")):
        if not found.starts_on <= day <= found.ends_on:
            row.refuse(key, f"{label}不在方案周期之内（{found.span}）。", "请核对日期。")
    if due < start:
        row.refuse("due_on", "完成时限早于开始日期。", "请核对日期。")
    quantity = row.get("quantity")
    if quantity is not None and (quantity <= 0 or not row.get("unit")):
        row.refuse("quantity", "数量须大于 0，并写明单位。", "请补充单位；不能用数量衡量的留空。")
    told: dict[str, Any] = {"name": row.get("task"), "measure": row.get("measure", ""), "quantity": quantity}
    told |= {"unit": row.get("unit", ""), "starts_on": start, "due_on": due, "assisting": row.get("assisting", "")}
    if not row.has("due_on") or not row.get("due_on"):
        row.guess("due_on", f"{due}", "没有写完成时限，按方案周期的最后一天")
    return told | {"owner": _one(row, "owner", known.posts), "department": _one(row, "unit_name", known.units)}


def _one(row: Row, key: str, known: dict[str, list[Any]]) -> Any:
    words = str(row.get(key, ""))
    if not words:
        return None
    several = known.get(words, [])
    if len(several) != 1:
        why = f"有 {len(several)} 个“{words}”。" if several else f"没有登记“{words}”。"
        row.refuse(key, why, "请核对名称；一格只写一个，其余写在配合单位，或导入后在任务页选择。")
        return None
    return several[0]


def _carry(row: Row, found: Plan, values: dict[str, Any], context: Context) -> PlanTask:
    """Problem and goal first, each once by its name."""
    problem = _item(
        found,
        ItemList.PROBLEM,
        row.get("problem"),
        {"text": row.get("text", ""), "source": row.get("source", "")},
        context,
    )
    facts = {
        "problem": problem,
        "base": row.get("base", ""),
        "target": row.get("target", ""),
        "unit": row.get("goal_unit", ""),
    }
    goal = _item(found, ItemList.GOAL, row.get("goal"), facts, context)
    return add_task(found, values | {"goal": goal}, by=context.by)


def _item(found: Plan, kind: ItemList, name: str | None, facts: dict[str, Any], context: Context) -> PlanItem | None:
    if not name or not found.has_lists:
        return None
    known = found.items.filter(kind=kind, name=name).first()
    return known or add_item(found, {"name": name, **facts}, by=context.by, kind=kind)


def _amount(value: Any, reader: parsers.Reader) -> Decimal | None:
    number = parsers.number(value, reader)
    return None if number is None else number.quantize(Decimal("0.001"))


def is_list(head: Head) -> bool:
    """A table of tasks names the task, and what is done or by when."""
    return "task" in head.columns and bool({"measure", "due_on", "goal", "quantity"} & head.columns.keys())


KIND = register(
    Kind(
        key="plans",
        title="一河一策任务",
        order=130,
        rule=is_office,
        list_url="rivers:plans",
        plan=plan,
        fits=is_list,
        least=4,
        headings=["方案", "任务", "数量", "完成时限", "责任"],
        hint="一行一项任务，连同它对应的问题和目标。须先编制方案（只填河湖和开始日期），导入后在方案页补充节点、送审。",
        fields=[
            river_field(),
            Field("plan", "方案", ["方案名称", "任务书", "任务书名称"], parse=parsers.limited(100, parsers.name)),
            Field("problem", "问题", ["存在问题", "主要问题", "问题名称"], parse=parsers.limited(120, parsers.name)),
            Field("text", "问题描述", ["现状", "问题现状"], parse=parsers.limited(500)),
            Field("source", "问题来源", [], parse=parsers.limited(60, parsers.name)),
            Field("goal", "目标", ["治理目标", "目标指标", "指标"], parse=parsers.limited(120, parsers.name)),
            Field("goal_unit", "目标单位", [], parse=parsers.limited(20, parsers.name)),
            Field("base", "现状值", ["基准值", "目前值"], parse=parsers.limited(30, parsers.name)),
            Field("target", "目标值", ["规划值", "考核值"], parse=parsers.limited(30, parsers.name)),
            Field("task", "任务", ["任务名称", "主要任务", "重点任务", "工作任务"], parse=parsers.limited(120, parsers.name), required=True, weight=3),
            Field("measure", "措施", ["治理措施", "具体措施", "措施内容", "主要措施"], parse=parsers.limited(500), weight=2),
            Field("quantity", "数量", ["工程量", "任务量", "计划量"], parse=_amount),
            Field("unit", "单位", ["计量单位", "数量单位"], parse=parsers.limited(20, parsers.name), weight=0),
            Field("starts_on", "开始日期", ["开始时间", "起始时间"], parse=parsers.day, weight=0),
            Field("due_on", "完成时限", ["完成时间", "完成日期", "截止日期"], parse=parsers.last_day),
            Field("owner", "责任人", [], parse=parsers.name, weight=0),
            Field("unit_name", "责任单位", ["牵头单位", "实施单位", "责任部门"], parse=parsers.name, weight=0),
            Field("assisting", "配合单位", ["协办单位", "配合部门"], parse=parsers.limited(200, parsers.name)),
        ],
    )
)  # fmt: skip
