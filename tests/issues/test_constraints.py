"""The database is the last guard: what the services never do is refused when it is written past them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build

DAY = timedelta(days=1)
BREAKS = [
    (State.VERIFIED, {"state": "closed", "is_open": False}, "closed without a closer"),
    (State.CLOSED, {"closed_by": F("applied_by")}, "closed by the rectifier"),
    (State.VERIFIED, {"verified_by": F("applied_by")}, "verified by the rectifier"),
    (State.REGISTERED, {"state": "dispatched"}, "handed out to nobody"),
    (State.RECTIFYING, {"due_on": None}, "handed out without a date"),
    (State.RECTIFYING, {"state": "applied"}, "applied by nobody"),
    (State.APPLIED, {"measures": ""}, "applied without measures"),
    (State.APPLIED, {"state": "verified"}, "verified by nobody"),
    (State.VERIFIED, {"opinion": ""}, "verified without an opinion"),
    (State.REPORTED, {"state": "unfounded", "is_open": False}, "unfounded without a word"),
    (State.CLOSED, {"is_open": True}, "closed and open"),
    (State.REPORTED, {"is_open": False}, "reported and not open"),
    (State.RECTIFYING, {"progress": 101}, "more than done"),
    (State.REGISTERED, {"registered_at": F("found_at") - DAY}, "registered before it was found"),
    (State.DISPATCHED, {"dispatched_at": F("registered_at") - DAY}, "handed out before it was registered"),
    (State.APPLIED, {"applied_at": F("dispatched_at") - DAY}, "done before it was handed out"),
    (State.VERIFIED, {"verified_at": F("applied_at") - DAY}, "verified before it was done"),
    (State.MERGED, {"merged_into": F("id")}, "merged into itself"),
    (State.MERGED, {"merged_into": None}, "merged into nothing"),
    (State.MERGED, {"joined": 1}, "merged, and a parent"),
    (State.REGISTERED, {"state": "merged", "is_open": False}, "merged without a word into what"),
    (State.CLOSED, {"closed_at": F("verified_at") - DAY}, "closed before it was verified"),
]


@pytest.mark.parametrize(("state", "values", "why"), BREAKS, ids=[why for *_, why in BREAKS])
def test_written_past_the_services(cast, state, values, why):
    issue = build.AT[state](cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**values)


def test_number_and_client_id_are_unique(cast):
    first, second = build.reported(cast), build.reported(cast)
    for name in ("number", "client_id"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=second.pk).update(**{name: getattr(first, name)})


@pytest.mark.parametrize("act", [lambda rows: rows.update(words="改写"), lambda rows: rows._raw_delete(rows.db)])
def test_history_is_never_rewritten(cast, act):
    issue = build.rectifying(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(issue.transitions.all())
    assert issue.transitions.count() == 4
