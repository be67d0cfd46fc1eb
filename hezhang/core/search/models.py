"""The index: an entry for each row that is searched, and what is still to be read again."""

from django.db import models

from hezhang.core.search.queries import DebtQuery, EntryQuery
from hezhang.core.search.vendor import WordsField


class Entry(models.Model):
    """检索条目: what one row is found by. Neither its title nor its scope is copied: the row itself is loaded."""

    kind = models.CharField("种类", max_length=16)
    object_id = models.BigIntegerField("对象编号")
    text = models.TextField("文字")  # folded (words.stored)
    words = WordsField("词元")  # words.words_of

    objects = EntryQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Debt(models.Model):
    """待重读: a name changed that stands in more entries than one request can write anew (services.settle)."""

    kind = models.CharField("种类", max_length=16)
    path = models.CharField("经由", max_length=60)
    key = models.CharField("对象编号", max_length=40)

    objects = DebtQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待重读的检索条目"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.path}={self.key}"
