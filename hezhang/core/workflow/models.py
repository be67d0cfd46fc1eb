"""The common half of every app's transition log."""

from django.conf import settings
from django.db import models


class TransitionBase(models.Model):
    """One change of state. Appended by the engine, never edited (database triggers refuse)."""

    verb = models.CharField("动作", max_length=20)
    from_state = models.CharField("原状态", max_length=20)
    to_state = models.CharField("新状态", max_length=20)
    at = models.DateTimeField("时间")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    words = models.TextField("说明", blank=True)
    # As the journal holds values, in words and numbers: the row must still be read when what it names has changed.
    supplied = models.JSONField("所填内容", default=dict)
    # Unique and nullable: steps of the system have none, and nulls do not clash.
    once = models.UUIDField("表单编号", null=True, unique=True, editable=False)

    # Sealed like the journal (audit.marks); each log adds what it hangs on.
    sealed_fields: tuple[str, ...] = (
        *("id", "verb", "from_state", "to_state", "at", "user_id", "post_id", "words", "supplied", "once"),
    )

    class Meta:
        abstract = True
        ordering = ["id"]
