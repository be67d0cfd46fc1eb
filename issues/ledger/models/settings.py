"""The office's own rules about the ledger, and the series that its numbers are taken from."""

from django.db import models

from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.queries import ReferenceQuery
from hezhang.core.office.parameters.models import AddedSetting, LocalSetting, once_each
from issues.clocks.choices import Severity
from issues.ledger.choices import EvidenceStep, PhotoKind


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
    """销号要求: by grade, who has to look and to say something before an issue is signed off."""

    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    two_people = models.BooleanField("核查人与销号人须为两人", default=True)

    two_checkers = models.BooleanField("现场核查须两人", default=False)
    chief_days = models.PositiveIntegerField(
        "责任河长意见（工作日）", default=0, help_text="申请销号后几个工作日内征求责任河长意见；0 为不征求。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "销号要求"
        ordering = ["id"]
        constraints = once_each("sign_off_rule_once", "severity")

    def __str__(self) -> str:
        return f"{self.get_severity_display()} {'两人' if self.two_people else '不限'}"


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
