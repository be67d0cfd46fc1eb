"""Doubles that a database holds from before: the migrations merge them, or say what the office must do first."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from assessment.schemes.models import Scheme
from patrols.norms.models import Norm
from tests.races.together import named

pytestmark = pytest.mark.postgres  # SQLite cannot take a constraint away inside a test's transaction
norms = import_module("patrols.migrations.0004_norm_once")
schemes = import_module("assessment.migrations.0008_scheme_once")


@pytest.fixture
def unguarded(db):
    """The tables as they were before; the test's own transaction brings the guards back."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(Norm, named(Norm, "norm_once"))
        for name in ("scheme_shipped_once", "scheme_active_once"):
            editor.remove_constraint(Scheme, named(Scheme, name))


def norm(**more) -> Norm:
    return Norm.objects.create(**({"tier": "town", "unit": "week", "starts_on": date(2030, 1, 1)} | more))


def test_a_norm_that_stood_there_three_times_is_one(unguarded):
    first = [norm(), norm(), norm(), norm(starts_on=date(2031, 1, 1))][0]
    norms.merge_doubles(apps, None)
    assert list(Norm.objects.filter(starts_on__year=2030)) == [first] and Norm.objects.count() == 2


def test_norms_that_differ_are_left_to_the_office(unguarded):
    norm(), norm(times=2)
    with pytest.raises(RuntimeError, match="请在“设置 → 巡河频次”删去其中一条"):
        norms.merge_doubles(apps, None)
    assert Norm.objects.count() == 2


def test_a_shipped_scheme_loaded_twice_stays_as_a_later_version(unguarded):
    both = [Scheme.objects.create(name="办法", is_active=True, created_at=timezone.now()) for _ in range(2)]
    schemes.tell_doubles_apart(apps, None)
    stands = [(each.version, each.is_active) for each in Scheme.objects.filter(name="办法").order_by("pk")]
    assert stands == [(1, True), (2, False)] and len(both) == 2


def test_of_two_in_force_the_newest_stays_so(cast, unguarded):
    for version in (1, 2):
        Scheme.objects.create(
            name="办法", region=cast.county, version=version, is_active=True, created_at=timezone.now()
        )
    schemes.leave_the_newest_in_force(apps, None)
    assert Scheme.objects.get(region=cast.county, is_active=True).version == 2
