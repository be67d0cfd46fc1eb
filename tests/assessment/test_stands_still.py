"""A frozen round cannot be changed in the database either: not its figures, nor what they are made of."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from assessment.rounds import services
from assessment.rounds.models import GroupScore, ManualEntry, Round, Score, ScoreRow, Subject
from assessment.schemes.models import Band, Group, Indicator, Scheme
from hezhang.core.audit import still
from tests.assessment import acts, build

pytestmark = pytest.mark.story_until("2026-10-08")

BELOW = [Subject, GroupScore, Score, ScoreRow, ManualEntry]
RULES = [Band, Group, Indicator]
COPY = 'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" ORDER BY id LIMIT 1'
# What makes a copy unlike its original, where the table asks for it.
OTHER = {"region_id": "'990103000000'", "indicator_id": "0", "group_id": "0", "code": "'zz'", "name": "'乙'"}


@pytest.fixture
def found(cast) -> Round:
    """Frozen, with an entry by hand and rows behind its scores."""
    made = acts.quarter(cast)
    acts.entry(cast, made)
    services.compute(made, by=cast.clerk, at=build.AFTER)
    services.freeze(made, by=cast.head, at=build.AFTER)
    return made


def refused(sql: str, *values) -> None:
    with pytest.raises(IntegrityError, match="stands still"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def columns(model) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key)


def test_nothing_of_it_is_changed_or_deleted(found):
    for model in [Round, *BELOW, Scheme, *RULES]:
        table, row = model._meta.db_table, model.objects.order_by("pk").first()
        field = "name" if model in (Scheme, *RULES) else model._meta.concrete_fields[1].column
        refused(f'UPDATE "{table}" SET {field} = {field} WHERE id = %s', row.pk)
        refused(f'DELETE FROM "{table}" WHERE id = %s', row.pk)
        assert model.objects.filter(pk=row.pk).exists()


def test_nothing_is_added_to_it(found):
    for model in [*BELOW, *RULES]:
        copied = columns(model)
        values = ", ".join(OTHER.get(name.strip('"'), name) for name in copied.split(", "))
        refused(COPY.format(table=model._meta.db_table, columns=copied, values=values))


def test_it_does_not_go_back_to_being_reckoned(found):
    refused("UPDATE assessment_round SET state = 'running'")


def test_no_row_is_moved_into_it_from_another(found, cast):
    other = build.open_round(cast, quarter=2)
    town = other.subjects.first()
    refused("UPDATE assessment_subject SET round_id = %s WHERE id = %s", found.pk, town.pk)


def test_another_round_is_reckoned_as_ever(found, cast):
    other = build.reckoned(build.open_round(cast, quarter=2), cast.clerk)
    entry = acts.entry(cast, other, day=other.starts_on)
    services.withdraw_entry(entry, by=cast.clerk, at=build.AFTER)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM assessment_scorerow WHERE score_id IN (SELECT id FROM assessment_score "
            "WHERE subject_id IN (SELECT id FROM assessment_subject WHERE round_id = %s))",
            [other.pk],
        )
        cursor.execute("UPDATE assessment_score SET value = 1 WHERE subject_id = %s", [other.subjects.first().pk])


def test_a_newer_version_takes_the_place_of_its_rules(found):
    """Which one is current is no part of what it was scored by."""
    assert Scheme.objects.filter(pk=found.scheme_id).update(is_active=False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_no_row_of_it_is_written_over(found, cast):
    """SQLite deletes the row in the way without a DELETE trigger."""
    other = build.reckoned(build.open_round(cast, quarter=2), cast.clerk)
    mine, theirs = (Score.objects.filter(subject__round=one).order_by("pk").first() for one in (found, other))
    names = columns(Score)
    refused(
        f"REPLACE INTO assessment_score (id, {names}) SELECT %s, {names} FROM assessment_score WHERE id = %s",
        mine.pk,
        theirs.pk,
    )
    refused("UPDATE OR REPLACE assessment_score SET id = %s WHERE id = %s", mine.pk, theirs.pk)


@pytest.mark.postgres
def test_no_table_is_emptied_at_one_stroke(found):
    for model in [*BELOW, *RULES]:
        refused(f'SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.postgres
def test_a_table_of_ones_own_is_not_asked_instead(found):
    """Whoever may connect may make temporary tables, and they come first in the search path."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; CREATE TEMPORARY TABLE assessment_round (id bigint, state text)")
    refused("DELETE FROM assessment_manualentry")


def test_every_table_that_is_to_stand_still_does(db):
    """A migration takes the triggers away while it runs; afterwards they stand again."""
    assert still.standing() == still.declared() != []
    still.take_away(connection)
    assert still.standing() == []
    call_command("migrate", verbosity=0)
    assert still.standing() == still.declared()
