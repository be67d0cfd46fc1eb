"""The issue ledger: an issue, its transitions and evidence, and the office's own rules about them."""

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
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.queries import ReferenceQuery
from hezhang.core.office.parameters.models import AddedSetting, LocalSetting, once_each
from hezhang.core.workflow.models import TransitionBase
from issues.clocks.choices import NEVER, Severity, Track
from issues.ledger.choices import ENDED, RUNNING_STATES, EvidenceStep, ListLevel, PhotoKind, Source, State
from issues.ledger.queries import EvidenceQuery, IssueQuery, TransitionQuery
from patrols.walks.models import Finding
from rivers.registry.models import Reach, River

COUNTY_DIGITS = 6
# Taken over from an older ledger (decision 0023).
TAKEN_OVER = ~Q(old_ledger="")


def _in_order(first: str, second: str) -> Q:
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


class Category(AddedSetting):
    """问题类别: the four of 清四乱 (办河湖〔2018〕245号) and whatever the district adds."""

    name = NameField("类别", max_length=30)
    group = NameField("大类", max_length=20, blank=True)
    order = models.IntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "问题类别"
        ordering = ["order", "id"]
        constraints = once_each("category_once", "name")

    def __str__(self) -> str:
        return self.name


class EvidenceRule(LocalSetting):
    """佐证要求: how many photos of a kind a step needs."""

    verb = models.CharField("环节", max_length=20, choices=EvidenceStep)
    kind = models.CharField("照片类别", max_length=8, choices=PhotoKind)
    at_least = models.PositiveIntegerField("至少张数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "佐证要求"
        ordering = ["id"]
        constraints = once_each("evidence_rule_once", "verb", "kind")

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.get_kind_display()} ≥{self.at_least}"


class SignOffRule(LocalSetting):
    """销号要求: which grades of issue are signed off by another person than the one who verified on the spot."""

    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    two_people = models.BooleanField("核查人与销号人须为两人", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "销号要求"
        ordering = ["id"]
        constraints = once_each("sign_off_rule_once", "severity")

    def __str__(self) -> str:
        return f"{self.get_severity_display()} {'两人' if self.two_people else '不限'}"


class Issue(models.Model):
    """问题. Its state is changed by the workflow engine alone; the constraints are the last guard."""

    transitions: Any  # their manager; the field is Transition.issue
    client_id = models.UUIDField("客户端编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("问题编号", max_length=20, unique=True)
    source = models.CharField("来源", max_length=12, choices=Source)
    list_level = models.CharField("交办层级", max_length=8, choices=ListLevel, default=ListLevel.COUNTY)
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
    requirement = models.CharField("办理要求", max_length=300, blank=True)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    dispatched_at = models.DateTimeField("交办时间", null=True, blank=True)
    due_on = models.DateField("整改时限", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    measures = models.CharField("整改措施", max_length=500, blank=True)
    progress = models.PositiveIntegerField("进展（%）", default=0)
    applied_at = models.DateTimeField("申请销号时间", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请人"
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
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    unfounded_reason = models.CharField("不属实说明", max_length=300, blank=True)

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
            models.CheckConstraint(condition=_in_order("found_at", "registered_at"), name="issue_found_registered"),
            models.CheckConstraint(condition=_in_order("registered_at", "dispatched_at"), name="issue_registered_sent"),
            models.CheckConstraint(condition=_in_order("dispatched_at", "applied_at"), name="issue_sent_applied"),
            models.CheckConstraint(condition=_in_order("applied_at", "verified_at"), name="issue_applied_verified"),
            models.CheckConstraint(condition=_in_order("verified_at", "closed_at"), name="issue_verified_closed"),
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
        self.is_open = self.state not in ENDED
        # Only an issue that a unit is working on can run late, so overdue rows are one range of this column.
        self.due_sort = (self.due_on or NEVER) if self.state in RUNNING_STATES else NEVER

    @property
    def running_due(self) -> date | None:
        """The due date while the unit is still at work; None before dispatch and once the unit has applied."""
        return self.due_on if self.state in RUNNING_STATES else None

    @property
    def days_late(self) -> int:
        """Calendar days between the due date and the day the unit applied; 0 when in time or not yet applied."""
        if not (self.due_on and self.applied_at):
            return 0
        # The unit's lateness ends when it applies: how long others take to verify is not laid at its door.
        return max(0, (timezone.localdate(self.applied_at) - self.due_on).days)


class IssueTransition(TransitionBase):
    """问题流转."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="transitions", verbose_name="问题")

    sealed_fields = (*TransitionBase.sealed_fields, "issue_id")
    objects = TransitionQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "问题流转"
        indexes = [models.Index(fields=["issue", "id"], name="transition_issue_idx")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.verb}"


class NumberSeries(models.Model):
    """编号流水: the last serial handed out for a county and day; its row is locked while a number is taken."""

    prefix = models.CharField("前缀", max_length=12, primary_key=True)
    last = models.PositiveIntegerField("已用序号", default=0)

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编号流水"
        ordering = ["prefix"]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last:03d}"


class Evidence(models.Model):
    """佐证照片: attached to the step that it proves."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="evidence", verbose_name="问题")
    transition = models.ForeignKey(
        IssueTransition, models.PROTECT, null=True, related_name="evidence", verbose_name="环节"
    )
    kind = models.CharField("类别", max_length=8, choices=PhotoKind)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = EvidenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.upload}"
