"""The office's own rules about the ledger, and the series that its numbers are taken from."""

from django.db import models
from django.db.models import Q

from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.queries import ReferenceQuery
from hezhang.core.office.parameters.models import AddedSetting, LocalSetting, once_each
from issues.clocks.choices import Severity, Track
from issues.ledger.choices import EvidenceStep, PhotoKind
from patrols.norms.models import CheckItem


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
    """销号要求: by class and grade, who has to look and to say something before an issue is signed off."""

    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="问题类别",
        help_text="不选则各类别都适用；另有写明类别的一行时，该类别以那一行为准。",
    )  # fmt: skip
    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    two_people = models.BooleanField("核查人与销号人须为两人", default=True)

    two_checkers = models.BooleanField("现场核查须两人", default=False)
    chief_days = models.PositiveIntegerField(
        "责任河长意见（工作日）", default=0, help_text="申请销号后几个工作日内征求责任河长意见；0 为不征求。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "销号要求"
        ordering = ["id"]
        constraints = [
            *once_each("sign_off_class_once", "category", "severity"),
            # Nulls do not clash: of any class there is one row a grade, too.
            models.UniqueConstraint(
                fields=["severity"], condition=Q(region=None, category=None), name="sign_off_rule_once"
            ),
            models.UniqueConstraint(
                fields=["region", "severity"], condition=Q(category=None), name="sign_off_rule_once_in_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or '各类别'} {self.get_severity_display()} {'两人' if self.two_people else '不限'}"


class FindingRule(LocalSetting):
    """发现自动登记: what a finding of this kind is registered as, without the office's click (decision 0067)."""

    item = models.ForeignKey(CheckItem, models.CASCADE, related_name="+", verbose_name="巡查内容")
    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    category = models.ForeignKey(Category, models.CASCADE, related_name="+", verbose_name="问题类别")
    track = models.CharField("整改方式", max_length=8, choices=Track, default=Track.TERM)
    is_on = models.BooleanField("自动登记", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "发现自动登记"
        ordering = ["id"]
        constraints = once_each("finding_rule_once", "item")

    def __str__(self) -> str:
        return f"{self.item.name} → {self.category.name} {self.get_severity_display()}"


class RaiseTerm(LocalSetting):
    """上报时限: how many workdays the town chief has for what a village could not solve (decision 0068)."""

    workdays = models.PositiveIntegerField(
        "乡镇级河长答复时限（工作日）", default=1, help_text="0 为不上报乡镇级河长，直接由河长办登记。"
    )
    # One row a place.
    key = models.CharField(max_length=1, default="x", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "上报乡镇级河长"
        ordering = ["id"]
        constraints = once_each("raise_term_once", "key")

    def __str__(self) -> str:
        return f"{self.workdays} 个工作日内答复" if self.workdays else "不上报"


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
