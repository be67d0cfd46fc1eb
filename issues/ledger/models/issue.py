"""An issue, with what the database refuses of it."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.kernel.fields import NameField
from issues.clocks.choices import NEVER, Severity, Track
from issues.ledger.choices import ENDED, RUNNING_STATES, ChiefView, ListLevel, Look, Source, State
from issues.ledger.models.settings import Category
from issues.ledger.queries import IssueQuery
from patrols.walks.models import Finding
from rivers.registry.models import Reach, River

COUNTY_DIGITS = 6
# Taken over from an older ledger (decision 0023).
TAKEN_OVER = ~Q(old_ledger="")


def in_order(first: str, second: str) -> Q:
    """The second date, where both are there, does not come before the first."""
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | Q(**{f"{second}__gte": F(first)})


class CountyField(models.CharField):
    """The county's six digits of ``region``, written whenever the row is saved (bulk_create included).

    Equality on it leaves an index free to give the order, which the range of codes of ``region`` does not:
    20 ms instead of 500 ms for a page of 200,000 rows on SQLite. Plain, so that every database can keep it.
    """

    def pre_save(self, model_instance: Any, add: bool) -> str:
        value = str(model_instance.region_id)[:COUNTY_DIGITS]
        setattr(model_instance, self.attname, value)
        return value


class Issue(models.Model):
    """问题. Its state is changed by the workflow engine alone; the constraints are the last guard."""

    transitions: Any  # their manager; the field is Transition.issue
    raised_words = ""  # what became of it above the village, filled in by pages whose lines say it (facts.raised_words)
    client_id = models.UUIDField("客户端编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("问题编号", max_length=20, unique=True)
    source = models.CharField("来源", max_length=12, choices=Source)
    list_level = models.CharField("交办层级", max_length=8, choices=ListLevel, default=ListLevel.COUNTY)
    # The number that the level which listed it has given it: its 销号清单 calls the problem by it.
    outside_number = NameField("上级编号", max_length=60, blank=True)
    # One issue for each finding, ever, whatever is sent twice.
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, related_name="issue", verbose_name="巡河发现"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="issues", verbose_name="所属区划")
    county = CountyField("区县代码", max_length=6, editable=False)
    river = models.ForeignKey(River, models.PROTECT, related_name="issues", verbose_name="河湖")
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, related_name="issues", verbose_name="河段")
    place = NameField("位置描述", max_length=120, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    accuracy_m = models.FloatField("定位精度（米）", null=True, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name="问题类别"
    )
    text = models.CharField("问题描述", max_length=500)
    severity = models.CharField("严重程度", max_length=8, choices=Severity, default=Severity.MINOR)
    track = models.CharField("整改方式", max_length=8, choices=Track, default=Track.TERM)
    reporter = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发现人岗位"
    )
    found_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=12, choices=State, default=State.REPORTED)
    state_since = models.DateTimeField("本状态起始")
    # Both follow from the state (`on_state`), and are stored because every list is a range of an index over them.
    is_open = models.BooleanField("在办", default=True)
    due_sort = models.DateField("排序用时限", default=NEVER, editable=False)
    # Of the day of finding, and kept: 责任终身追究 asks for that day. Who acts today, the tenures say (rules.answers_for).
    chief = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任河长")
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name="责任单位"
    )
    # In words, so that a line of the ledger names them without asking; who they are, the rows of CoUnit say.
    co_names = models.CharField("协办单位", max_length=300, blank=True, editable=False)
    requirement = models.CharField("办理要求", max_length=300, blank=True)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    dispatched_at = models.DateTimeField("交办时间", null=True, blank=True)
    due_on = models.DateField("整改时限", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    # 上报: the last day on which the town chief answers; kept when he has, or has not.
    answer_on = models.DateField("河长答复期限", null=True, blank=True)
    # What waits for an answer: an extension that the unit has asked for, and a reminder that the office has written.
    asked_until = models.DateField("申请延期至", null=True, blank=True)
    nudged_at = models.DateTimeField("催办时间", null=True, blank=True)
    measures = models.CharField("整改措施", max_length=500, blank=True)
    progress = models.PositiveIntegerField("进展（%）", default=0)
    applied_at = models.DateTimeField("申请销号时间", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请人"
    )
    # What the class of the issue asked when it was applied for: a rule that is changed later does not reach back.
    two_checkers = models.BooleanField("须两人核查", default=False, editable=False)
    first_checked_at = models.DateTimeField("第一人核查时间", null=True, blank=True)
    first_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第一核查人"
    )
    first_opinion = models.CharField("第一人核查意见", max_length=300, blank=True)
    chief_asked_until = models.DateField("河长意见期限", null=True, blank=True)
    chief_view = models.CharField("责任河长意见", max_length=8, choices=ChiefView, blank=True)
    chief_words = models.CharField("河长意见说明", max_length=300, blank=True)
    chief_said_at = models.DateTimeField("河长意见时间", null=True, blank=True)
    chief_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签署河长"
    )
    verified_at = models.DateTimeField("核查时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    opinion = models.CharField("验收意见", max_length=300, blank=True)
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="销号人"
    )
    # Of the office's own sign-off, or of the superior's 销号清单: then it stands for the closer, who is not of this house.
    closing_number = NameField("销号文号", max_length=60, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    unfounded_reason = models.CharField("不属实说明", max_length=300, blank=True)
    # 回头看. What came back is an issue of its own (decision 0046): this row, and every figure that it stands in, stay as they are.
    looked_at = models.DateTimeField("回头看时间", null=True, blank=True)
    look = models.CharField("回头看结果", max_length=8, choices=Look, blank=True)
    rebound_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="come_back", db_index=False, verbose_name="反弹自"
    )
    rebounds = models.PositiveIntegerField("反弹次数", default=0, editable=False)
    false_at = models.DateTimeField("认定虚假整改时间", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        verbose_name="并入的问题",
    )
    # How many were merged into it: with it the row itself shows that it is a parent, and so no chain can be written.
    joined = models.PositiveIntegerField("并入件数", default=0, editable=False)

    # Of a long-term one: since when its plan is confirmed, and how many of its stages are left (the room stages counts them).
    staged_at = models.DateTimeField("方案确认时间", null=True, blank=True, editable=False)
    stages_left = models.PositiveIntegerField("未完成阶段任务", default=0, editable=False)
    # What an older ledger said of it: that ledger names no closer, no opinion and often no unit, and none is made up.
    old_ledger = models.CharField("原台账", max_length=500, blank=True)

    objects = IssueQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["due_sort", "id"]
        constraints = [
            # Each state is tied to the dates and people it claims: a row written past the engine is refused.
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(closing_number="") & Q(closed_at__isnull=False))
                | (TAKEN_OVER & Q(closed_at__isnull=False)),
                name="issue_closed_has_closer",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(applied_by__isnull=True) | ~Q(closed_by=F("applied_by")),
                name="issue_closer_not_rectifier",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(applied_by__isnull=True) | ~Q(verified_by=F("applied_by")),
                name="issue_verifier_not_unit",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[State.DISPATCHED, State.RECTIFYING, State.APPLIED, State.VERIFIED, State.CLOSED]
                )
                | Q(unit__isnull=False, due_on__isnull=False, dispatched_at__isnull=False)
                | TAKEN_OVER,
                name="issue_dispatched_has_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UNFOUNDED) | ~Q(unfounded_reason=""), name="issue_unfounded_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RAISED) | Q(answer_on__isnull=False), name="issue_raised_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SETTLED) | (Q(answer_on__isnull=False) & ~Q(measures="")),
                name="issue_settled_has_measures",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPLIED, State.VERIFIED, State.CLOSED])
                | (Q(applied_at__isnull=False, applied_by__isnull=False) & ~Q(measures=""))
                | (TAKEN_OVER & Q(state=State.CLOSED)),
                name="issue_applied_has_measures",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.VERIFIED, State.CLOSED])
                | (Q(verified_at__isnull=False, verified_by__isnull=False) & ~Q(opinion=""))
                | (TAKEN_OVER & Q(state=State.CLOSED)),
                name="issue_verified_has_opinion",
            ),
            models.CheckConstraint(
                condition=Q(first_checked_by__isnull=True)
                | Q(verified_by__isnull=True)
                | ~Q(first_checked_by=F("verified_by")),
                name="issue_checkers_are_two",
            ),
            models.CheckConstraint(
                condition=Q(first_checked_by__isnull=True)
                | Q(applied_by__isnull=True)
                | ~Q(first_checked_by=F("applied_by")),
                name="issue_first_not_unit",
            ),
            models.CheckConstraint(
                condition=Q(two_checkers=False)
                | ~Q(state__in=[State.VERIFIED, State.CLOSED])
                | (Q(first_checked_by__isnull=False, first_checked_at__isnull=False) & ~Q(first_opinion="")),
                name="issue_two_have_checked",
            ),
            models.CheckConstraint(
                condition=Q(chief_view="", chief_said_at__isnull=True)
                | (
                    ~Q(chief_view="") & ~Q(chief_words="") & Q(chief_said_at__isnull=False, chief_said_by__isnull=False)
                ),
                name="issue_chief_has_said",
            ),
            models.CheckConstraint(
                condition=Q(look="", looked_at__isnull=True)
                | (~Q(look="") & Q(looked_at__isnull=False, state=State.CLOSED)),
                name="issue_looked_at_closed",
            ),
            models.CheckConstraint(
                condition=Q(rebound_of__isnull=True, rebounds=0) | Q(rebound_of__isnull=False, rebounds__gt=0),
                name="issue_rebounds_counted",
            ),
            # What is signed off comes back once: after that it is the newer one that may come back. And never from itself.
            models.UniqueConstraint(
                fields=["rebound_of"], condition=Q(rebound_of__isnull=False), name="issue_comes_back_once"
            ),
            models.CheckConstraint(
                condition=Q(rebound_of__isnull=True) | Q(rebound_of__lt=F("id")), name="issue_rebound_is_later"
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="issue_merged_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(joined=0) & ~Q(merged_into=F("id"))),
                name="issue_merged_no_chain",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUSPENDED)
                | Q(unit__isnull=False, dispatched_at__isnull=False, due_on__isnull=True),
                name="issue_suspended_no_date",
            ),
            models.CheckConstraint(
                condition=Q(asked_until__isnull=True) | Q(state=State.RECTIFYING), name="issue_extension_asked"
            ),
            models.CheckConstraint(condition=in_order("found_at", "registered_at"), name="issue_found_registered"),
            models.CheckConstraint(condition=in_order("registered_at", "dispatched_at"), name="issue_registered_sent"),
            models.CheckConstraint(condition=in_order("dispatched_at", "applied_at"), name="issue_sent_applied"),
            models.CheckConstraint(condition=in_order("applied_at", "verified_at"), name="issue_applied_verified"),
            models.CheckConstraint(condition=in_order("verified_at", "closed_at"), name="issue_verified_closed"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="issue_progress_percent"),
            models.CheckConstraint(
                condition=Q(is_open=False, state__in=sorted(ENDED)) | (Q(is_open=True) & ~Q(state__in=sorted(ENDED))),
                name="issue_open_is_state",
            ),
        ]
        indexes = [
            models.Index(fields=["is_open", "due_sort", "id"], name="issue_ledger_idx"),
            models.Index(fields=["state", "due_sort", "id"], name="issue_state_idx"),
            models.Index(fields=["found_at", "id"], name="issue_found_idx"),
            # What follows the id rides along, so that tabs and the usual filters are counted from the index alone.
            models.Index(
                fields=["county", "is_open", "due_sort", "id", "state", "list_level", "category", "region"],
                name="issue_county_open_idx",
            ),
            models.Index(fields=["county", "found_at", "id"], name="issue_county_found_idx"),
            models.Index(fields=["county", "state", "found_at", "id"], name="issue_county_state_idx"),
            models.Index(fields=["region", "is_open", "due_sort"], name="issue_region_idx"),
            models.Index(fields=["unit", "is_open", "due_sort"], name="issue_unit_idx"),
            models.Index(fields=["due_on"], name="issue_due_idx"),
            # What waits for the office, the longest first: a desk shows eight.
            models.Index(
                fields=["county", "state_since", "id"],
                condition=Q(is_open=True, due_sort=NEVER),
                name="issue_waiting_idx",
            ),
            # The few that wait for an answer, among a million.
            models.Index(fields=["county"], condition=Q(asked_until__isnull=False), name="issue_asked_idx"),
            models.Index(fields=["county", "looked_at"], condition=~Q(look=""), name="issue_looked_idx"),
            models.Index(fields=["county"], condition=Q(rebounds__gt=0), name="issue_rebound_idx"),
            models.Index(fields=["county"], condition=Q(false_at__isnull=False), name="issue_false_idx"),
            models.Index(fields=["outside_number"], condition=~Q(outside_number=""), name="issue_outside_idx"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="issue_merged_idx"),
            models.Index(fields=["river", "found_at"], name="issue_river_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {Truncator(self.text).chars(24)}"

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return State(self.state).tone

    def get_absolute_url(self) -> str:
        return reverse("issues:issue", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        """Keep what is derived from the state: called by the workflow engine before it saves."""
        if moved:
            self.state_since = at
            # What was asked while the unit was at work has been answered by the step.
            self.asked_until = None
            self.nudged_at = self.nudged_at if self.state in RUNNING_STATES else None
        self.is_open = self.state not in ENDED
        # Only an issue that a unit is working on can run late, so overdue rows are one range of this column.
        self.due_sort = (self.due_on or NEVER) if self.state in RUNNING_STATES else NEVER

    @property
    def is_long(self) -> bool:
        """Put right over months or years, by a plan in stages."""
        return self.track == Track.LONG

    @property
    def running_due(self) -> date | None:
        """The due date while the unit is still at work; None before dispatch and once the unit has applied."""
        return self.due_on if self.state in RUNNING_STATES else None

    @property
    def awaited_on(self) -> date | None:
        """The day by which somebody has to act: the unit, or the town chief to whom it was raised."""
        return self.answer_on if self.state == State.RAISED else self.running_due

    @property
    def days_late(self) -> int:
        """Calendar days between the due date and the day the unit applied; 0 when in time or not yet applied."""
        if not (self.due_on and self.applied_at):
            return 0
        # The unit's lateness ends when it applies: how long others take to verify is not laid at its door.
        return max(0, (timezone.localdate(self.applied_at) - self.due_on).days)
