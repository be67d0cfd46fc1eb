"""The doors that phones knock at again and again, with parcels of any shape: told twice is once, and the answer is JSON.

The shapes are made by Hypothesis, the same ones in every run.
"""

import json
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hezhang.core.files.models import Upload
from issues.ledger.models import Issue
from patrols.walks.models import Patrol
from tests.fuzz.sending import Request
from tests.fuzz.trial import fault_of
from tests.fuzz.values import FILES, HOSTILE, PICTURE

pytestmark = [pytest.mark.story_until("2026-10-08"), pytest.mark.apart]
some = settings(max_examples=16, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
MOST = 10**9
# What Django's own parser takes at all: a header of thousands of letters is its 400, and no answer of the door's.
SENT = [file for file in FILES if max(map(len, file[:2])) < 1000]

NUMBER = UUID("6f1c0f0a-5f0e-4a53-9d3c-0d8a7a1f5b11")
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
numbers = st.one_of(st.integers(), st.floats(), st.floats(-90, 90)).map(str)
moments = st.one_of(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(datetime.isoformat), words)
places = {name: st.one_of(numbers, words) for name in ("lat", "lng", "accuracy")}
kept = st.lists(st.integers(-1, MOST), max_size=60).map(lambda ids: ",".join(map(str, ids)))
rows = st.fixed_dictionaries(
    {},
    optional=places
    | {
        "item": st.one_of(st.integers(0, 40).map(str), words),
        "state": st.one_of(st.sampled_from(["open", "settled"]), words),
    }
    | {"text": words, "measure": words, "kept": st.one_of(kept, words), "photo_count": numbers},
)
walks = st.fixed_dictionaries(
    {},
    optional={f"{end}_{name}": value for end in ("start", "end") for name, value in places.items()}
    | {"note": words, "kind": words, "is_long": words, "findings": numbers, "ended_at": moments, "started_at": moments},
)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def parcel(sender, told, findings) -> list[tuple[str, str]]:
    start = f"{timezone.localtime() - timedelta(minutes=20):%Y-%m-%dT%H:%M:%S}"
    plain = {"client_id": str(NUMBER), "reach": str(sender.world.cast.village_reach.pk), "started_at": start}
    lines = {f"f{number}-{name}": value for number, row in enumerate(findings) for name, value in row.items()}
    return list({**plain, **told, **lines}.items())


def tell(sender, path, pairs, files=(), member="village_chief"):
    """(status, what the JSON says)"""
    request = Request("post", path, words=list(pairs), files=list(files), headers={"HTTP_ACCEPT": "application/json"})
    answer = sender.send(member, request)
    assert fault_of(answer) == ""
    return answer.status_code, json.loads(answer.content)


@pytest.mark.django_db
@some
@given(walks, st.lists(rows, max_size=3), walks)
def test_a_walk_of_any_shape_is_one_walk(sender, told, findings, otherwise):
    sender.client("village_chief")
    rows_before = Patrol.objects.count()
    with undone():
        first = parcel(sender, told, findings)
        answers = [tell(sender, "/patrols/submit/", pairs) for pairs in (first, first, parcel(sender, otherwise, []))]
        mine = Patrol.objects.count() - rows_before
    (status, said), again, _ = answers
    assert {code for code, _ in answers} <= {200, 409, 422}
    assert again == (status, said)
    assert all(heard.get("words") for code, heard in answers if code != 200)
    assert mine == any(code == 200 for code, _ in answers)


@pytest.mark.django_db
@some
@given(st.sampled_from(SENT), st.one_of(words, st.just(str(NUMBER)), st.uuids().map(str)))
def test_a_photo_sent_twice_is_one_photo(sender, file, number):
    sender.client("village_chief")
    before = Upload.objects.count()
    with undone():
        send = ("/files/photos/stage/", [("client_id", number)], [("photo", file)])
        first, again = tell(sender, *send), tell(sender, *send)
        count = Upload.objects.count() - before
    assert first == again and first[0] in {200, 422}
    assert count == (first[0] == 200)


@pytest.mark.django_db
@some
@given(
    st.fixed_dictionaries({}, optional={"text": words, "place": words, "lat": numbers, "lng": numbers, "then": words})
)
def test_a_report_sent_twice_is_one_issue(sender, told):
    sender.client("village_chief")
    sender.keep_picture("village_chief")
    before = Issue.objects.count()
    plain = {"client_id": str(NUMBER), "reach": str(sender.world.cast.village_reach.pk), "text": "岸边垃圾"}
    request = Request("post", "/issues/report/", words=[*(plain | told).items()], files=[("photos", PICTURE)])
    with undone():
        answers = [sender.send("village_chief", request) for _ in range(3)]
        count = Issue.objects.count() - before
    assert [fault_of(answer) for answer in answers] == [""] * 3
    assert count == any(answer.status_code == 302 for answer in answers)
