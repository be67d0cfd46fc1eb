"""What is asked for about plans, their lists, and progress."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.files.fields import PhotosForm
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.words import decimal_words
from hezhang.core.web.days import plausible_day
from hezhang.core.web.fields import RegionField, WordsField, day_field, regions_of
from hezhang.core.workflow.forms import StepForm
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.forms import PostField
from rivers.chiefs.models import Tenure
from rivers.plans.choices import ItemList, PlanKind
from rivers.plans.facts.shown import title_for
from rivers.plans.models import Plan, PlanItem, PlanTask
from rivers.plans.services.tasking import Stone
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，:：]*(.*)")
LINES = "每行一个：日期、累计应完成的数量（或节点名称），如“2026-12-31 3.5”或“2026-06-30 完成设计”。不填的，到完成时限一次完成。"


class ReachField(forms.ModelChoiceField):
    """A reach with who leads it: 澄溪桥头镇段（乔立本）."""

    def label_from_instance(self, obj: Any) -> str:
        chief = next((one.post.user.name for one in obj.current_tenures if one.kind == TenureKind.RESPONSIBLE), "空缺")
        return f"{obj.name}（{chief}）"


def reaches_in(plan: Plan) -> QuerySet[Reach]:
    """Of the plan's river; of a region's plan those in the region."""
    today = timezone.localdate()
    rows = Reach.objects.standing(today).filter(river=plan.river_id) if plan.river_id else Reach.objects.standing(today)
    rows = rows if plan.river_id else rows.filter(within(plan.region))
    return rows.with_chiefs(today).order_by("code")


def posts_around(region: Region) -> QuerySet[Post]:
    """Posts held today in the region and below, those of the administrators aside."""
    return Post.objects.current().filter(within(region)).exclude(role__in=ADMIN_ROLES).with_names()


# ── The head ──
class HeadForm(forms.Form):
    """What every plan has: a name, a number, a span."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="名称", max_length=100)
    number = forms.CharField(label="文号", max_length=40, required=False, help_text="还没有文号的，审定时再填。")
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    summary = WordsField(label="现状概述", most=1000, required=False)


class RiverPlanForm(HeadForm):
    """一河一策: the name and the end are reckoned where they are left open."""

    field_order = ["river", "starts_on", "ends_on", "title", "number", "summary"]
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    river = forms.ModelChoiceField(River.objects.none(), label="河湖", empty_label="请选择")
    title = forms.CharField(label="名称", max_length=100, required=False, help_text="不填的，按河湖和周期取名。")
    ends_on = day_field("结束日期", required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["river"].queryset = River.objects.filter(within(post.region)).order_by("code")
        self.fields["ends_on"].help_text = "不填的按最高河长级别推算：市级三年，区县、乡镇级两年（可在参数设置中改）。"


class YearPlanForm(HeadForm):
    """总河长令 and 年度任务书: of a region, for a year."""

    field_order = ["region", "title", "number", "starts_on", "ends_on", "summary"]
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    region = RegionField()

    def __init__(self, *args: Any, post: Post, kind: str, **kwargs: Any) -> None:
        now = timezone.localdate()
        year = [now.year]
        kwargs["initial"] = {
            "region": post.region_id, "title": title_for(kind, post.region.name, year), "starts_on": date(now.year, 1, 1),
            "ends_on": date(now.year, 12, 31),
        } | (kwargs.get("initial") or {})  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post).exclude(tier=Tier.VILLAGE)


def plan_form(kind: str, post: Post, data: Any, initial: dict[str, Any]) -> forms.Form:
    """The form of a new plan of this kind."""
    if kind == PlanKind.RIVER:
        return RiverPlanForm(data, post=post, initial=initial)
    return YearPlanForm(data, post=post, kind=kind, initial=initial)


