"""The holiday table: statutory days off and make-up workdays (调休), as the State Council publishes them each year."""

from django.db import models

from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.queries import ReferenceQuery


class DayKind(models.TextChoices):
    OFF = "off", "放假"
    WORK = "work", "调休上班"


class Holiday(models.Model):
    """One day that differs from the plain Monday-to-Friday week; edited by the office."""

    day = models.DateField("日期", primary_key=True)
    kind = models.CharField("类型", max_length=4, choices=DayKind)
    name = NameField("说明", max_length=20, blank=True)

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()} {self.name}"
