"""Every model answers visible_to(post), has an order, and fits the databases that offices must use."""

from django.apps import apps
from django.db import models

OURS = {
    "kernel",
    "accounts",
    "audit",
    "notify",
    "files",
    "web",
    "search",
    "api",
    "parcels",
    "workflow",
    "rivers",
    "patrols",
    "issues",
    "assessment",
}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def unscoped(found: list[type[models.Model]]) -> list[str]:
    return [model._meta.label for model in found if not callable(getattr(model._default_manager, "visible_to", None))]


def unordered(found: list[type[models.Model]]) -> list[str]:
    return [model._meta.label for model in found if not model._meta.ordering]


def long_names(found: list[type[models.Model]]) -> list[str]:
    """Names over 30 characters, which 人大金仓 and others cut."""
    names = []
    for model in found:
        names += [model._meta.db_table, *(field.column for field in model._meta.concrete_fields)]
        names += [each.name for each in (*model._meta.constraints, *model._meta.indexes)]
    return [name for name in names if len(name) > 30]


def test_every_model_is_scoped():
    assert unscoped(ours()) == []


def test_every_model_has_an_order():
    assert unordered(ours()) == []


def test_names_fit_thirty_characters():
    assert long_names(ours()) == []


class Stray(models.Model):
    """Violates all three, and lives nowhere."""

    name = models.CharField(max_length=5, db_column="a_column_name_that_is_far_too_long_for_some")

    class Meta:
        app_label = "kernel"
        managed = False


apps.all_models["kernel"].pop("stray")
apps.clear_cache()


def test_the_guards_fail_when_violated():
    assert unscoped([Stray]) and unordered([Stray]) and long_names([Stray])
