"""Dated heads: who led the river chiefs of a region on which day."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from rivers.heads.choices import HeadKind
from rivers.heads.queries import HeadQuery


class HeadTenure(models.Model):
    """总河长任职. 《关于全面推行河长制的意见》(2016): 总河长 is the head of party or government; most places name both (双总河长)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="headships", verbose_name="岗位")
    # The post's own: a head holds an office of the very region. Once more here, as every scope asks a row for its region.
    region = models.ForeignKey(Region, models.PROTECT, related_name="heads", verbose_name="区划")
    kind = models.CharField("类别", max_length=8, choices=HeadKind)
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)
    # The days on which somebody wrote it down: a mistake is taken back on the same day, later it is history.
    entered_on = models.DateField("任命登记日期")
    closed_on = models.DateField("离任登记日期", null=True, blank=True)

    objects = HeadQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "总河长任职"
        ordering = ["region_id", "kind", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="head_dates_in_order"
            ),
            models.UniqueConstraint(fields=["post", "region", "kind", "starts_on"], name="head_once"),
        ]
        indexes = [
            models.Index(fields=["region", "ends_on"], name="head_region_idx"),
            models.Index(fields=["post", "ends_on"], name="head_post_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name}{self.get_kind_display()} {self.post.user.name}"

    def get_absolute_url(self) -> str:
        return reverse("rivers:head", args=[self.pk])
