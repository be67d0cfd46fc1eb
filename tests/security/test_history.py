"""The journal, its seals and the steps of issues and rounds are added to, never changed: not by the ORM, not by SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from assessment.rounds.models import RoundTransition
from hezhang.core.audit.models import Entry
from issues.ledger.models import IssueTransition
from tests.assessment import build as rounds
from tests.issues import build


@pytest.fixture(params=[Entry, IssueTransition, RoundTransition], ids=["journal", "steps", "rounds"])
def row(request, cast):
    build.rectifying(cast)
    rounds.computed(cast)
    return request.param.objects.order_by("pk").last()


def by_sql(words: str, row) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words.format(table=row._meta.db_table), [row.pk])


TRIES = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row)._base_manager.filter(pk=row.pk).update(user=None),
    "raw delete": lambda row: type(row)._base_manager.filter(pk=row.pk)._raw_delete("default"),
    "SQL update": lambda row: by_sql('UPDATE "{table}" SET user_id = NULL WHERE id = %s', row),
    "SQL delete": lambda row: by_sql('DELETE FROM "{table}" WHERE id = %s', row),
    "SQL update of all": lambda row: by_sql('UPDATE "{table}" SET user_id = NULL WHERE id <= %s', row),
}


@pytest.mark.parametrize("tried", sorted(TRIES))
def test_history_stays(row, tried):
    before = type(row)._base_manager.values().get(pk=row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        TRIES[tried](row)
    assert type(row)._base_manager.values().get(pk=row.pk) == before
