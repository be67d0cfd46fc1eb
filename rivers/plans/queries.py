"""Which plans, which tasks, and what has been done of them: all of it from rows and dates, nothing stored."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count as CountRows
from django.db.models import DecimalField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling
from hezhang.core.workflow.queries import WorkflowQuery
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.plans.choices import COUNTED, PUBLISHED, ItemList, PlanState
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SOON = 30  # days
NUMBER: DecimalField = DecimalField(max_digits=14, decimal_places=3)


def readable(post: Post, prefix: str = "") -> Q:
    """By the plan's state: a draft is the office's alone, and the approver's once it was submitted."""
    if post.role in OFFICE_ROLES:
        return Q()
    mine = Q(**{f"{prefix}approver": post.pk, f"{prefix}state": PlanState.SUBMITTED})
    return mine | Q(**{f"{prefix}state__in": sorted(PUBLISHED)})


def led_by(post: Post, on: date) -> Q:
    """Tasks that lie on the post's desk that day: named in them, its unit's, or its reaches' (decision 0022).

    A reach without a responsible chief is the nearest chief's above; of a chief on leave, also whoever stands in for him.
    """
    held = Tenure.objects.led_by(post, on).order_by().values("reach")
    mine = Q(owner=post) | Q(reach__in=held) | Q(reach__in=Reach.objects.left_to(post, on).order_by().values("pk"))
    return mine | Q(department=post.department_id) if post.department_id else mine


class PlanQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        """Those of the post's region and below, of rivers with a reach there, and those that give it a task."""
        if post.role in ADMIN_ROLES:
            return self.none()
        tasks = self._rows("tasks").filter(plan=OuterRef("pk"))
        reaches = Reach.objects.filter(within(post.region), river=OuterRef("river"))
        there = within(post.region) | Exists(reaches) | Exists(tasks.filter(within(post.region) | Q(owner=post)))
        if post.department_id:
            there |= Exists(tasks.filter(department=post.department_id))
        return self.filter(there, readable(post))

    def with_names(self) -> Self:
        return self.select_related("region", "river", "approver__user", "approver__region", "approver__department")

    def with_counts(self, today: date) -> Self:
        """With ``task_count``, ``done_count`` and ``late_count`` of those tasks that are not broken down further."""
        model = self.model._meta.get_field("tasks").related_model
        leaves = model._default_manager.leaves().with_done().filter(plan=OuterRef("pk")).order_by()
        return self.annotate(
            task_count=_count(leaves),
            done_count=_count(leaves.filter(done__gte=F("quantity"))),
            late_count=_count(leaves.filter(done__lt=F("quantity"), due_on__lt=today, plan__state=PlanState.IN_FORCE)),
        )

    # Querysets come before models (decision 0001): the other model is found by the relation.
    def _rows(self, relation: str) -> QuerySet:
        return self.model._meta.get_field(relation).related_model._base_manager.all()


