"""Dated warnings: where patrols are wanted more often, from a day to a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from patrols.norms.choices import WarningLevel
from patrols.norms.rules.duty import Span, span_of
from patrols.warnings.choices import WarningKind
from patrols.warnings.queries import WarningQuery
from rivers.registry.models import Reach, River


class RiverWarning(models.Model):
    """预警: for the reaches of a region, of one river in it, or of one reach and those within it (decision 0065)."""

    kind = models.CharField("预警类别", max_length=8, choices=WarningKind)
    level = models.CharField("预警等级", max_length=6, choices=WarningLevel)
    region = models.ForeignKey(Region, models.PROTECT, related_name="warnings", verbose_name="预警区划")
    river = models.ForeignKey(
        River, models.PROTECT, null=True, blank=True, related_name="warnings", verbose_name="河湖"
    )
    reach = models.ForeignKey(
        Reach, models.PROTECT, null=True, blank=True, related_name="warnings", verbose_name="河段"
    )
    starts_on = models.DateField("预警起")
    ends_on = models.DateField("预警止", null=True, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    basis = models.CharField("预警事由", max_length=120)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人岗位")
    # A wrong click is taken back on its day: the day of entry, of lifting, and the last day that held before that.
    entered_on = models.DateField("登记日期")
    lifted_on = models.DateField("解除登记日期", null=True, blank=True)
    planned_on = models.DateField("原定预警止", null=True, blank=True)

    objects = WarningQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河预警"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="warning_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(river=None) | Q(reach=None), name="warning_one_place"),
            models.CheckConstraint(condition=~Q(basis=""), name="warning_has_basis"),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="warning_days_idx")]

    def __str__(self) -> str:
        return f"{self.place_name}{self.get_level_display()}预警"

    def get_absolute_url(self) -> str:
        """The list: one of them is never read alone."""
        return reverse("patrols:warnings")

    @property
    def span(self) -> Span:
        """The days on which it holds; without an end until it is lifted."""
        return span_of(self.starts_on, self.ends_on)

    @property
    def place_name(self) -> str:
        """The reach, the river in the region, or the region."""
        if self.reach:
            return self.reach.name
        return f"{self.river.name}（{self.region.name}）" if self.river else self.region.name
