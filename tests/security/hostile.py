"""Hostile words in every text column of every table, so that a new field is tried without being named here."""

from django.db import models

from hezhang.core.kernel.fields import NameField
from tests.guards.test_models_scoped import ours

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
# Not words of people: keys, paths, hashes, codes that rules read, and rows to which nothing may be written.
KEPT = {
    "password", "path", "thumb", "sha256", "digest", "url", "file", "code", "number", "key", "kind", "channel",
    "action", "content_hash", "calculation", "pinyin", "phone", "username", "email", "national_code", "request_id",
    "item", "page", "county", "pattern", "query", "verb",
}  # fmt: skip
FROZEN = {
    "audit.Entry",
    "audit.Seal",
    "issues.CampaignTransition",
    "issues.IssueTransition",
    "issues.LeadTransition",
    "issues.NoticeTransition",
    "issues.StageTransition",
    "issues.VisitTransition",
    "assessment.RoundTransition",
    "rivers.HandoverTransition",
    "rivers.PlanTransition",
}


def words_of(model: type[models.Model]) -> list[models.Field]:
    """Columns that hold free words."""
    kinds = (models.CharField, models.TextField)
    fields = [field for field in model._meta.concrete_fields if type(field) in kinds or isinstance(field, NameField)]
    return [field for field in fields if not (field.choices or field.primary_key or field.name in KEPT)]


def spoil(words: str) -> int:
    """Put these words into all of them (made unlike where they must be unlike); returns how many columns."""
    number = 0
    for model in ours():
        if model._meta.label in FROZEN or not model._meta.managed:
            continue
        fields = words_of(model)
        number += len(fields)
        for row in model._base_manager.order_by("pk") if fields else ():
            spoilt = {field.name: _spoilt(field, words, row.pk) for field in fields}
            model._base_manager.filter(pk=row.pk).update(**spoilt)
    return number


def _spoilt(field: models.Field, words: str, pk: int) -> str:
    text = f"{words[: (field.max_length or 200) - 8]}{pk % 9999}" if is_unique(field.model, field) else words
    return text[: field.max_length]


def is_unique(model: type[models.Model], field: models.Field) -> bool:
    together = {name for rule in model._meta.constraints for name in getattr(rule, "fields", ())}
    return field.unique or field.name in together
