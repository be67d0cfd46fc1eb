"""A row with a smaller number may become visible after one with a greater: sealing must not miss it."""

import psycopg2
import pytest
from django.db import OperationalError, connection

from hezhang.core.audit.models import Entry
from hezhang.core.audit.sealing import seal, seal_table
from hezhang.core.audit.services import record
from hezhang.core.audit.verifying import verify

INSERT = (
    "INSERT INTO audit_entry (at, action, object_type, object_id, label, before, after, request_id)"
    " VALUES (now(), 'slow.act', '', '', '', '{}', '{}', '')"
)


@pytest.fixture
def slow(transactional_db):
    """Another process that has written row 1 and not yet committed it; row 2 is there already."""
    params = connection.get_connection_params()
    other = psycopg2.connect(**{name: params[name] for name in ("host", "port", "user", "dbname") if name in params})
    other.cursor().execute(INSERT)
    record("fast.act")
    yield other
    other.close()


@pytest.mark.postgres
def test_sealing_leaves_it_to_the_next_round(slow):
    with pytest.raises(OperationalError, match="lock timeout"):
        seal()
    slow.commit()
    assert seal() == 2 and not verify().broken


@pytest.mark.postgres
def test_without_the_guard_the_journal_would_seem_broken(slow):
    seal_table(Entry, upto=Entry.objects.latest("id").pk)  # past horizon()
    slow.commit()
    assert "封签之后插入" in verify().broken
