"""What hangs on an issue: its steps, the spans of its clock, the photos that prove a step."""

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.models import Department
from hezhang.core.files.models import Upload
from hezhang.core.workflow.models import TransitionBase
from issues.clocks.choices import SpanKind
from issues.ledger.choices import PhotoKind
from issues.ledger.models.issue import Issue, in_order
from issues.ledger.queries import CoUnitQuery, EvidenceQuery, SpanQuery, TransitionQuery


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


class ClockSpan(models.Model):
    """时限区间: a term, an extension or a pause of one dispatch; the due date follows from them (clocks.rules.replay)."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="spans", verbose_name="问题")
    kind = models.CharField("类别", max_length=8, choices=SpanKind)
    begins_on = models.DateField("起算日")
    # Of a term: the day that the office has named, where it did not keep to its rule; of a pause: when it was lifted.
    ends_on = models.DateField("终止日", null=True, blank=True)
    workdays = models.PositiveIntegerField("工作日", null=True, blank=True)
    why = models.CharField("说明", max_length=300, blank=True)
    # Of an earlier dispatch: kept, and no longer reckoned with.
    void_at = models.DateTimeField("失效时间", null=True, blank=True)

    objects = SpanQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时限区间"
        ordering = ["issue_id", "id"]
        constraints = [
            models.CheckConstraint(condition=in_order("begins_on", "ends_on"), name="span_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind=SpanKind.PAUSE) | Q(ends_on__isnull=False) | Q(workdays__isnull=False),
                name="span_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["issue"], condition=Q(kind=SpanKind.TERM, void_at=None), name="span_one_term"
            ),
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(kind=SpanKind.PAUSE, ends_on=None, void_at=None),
                name="span_one_open_pause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.get_kind_display()} {self.begins_on}"


class CoUnit(models.Model):
    """协办单位: a unit that helps the one that answers for the issue. It reports on its part, and takes no other step."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="co_units", verbose_name="问题")
    unit = models.ForeignKey(Department, models.PROTECT, related_name="co_handled", verbose_name="单位")
    is_done = models.BooleanField("协办事项已完成", default=False)

    objects = CoUnitQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协办单位"
        ordering = ["issue_id", "id"]
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="co_unit_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.unit}"


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
