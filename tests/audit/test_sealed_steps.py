"""The steps of issues and rounds are sealed like the journal, in one chain with it."""

import hashlib
import hmac

import pytest

from hezhang.core.audit import marks
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record
from hezhang.core.audit.verifying import verify
from issues.ledger.models import IssueTransition
from tests.audit.attack import as_owner, verdict
from tests.issues import build

LATER_COLUMNS: set[str] = set()  # columns of a sealed table that came after its first seals


@pytest.fixture
def issue(cast):
    issue = build.dispatched(cast)
    seal()
    return issue


def test_they_are_sealed_with_the_journal(issue):
    assert {each.table for each in Seal.objects.all()} == {"audit_entry", "issues_issuetransition"}
    assert verify().rows == Entry.objects.count() + IssueTransition.objects.count() and not verify().broken


@pytest.mark.parametrize("column", ["words", "to_state", "verb"])
def test_a_changed_step_is_named(issue, column):
    second = issue.transitions.order_by("id")[1]
    as_owner(f"UPDATE issues_issuetransition SET {column} = 'x' WHERE id = %s", second.pk)
    assert f"第 {second.pk} 号问题流转的内容被改动" in verdict()


def test_steps_and_seals_taken_away_together_are_named(issue):
    last = issue.transitions.order_by("id").last()
    as_owner("DELETE FROM audit_seal WHERE \"table\" = 'issues_issuetransition'")
    as_owner("DELETE FROM issues_change WHERE transition_id = %s", last.pk)
    as_owner("DELETE FROM issues_issuetransition WHERE id = %s", last.pk)
    assert f"第 {last.pk} 号问题流转被删除" in verdict()


def test_seals_of_before_still_fit(cast):
    """As the journal was sealed before the logs of steps were: HMAC over the digest before and the marks."""
    before = ""
    for _ in range(2):
        entry = record("test.act", cast.river, post=cast.clerk)
        key = marks.keys()[0]
        text = f"{entry.pk}:{marks.mark(key, marks.rows_between(Entry, entry.pk - 1, entry.pk).get())}"
        before = hmac.new(key, f"{before}\n{text}".encode(), hashlib.sha256).hexdigest()
        Seal.objects.create(first=entry.pk, last=entry.pk, rows=1, marks=text, digest=before)
    build.dispatched(cast)
    seal()
    assert "日志完好" in verdict() and verify().rows == Entry.objects.count() + IssueTransition.objects.count()


def test_the_marks_cover_every_column():
    for model in marks.sealed_models():
        columns = {field.attname for field in model._meta.concrete_fields}
        assert columns - set(model.sealed_fields) == LATER_COLUMNS