def _count(rows: Any) -> Coalesce:
    counted = rows.values("plan").annotate(n=CountRows("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ItemQuery(Telling):
    def visible_to(self, post: Post) -> Self:
        """Whoever sees the plan sees its problems and goals."""
        plans = self.model._meta.get_field("plan").related_model._default_manager.visible_to(post)
        return self.filter(plan__in=plans.order_by().values("pk"))

    def problems(self) -> Self:
        return self.filter(kind=ItemList.PROBLEM)

    def goals(self) -> Self:
        return self.filter(kind=ItemList.GOAL)


class TaskQuery(Telling):
    def visible_to(self, post: Post) -> Self:
        """Those in the post's region and below, and those that name it or its unit."""
        if post.role in ADMIN_ROLES:
            return self.none()
        mine = within(post.region) | Q(owner=post)
        if post.department_id:
            mine |= Q(department=post.department_id)
        return self.filter(mine, readable(post, "plan__"))

    def of_post(self, post: Post, on: date | None = None) -> Self:
        """Those that lie on the post's desk that day."""
        return self.filter(led_by(post, on or timezone.localdate()))

    def leaves(self) -> Self:
        """Those that are not broken down further: only they are reported on and counted, so that nothing counts twice."""
        return self.exclude(Exists(self.model._base_manager.filter(parent=OuterRef("pk"))))

    def counted(self) -> Self:
        """Leaves of plans in force or done, without those that went on in the next cycle's plan."""
        copies = self.model._base_manager.filter(origin=OuterRef("pk"), plan__state__in=sorted(COUNTED))
        return self.leaves().filter(plan__state__in=sorted(COUNTED)).exclude(Exists(copies))

    def with_done(self) -> Self:
        """With ``done``: what the last report that stands says, in the task's own unit; 0 without one."""
        reports = self.model._meta.get_field("reports").related_model._base_manager
        last = reports.filter(task=OuterRef("pk"), withdrawn_at=None).order_by("-day", "-id").values("done")[:1]
        return self.annotate(done=Coalesce(Subquery(last, output_field=NUMBER), Value(Decimal(0), output_field=NUMBER)))

    def unfinished(self) -> Self:
        """After ``with_done``."""
        return self.filter(done__lt=F("quantity"))

    def finished(self) -> Self:
        return self.filter(done__gte=F("quantity"))

    def open(self) -> Self:
        """What is still owed, after ``with_done``: unfinished tasks of plans in force."""
        return self.unfinished().filter(plan__state=PlanState.IN_FORCE)

    def running(self) -> Self:
        return self.counted().with_done().open()

    def late(self, day: date) -> Self:
        """After ``with_done``."""
        return self.open().filter(due_on__lt=day)

    def soon(self, day: date, days: int = SOON) -> Self:
        """After ``with_done``: due within so many days."""
        return self.open().filter(due_on__gte=day, due_on__lte=day + timedelta(days=days))

    def behind(self, day: date) -> Self:
        """After ``with_done``: in time on the whole, but a milestone has passed whose figure is not reached."""
        stones = self.model._meta.get_field("milestones").related_model._base_manager
        missed = stones.filter(task=OuterRef("pk"), due_on__lt=day, target__gt=OuterRef("done"))
        return self.open().filter(Exists(missed), due_on__gte=day)

    def with_answering(self, today: date) -> Self:
        """With ``chief_name``: the responsible chief of the task's reach today."""
        held = Tenure.objects.current(today).filter(reach=OuterRef("reach"), kind=TenureKind.RESPONSIBLE)
        name = held.order_by("-starts_on").values("post__user__name")[:1]
        return self.annotate(chief_name=Coalesce(Subquery(name), Value("")))

    def unanswered(self, today: date) -> Self:
        """After ``with_done``: on nobody's desk, as the named post has ended or the reach has no chief, and no unit is named."""
        held = Tenure.objects.current(today).filter(reach=OuterRef("reach"), kind=TenureKind.RESPONSIBLE)
        gone = Q(owner__ends_on__lt=today) | (Q(reach__isnull=False) & ~Exists(held))
        return self.open().filter(gone, department=None)

    def with_names(self) -> Self:
        return self.select_related(
            "plan__region", "plan__river", "region", "river", "reach", "department", "parent", "goal",
            "owner__user", "owner__region", "owner__department",
        )  # fmt: skip


class OfTask(Telling):
    """Milestones, reports and their photos: whoever sees the task sees them."""

    path = "task"

    def visible_to(self, post: Post) -> Self:
        model: Any = self.model
        for part in self.path.split("__"):
            model = model._meta.get_field(part).related_model
        return self.filter(**{f"{self.path}__in": model._default_manager.visible_to(post).order_by().values("pk")})


class ReportQuery(OfTask):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class OfReport(OfTask):
    path = "report__task"


class OfPlan(Telling):
    """Papers and steps of a plan."""

    def visible_to(self, post: Post) -> Self:
        plans = self.model._meta.get_field("plan").related_model._default_manager.visible_to(post)
        return self.filter(plan__in=plans.order_by().values("pk"))
