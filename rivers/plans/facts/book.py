"""The five lists as one workbook, a sheet each; and the tasks as the desk takes them in again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from hezhang.core.kernel.words import moment_words
from hezhang.core.web.excel import Sheet, write_table
from rivers.plans.facts.shown import Line, items_of, lines_of
from rivers.plans.models import Plan

if TYPE_CHECKING:
    from datetime import datetime

    from hezhang.core.accounts.models import Post


def file_name(plan: Plan) -> str:
    return f"{plan.title}_五个清单.xlsx" if plan.has_lists else f"{plan.title}_任务清单.xlsx"


def write_book(plan: Plan, stream: IO[bytes], post: Post, at: datetime, today: date) -> int:
    """Write what the post sees of the plan; how many rows."""
    lines = lines_of(plan, post, today)
    head = f"{plan.title}　{plan.span}　{plan.get_state_display()}　制表：{post.user.name}　{moment_words(at)}"
    sheets = [_tasks(lines, today), _measures(lines), _duties(lines)]
    if plan.has_lists:
        sheets = [*_items(plan), *sheets]
    for sheet in sheets:
        sheet.heading_line = head
    return write_table(stream, sheets)


def _items(plan: Plan) -> Iterable[Sheet]:
    problems, goals = items_of(plan)
    rows = [
        [one.serial, one.name, one.text, one.reach.name if one.reach else "", one.place, one.source] for one in problems
    ]
    kinds = ["integer", "text", "text", "text", "text", "text"]
    yield Sheet("问题清单", ["序号", "问题", "问题描述", "河段", "位置", "问题来源"], rows, kinds=kinds)
    heads = [
        "序号",
        "目标",
        "针对问题",
        "单位",
        "现状值",
        "目标值",
        *(f"{year}年底目标" for year in plan.years),
        "说明",
    ]
    told = [
        [
            one.serial, one.name, one.problem.name if one.problem else "", one.unit, one.base, one.target,
            *(one.by_year.get(str(year), "") for year in plan.years), one.text,
        ]
        for one in goals
    ]  # fmt: skip
    yield Sheet("目标清单", heads, told, kinds=["integer", *["text"] * (len(heads) - 1)])


def _tasks(lines: Iterable[Line], today: date) -> Sheet:
    heads = [
        "序号",
        "任务",
        "上级任务",
        "对应目标",
        "数量",
        "单位",
        "开始日期",
        "完成时限",
        "年度节点",
        "累计完成",
        "完成率（%）",
        "进度",
    ]
    kinds = ["integer", "text", "text", "text", "number", "text", "date", "date", "text", "number", "integer", "text"]
    return Sheet("任务清单", heads, [_task_row(line) for line in lines], kinds=kinds)


def _task_row(line: Line) -> list[Any]:
    task = line.task
    stones = "；".join(
        f"{one.due_on:%Y-%m-%d} {one.name if task.by_steps else one.target.normalize()}" for one in line.stones
    )
    goal, parent = task.goal.name if task.goal else "", task.parent.name if task.parent else ""
    amount, unit = (task.quantity, task.unit) if not task.by_steps else (len(line.stones), "个节点")
    figures = [float(line.node.done), line.node.percent, line.words]
    return [task.serial, task.name, parent, goal, float(amount), unit, task.starts_on, task.due_on, stones, *figures]


def _measures(lines: Iterable[Line]) -> Sheet:
    rows = [[line.task.serial, line.task.name, line.task.measure] for line in lines]
    return Sheet("措施清单", ["序号", "任务", "措施"], rows, kinds=["integer", "text", "text"])


def _duties(lines: Iterable[Line]) -> Sheet:
    heads = ["序号", "任务", "责任人、责任单位", "配合单位", "所在区划", "完成时限"]
    rows = [
        [
            line.task.serial,
            line.task.name,
            line.node.owners,
            line.task.assisting,
            line.task.region.name,
            line.task.due_on,
        ]
        for line in lines
    ]
    return Sheet("责任清单", heads, rows, kinds=["integer", "text", "text", "text", "text", "date"])
