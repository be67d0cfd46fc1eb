"""Why a step was not carried out. Each carries the sentence that the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal

if TYPE_CHECKING:
    from hezhang.core.workflow.steps import Flowing
    from hezhang.core.workflow.table import Row, Table


class SomebodyWasFaster(Refusal):
    """The object has moved on since the page was drawn (409): says who did what, and when."""

    status = 409

    def __init__(self, table: Table, row: Row, obj: Flowing) -> None:
        last = obj.transitions.select_related("user").last()
        state = table.states[obj.state]
        if last is None:
            who = "状态已变化"
        else:
            verb = table.rows[last.verb].label if last.verb in table.rows else last.verb
            when = timezone.localtime(last.at).strftime("%m月%d日 %H:%M")
            who = f"{last.user.name if last.user else '系统'}已于 {when} 办理“{verb}”"
        super().__init__(f"{who}，现为“{state}”，不能再“{row.label}”。")
        self.last = last


class Supplied(Refusal):
    """Something that the step must record is missing (422). ``missing`` holds field names."""

    def __init__(self, row: Row, obj: Flowing, missing: list[str]) -> None:
        words = "、".join(_word(obj, name) for name in missing)
        super().__init__(f"“{row.label}”还缺少：{words}。请补充后再提交。")
        self.missing = missing


class EvidenceMissing(Refusal):
    """The step needs more evidence than was attached (422)."""


class Conflicting(Refusal):
    """The same client number came with other content (409): the first row stays as it is."""

    status = 409


def _word(obj: Flowing, name: str) -> str:
    try:
        return str(obj._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return "说明"
