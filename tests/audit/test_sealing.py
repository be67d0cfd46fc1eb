"""Whoever changes the journal as the database's owner is found out, and the row is named."""

import pytest

from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record
from hezhang.core.audit.tasks import seal as seal_task
from hezhang.core.audit.verifying import verify
from tests.audit.attack import as_owner, verdict


@pytest.fixture
def rows(cast):
    """Five rows under one seal, two under the next, one without."""
    made = [record("test.act", cast.river, post=cast.clerk, after={"n": n, "词": "水"}) for n in range(5)]
    seal()
    made += [record("test.act", cast.river, post=cast.head) for _ in range(2)]
    seal()
    return [*made, record("test.act")]


def test_an_untouched_journal_fits(rows):
    found = verify()
    assert (found.rows, found.upto, found.unsealed, found.broken) == (7, rows[6].pk, 1, "")
    assert "日志完好" in verdict() and found.digest in verdict()


@pytest.mark.parametrize("column", ["label", "action", "ip", "object_id", "request_id"])
def test_a_changed_row_is_named(rows, column):
    as_owner(f"UPDATE audit_entry SET {column} = '10.9.9.9' WHERE id IN (%s, %s)", rows[2].pk, rows[4].pk)
    assert f"第 {rows[2].pk} 号日志的内容被改动" in verdict()


def test_a_changed_time_or_person_is_named(rows, cast):
    as_owner("UPDATE audit_entry SET user_id = %s WHERE id = %s", cast.head.user_id, rows[3].pk)
    assert f"第 {rows[3].pk} 号" in verdict()


def test_changed_contents_are_named(rows):
    as_owner("UPDATE audit_entry SET after = '{\"n\": 9}' WHERE id = %s", rows[1].pk)
    assert f"第 {rows[1].pk} 号" in verdict()


def test_a_deleted_row_is_named(rows):
    as_owner("DELETE FROM audit_entry WHERE id = %s", rows[2].pk)
    assert f"第 {rows[2].pk} 号日志被删除" in verdict()


def test_a_row_slipped_in_is_named(rows):
    as_owner("DELETE FROM audit_entry WHERE id = %s", rows[2].pk)
    old = Entry(pk=rows[2].pk, at=rows[2].at, action="test.act", label="别的")
    old.save(force_insert=True)
    assert f"第 {rows[2].pk} 号" in verdict()


def test_a_missing_or_changed_seal_is_found(rows, settings):
    first = Seal.objects.order_by("last").first()
    as_owner("UPDATE audit_seal SET marks = '' WHERE id = %s", first.pk)
    assert "封签被改动" in verdict()
    as_owner("DELETE FROM audit_seal WHERE id = %s", first.pk)
    assert "的封签被删除" in verdict()
    settings.AUDIT_ANCHOR.unlink()
    assert "封签缺失" in verdict()


def test_another_key_does_not_fit_unless_it_is_a_former_one(rows, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-that-is-long-enough-for-this"
    assert "SECRET_KEY 已更换" in verdict()
    settings.AUDIT_ANCHOR.unlink()
    assert "封签被改动" in verdict()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert "日志完好" in verdict()


def test_sealing_twice_seals_once(rows):
    seal_task()
    count = Seal.objects.count()
    seal_task()
    assert (count, Seal.objects.count(), verify().unsealed) == (3, 3, 0)


def test_an_empty_journal_fits(db):
    assert seal() == 0 and "0 条" in verdict()
