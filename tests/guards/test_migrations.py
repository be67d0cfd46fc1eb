"""Models and migrations say the same."""

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation


@translation.override(None)  # as the command does: names shown in Chinese are no change of a model
def unmigrated(state: ProjectState) -> list[str]:
    """What ``makemigrations`` would write for models in this state, as "app: operation"."""
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), state).changes(loader.graph)
    return [f"{app}: {each.describe()}" for app, found in changes.items() for one in found for each in one.operations]


@translation.override(None)
def as_coded() -> ProjectState:
    return ProjectState.from_apps(apps)


def test_no_migration_is_missing():
    assert unmigrated(as_coded()) == []


def test_the_guard_fails_for_a_new_field():
    state = as_coded()
    state.add_field("issues", "issue", "stray", models.IntegerField(null=True), preserve_default=True)
    assert unmigrated(state) == ["issues: Add field stray to issue"]


def test_the_guard_fails_for_a_changed_field_and_a_new_model():
    state = as_coded()
    state.alter_field("rivers", "river", "name", models.CharField(max_length=7), preserve_default=True)
    state.add_model(ModelState("patrols", "Stray", [("id", models.AutoField(primary_key=True))]))
    assert unmigrated(state) == ["patrols: Create model Stray", "rivers: Alter field name on river"]
