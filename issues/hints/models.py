"""What suggestions are made of, as data that every office may edit: words that name a class, and phrases of what is asked for."""

from django.db import models

from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from issues.clocks.choices import Severity
from issues.ledger.models import Category


class Keyword(LocalSetting):
    """类别用词: a word of a description that speaks for a class, and perhaps for a grade."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="+", verbose_name="问题类别")
    word = NameField("用词", max_length=20)
    severity = models.CharField("严重程度", max_length=8, choices=Severity, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "类别用词"
        ordering = ["category", "id"]
        constraints = once_each("keyword_once", "category", "word")

    def __str__(self) -> str:
        return f"{self.category} {self.word}"


class Phrase(LocalSetting):
    """办理要求用语: what a unit is usually asked to do about a class."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="+", verbose_name="问题类别")
    words = models.CharField("办理要求", max_length=200)
    order = models.IntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办理要求用语"
        ordering = ["category", "order", "id"]
        constraints = once_each("phrase_once", "category", "words")

    def __str__(self) -> str:
        return self.words