# ── Steps ──
class SubmitForm(StepForm):
    submit = "送审"
    approver = PostField(
        Post.objects.none(), label="审定人", empty_label="请选择", help_text="通常是该河湖的最高层级河长或总河长。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = {self.obj.region_id[:digits].ljust(12, "0") for digits in CODE_DIGITS.values()}
        fit = Post.objects.current().filter(region__in=codes, role__in=[Role.CHIEF, Role.OFFICE_HEAD])
        self.fields["approver"].queryset = fit.with_names().order_by("region_id", "role", "pk")
        self.initial.setdefault("approver", self.obj.approver_id or self._top())

    def _top(self) -> int | None:
        """The responsible chief of the river's highest reach."""
        held = Tenure.objects.current(timezone.localdate()).filter(
            kind=TenureKind.RESPONSIBLE, reach__river=self.obj.river_id
        )
        return held.order_by("reach__region_id").values_list("post", flat=True).first() if self.obj.river_id else None


class ApproveForm(PhotosForm, StepForm):
    submit = "审定"
    field_order = ["approved_on", "number", "photos"]
    approved_on = day_field("审定日期")
    number = forms.CharField(label="文号", max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "审定文件（拍照或扫描图）"
        self.initial.setdefault("approved_on", timezone.localdate())
        self.initial.setdefault("number", self.obj.number)

    def supplied(self) -> dict[str, Any]:
        return {name: value for name, value in super().supplied().items() if name != "kept"}


class ReturnForm(StepForm):
    submit = "退回修改"
    words = WordsField(label="修改意见", most=500)


class StopForm(StepForm):
    submit = "终止"
    words = WordsField(label="终止原因", most=300)


class ResumeForm(StepForm):
    submit = "恢复执行"
    words = WordsField(label="恢复原因", most=300)


class CopyForm(StepForm):
    submit = "转入下一周期"
    title = forms.CharField(label="新方案名称", max_length=100)
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Plan = self.obj
        first = plan.ends_on + timedelta(days=1)
        last = first + (plan.ends_on - plan.starts_on)
        # A span of whole years ends with the year, whatever leap days lie in it.
        if (plan.ends_on.month, plan.ends_on.day) == (12, 31):
            last = date(first.year + plan.ends_on.year - plan.starts_on.year, 12, 31)
        name = plan.river.name if plan.river else plan.region.name
        title = title_for(plan.kind, name, list(range(first.year, last.year + 1)))
        self.initial |= {"title": title, "starts_on": first, "ends_on": last} | self.initial


# ── Lists ──
class ProblemForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="问题", max_length=120)
    text = WordsField(label="问题描述", most=500, required=False)
    reach = forms.ModelChoiceField(Reach.objects.none(), label="所在河段", required=False, empty_label="全河或不确定")
    place = forms.CharField(label="位置", max_length=120, required=False, help_text="如排污口、断面或地名。")
    source = forms.CharField(
        label="问题来源", max_length=60, required=False, help_text="如：日常巡河、水质监测、上级督察。"
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].queryset = reaches_in(plan)


class GoalForm(forms.Form):
    """An indicator with its value now, at the end, and by the end of each year of the plan."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    problem = forms.ModelChoiceField(
        PlanItem.objects.none(), label="针对的问题", required=False, empty_label="不针对单个问题"
    )
    name = forms.CharField(label="目标（指标）", max_length=120)
    unit = forms.CharField(label="单位", max_length=20, required=False)
    base = forms.CharField(label="现状值", max_length=30, required=False)
    target = forms.CharField(label="目标值", max_length=30)
    text = WordsField(label="说明", most=500, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["problem"].queryset = plan.items.problems().order_by("serial")
        by_year = (kwargs.get("initial") or {}).get("by_year") or {}
        for year in plan.years:
            label = f"{year}年底目标"
            self.fields[f"year_{year}"] = forms.CharField(label=label, max_length=30, required=False)
            self.initial[f"year_{year}"] = by_year.get(str(year), "")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        told = {str(year): values.pop(f"year_{year}", "") for year in self.plan.years}
        return values | {"by_year": {year: value for year, value in told.items() if value}}

    def stands_in(self, current: PlanItem) -> dict[str, Any]:
        """What stands in the row now; the figures of the years are kept in one."""
        return {name: getattr(current, name) for name in self.base_fields if name != "version"}


FORMS = {ItemList.PROBLEM: ProblemForm, ItemList.GOAL: GoalForm}


class ResponsibleForm(forms.Form):
    """Whose task it is: the chief of a reach, a person, a unit."""

    reach = ReachField(
        Reach.objects.none(), label="责任河段", required=False, empty_label="不按河段",
        help_text="任务归该河段的责任河长；换了河长，任务随任职转给接任的人。",
    )  # fmt: skip
    owner = PostField(
        Post.objects.none(),
        label="责任人",
        required=False,
        empty_label="不指定到人",
        help_text="不按河段的，指定到岗到人。",
    )
    department = forms.ModelChoiceField(Department.objects.none(), label="责任单位", required=False, empty_label="无")
    assisting = forms.CharField(label="配合单位", max_length=200, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["reach"].queryset = reaches_in(plan)
        self.fields["owner"].queryset = posts_around(plan.region).order_by("region_id", "role", "pk")
        self.fields["department"].queryset = Department.objects.active().filter(within(plan.region))


class AssignForm(ResponsibleForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TaskForm(ResponsibleForm):
    """One task with its measure, milestones and owners."""

    field_order = [
        "goal", "name", "measure", "quantity", "unit", "starts_on", "due_on", "lines", "reach", "owner", "department",
        "assisting", "river", "region",
    ]  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    goal = forms.ModelChoiceField(
        PlanItem.objects.none(), label="对应目标", required=False, empty_label="不对应单个目标"
    )
    name = forms.CharField(label="任务", max_length=120)
    measure = WordsField(label="措施", most=500, required=False)
    quantity = forms.DecimalField(
        label="数量",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=3,
        help_text="不能用数量衡量的不填，按节点计进度。",
    )
    unit = forms.CharField(label="单位", max_length=20, required=False, help_text="如：公里、处、万立方米。")
    starts_on = day_field("开始日期")
    due_on = day_field("完成时限")
    lines = WordsField(label="年度节点", most=1000, required=False, help_text=LINES)
    river = forms.ModelChoiceField(River.objects.none(), label="河湖", required=False, empty_label="不分河湖")
    region = RegionField(required=False, empty_label="按责任人所在区划")

    def __init__(self, *args: Any, plan: Plan, parent: PlanTask | None = None, **kwargs: Any) -> None:
        whole = parent or plan
        last = parent.due_on if parent else plan.ends_on
        kwargs["initial"] = {"starts_on": whole.starts_on, "due_on": last} | (kwargs.get("initial") or {})
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["goal"].queryset = plan.items.goals().order_by("serial")
        self.fields["region"].label = "所在区划"
        self.fields["region"].queryset = Region.objects.subtree(plan.region).select_related("parent")
        self.fields["river"].queryset = River.objects.filter(within(plan.region)).order_by("code")
        if plan.has_lists:
            del self.fields["river"]
        else:
            del self.fields["goal"]

    def clean_lines(self) -> str:
        self.stones = stones_in(self.cleaned_data["lines"])
        return self.cleaned_data["lines"]

    def stands_in(self, current: PlanTask) -> dict[str, Any]:
        """What stands in the row now; its milestones as they are typed."""
        stands = {name: getattr(current, name) for name in self.fields if name not in ("version", "lines")}
        return stands | {"lines": lines_from(current)}

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "lines")}


def stones_in(text: str) -> list[Stone]:
    """Milestones as they are typed, one a line. ValidationError names the line that cannot be read."""
    return [_stone(line.strip()) for line in text.splitlines() if line.strip()]


def _stone(line: str) -> Stone:
    found = LINE.fullmatch(line)
    if not found:
        raise ValidationError(f"读不懂“{line}”：请以日期开头，如“2026-12-31 3.5”。")
    year, month, day_, rest = found.groups()
    try:
        due = date(int(year), int(month), int(day_))
    except ValueError:
        raise ValidationError(f"“{line}”的日期不存在，请核对。") from None
    plausible_day(due)
    number, _, name = rest.strip().partition(" ")
    try:
        target = Decimal(number)
        if not target.is_finite() or abs(target) >= Decimal(10) ** 11:
            raise InvalidOperation
        target = target.quantize(Decimal("0.001"))
    except InvalidOperation:
        target, name = None, rest.strip()
    if len(name) > 80:
        raise ValidationError(f"节点名称最多 80 个字：“{name[:10]}…”。")
    return Stone(due, target, name.strip())


def lines_from(task: PlanTask) -> str:
    """The same back again, for the form of an edit."""
    rows = task.milestones.order_by("due_on", "id")
    if task.by_steps:
        return "\n".join(f"{one.due_on:%Y-%m-%d} {one.name}" for one in rows)
    return "\n".join(f"{one.due_on:%Y-%m-%d} {decimal_words(one.target)} {one.name}".rstrip() for one in rows)


# ── Progress ──
class ReportForm(PhotosForm):
    """How far it is: a figure, or the milestone that was reached; words and photos as evidence."""

    field_order = ["done", "words", "photos", "day"]
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    done = forms.DecimalField(label="累计完成", min_value=0, max_digits=14, decimal_places=3)
    words = WordsField(label="进展说明", most=500, required=False)
    day = day_field("进展日期")

    def __init__(self, *args: Any, task: PlanTask, post: Post, last: Decimal, **kwargs: Any) -> None:
        self.post = post
        kwargs.setdefault("initial", {"day": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "现场照片"
        self.fields["done"].label = f"累计完成（{task.unit}）"
        self.fields["done"].help_text = f"计划 {task.amount}，上次累计 {decimal_words(last)}。请填从开始到现在的总数。"
        if task.by_steps:
            self.fields["done"] = _step_field(list(task.milestones.order_by("due_on", "id")), last)

    def supplied(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if name != "kept"}
        return told | {"done": Decimal(told["done"])}


def _step_field(stones: Sequence[Any], last: Decimal) -> forms.Field:
    """The milestones as buttons, the one that was reached last chosen."""
    choices = [("0", "还没有达到第一个节点")]
    choices += [
        (str(serial), f"{serial}. {stone}（{stone.due_on:%Y-%m-%d}）") for serial, stone in enumerate(stones, 1)
    ]
    start = str(int(last))
    return forms.ChoiceField(label="已达到的节点", choices=choices, initial=start, widget=forms.RadioSelect)


class WithdrawForm(forms.Form):
    why = WordsField(label="撤回原因", most=200)
