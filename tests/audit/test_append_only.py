"""The database itself keeps the journal: nobody changes or deletes a row, whatever the program says."""

import pytest
from django.db import IntegrityError, connection, transaction

from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record


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
