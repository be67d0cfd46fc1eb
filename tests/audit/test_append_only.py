"""The database itself keeps the journal: nobody changes or deletes a row, whatever the program says."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hezhang.core.audit.append_only import guarded_tables
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record
from issues.ledger import services
from tests.issues import build


@pytest.fixture
def entry(cast):
    return record("test.act", cast.river, post=cast.clerk)


@pytest.mark.parametrize("tried", ["save", "update", "delete", "delete one", "sql"])
def test_no_row_is_changed(entry, tried):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        {
            "save": lambda: entry.save(),
            "update": lambda: Entry.objects.update(label="别的"),
            "delete": lambda: Entry.objects.all().delete(),
            "delete one": lambda: entry.delete(),
            "sql": lambda: connection.cursor().execute("UPDATE audit_entry SET label = 'x'"),
        }[tried]()
    assert Entry.objects.get(pk=entry.pk).label == "澄溪"


@pytest.mark.parametrize("tried", ["update", "delete"])
def test_no_seal_is_changed(entry, tried):
    seal()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Seal.objects.update(digest="") if tried == "update" else Seal.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_tests_flush_leaves_the_triggers_in_place(turn):
    assert not Entry.objects.exists()
    record("test.act")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(label="别的")


TABLES = [
    "audit_entry", "audit_seal", "issues_issuetransition", "assessment_roundtransition", "rivers_handovertransition",
    "rivers_plantransition", "issues_noticetransition", "issues_leadtransition", "issues_stagetransition",
    "issues_campaigntransition", "issues_visittransition",
]  # fmt: skip


def test_every_log_is_guarded(db):
    assert sorted(TABLES) == guarded_tables()


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied_at_one_stroke(entry, table):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f'SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE "{table}" CASCADE')


SAME = ", ".join(["at", "label", "object_type", "object_id", "before", "after", "request_id"])


@pytest.mark.parametrize("way", ["INSERT OR REPLACE", "REPLACE"])
def test_no_row_is_written_over(entry, way):
    """SQLite deletes the row in the way without a DELETE trigger."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows it")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        columns = f"id, action, {SAME}"
        connection.cursor().execute(
            f"{way} INTO audit_entry ({columns}) SELECT id, 'x', {SAME} FROM audit_entry WHERE id = %s", [entry.pk]
        )
    assert Entry.objects.get(pk=entry.pk).action == "test.act"


def test_no_step_is_written_over_by_the_number_of_its_form(cast):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows it")
    issue = build.reported(cast)
    services.reject(issue, cast.clerk, words="不属实", once=uuid4())
    step = issue.transitions.order_by("id").last()
    columns = "once, verb, from_state, to_state, at, words, supplied, issue_id"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            f"REPLACE INTO issues_issuetransition ({columns}) SELECT {columns} FROM issues_issuetransition WHERE id = %s",
            [step.pk],
        )
    assert issue.transitions.count() == 2
