"""Plans and their tasks, as other systems read them: what is in force, and how far it is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from rivers.plans import lists, rules
from rivers.plans.facts.shown import owner_words
from rivers.plans.models import Plan, PlanTask
from rivers.registry.api import RegistryRow


class PlanOut(RegistryRow):
    kind = serializers.CharField(source="get_kind_display", help_text="一河一策、总河长令或年度任务书")
    river_code = serializers.CharField(source="river.code", default=None, allow_null=True)
    river_name = serializers.CharField(source="river.name", default=None, allow_null=True)
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    state = serializers.CharField(source="get_state_display", help_text="编制、审定、执行中、已完成等")
    tasks = serializers.IntegerField(source="task_count", help_text="任务数（不再分解的）")
    done = serializers.IntegerField(source="done_count", help_text="已完成的任务数")
    overdue = serializers.IntegerField(source="late_count", help_text="已逾期的任务数")

    class Meta:
        model = Plan
        fields = ["id", "title", "number", "kind", "river_code", "river_name", "region", "region_name"]
        fields += ["starts_on", "ends_on", "state", "approved_on", "tasks", "done", "overdue"]


class TaskOut(RegistryRow):
    plan = serializers.IntegerField(source="plan_id", help_text="方案编号（id）")
    plan_title = serializers.CharField(source="plan.title", help_text="方案名称")
    river_code = serializers.CharField(source="river.code", default=None, allow_null=True)
    region = serializers.CharField(source="region_id", help_text="所在区划代码")
    region_name = serializers.CharField(source="region.name")
    owner = serializers.SerializerMethodField(help_text="责任人、责任单位，与页面上的写法相同")
    done = serializers.DecimalField(max_digits=14, decimal_places=3, help_text="已完成的数量")
    percent = serializers.SerializerMethodField(help_text="完成百分比，0 至 100")

    class Meta:
        model = PlanTask
        fields = ["id", "plan", "plan_title", "name", "measure", "river_code", "region", "region_name", "owner"]
        fields += ["quantity", "unit", "done", "percent", "starts_on", "due_on"]

    def get_owner(self, task: Any) -> str:
        return owner_words(task)

    def get_percent(self, task: Any) -> int:
        return rules.percent(task.done, task.quantity)


class Plans(Door):
    """一河一策、总河长令和年度任务书，与“一河一策与年度任务”页同样的查询条件。"""

    many, one, title = "plans", "plan", "一河一策与年度任务"
    spec, serializer = lists.PLANS, PlanOut
    example = "tab=in_force"

    def scoped(self, post: Post) -> QuerySet[Plan]:
        return lists.plans_of(post)


class Tasks(Door):
    """方案任务，与“任务台账”页同样的查询条件；完成情况按填报的数量。"""

    many, one, title = "plan-tasks", "plan_task", "方案任务"
    spec, serializer = lists.TASKS, TaskOut
    example = "tab=overdue"

    def scoped(self, post: Post) -> QuerySet[PlanTask]:
        return lists.tasks_of(post)


DOORS: list[type[Door]] = [Plans, Tasks]
