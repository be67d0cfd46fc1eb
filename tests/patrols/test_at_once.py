"""Ten identical submissions at the same moment, through a real server on PostgreSQL, are one row; so are ten identical
supplements.

All ten are held until each has looked and found nothing, so every one of them tries to insert. The control takes the
unique client id (or the supplement's number) away: then the same ten are ten rows, which shows that the look alone
guards nothing.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone

from hezhang.core.audit.models import Entry
from issues.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, Patrol, Supplement

TOKEN = "a" * 32
TEN = 10
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@contextmanager
def held_together(model):
    """Nobody inserts a row of the model before all ten are about to; who comes a second time is not held."""
    gate, seen = threading.Barrier(TEN, timeout=30), set()

    def wait(**_):
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            gate.wait()

    pre_save.connect(wait, sender=model, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(wait, sender=model)


@pytest.fixture
def send(cast, enter, live_server):
    """Send the same patrol ten times at once, with these changes; gives the status codes."""
    session = enter(cast.village_chief).cookies["sessionid"].value
    now = timezone.localtime()
    plain = {
        "csrfmiddlewaretoken": TOKEN, "client_id": str(uuid4()), "reach": cast.village_reach.pk,
        "started_at": (now - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%S"),
        "ended_at": now.strftime("%Y-%m-%dT%H:%M:%S"),
    }  # fmt: skip
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }

    def _one(body: str) -> int:
        line = HTTPConnection(urlsplit(live_server.url).netloc, timeout=60)
        line.request("POST", "/patrols/submit/", body, headers)
        status = line.getresponse().status
        line.close()
        return status

    def _send(times: int = TEN, **changes: str) -> list[int]:
        with ThreadPoolExecutor(times) as crowd:
            return list(crowd.map(_one, [urlencode(plain | changes)] * times))

    return _send


@pytest.fixture
def no_unique_guard(cast):
    """The table without the unique client id, put back afterwards."""
    field = Patrol._meta.get_field("client_id")
    plain = field.clone()
    plain._unique = False
    plain.set_attributes_from_name("client_id")
    with connection.schema_editor() as editor:
        editor.alter_field(Patrol, field, plain)
    yield
    Patrol.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.alter_field(Patrol, plain, field)


@pytest.fixture
def no_number_guard(cast):
    """The supplements without their unique number, put back afterwards."""
    guard = next(each for each in Supplement._meta.constraints if each.name == "supplement_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Supplement, guard)
    yield
    Supplement.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Supplement, guard)


def test_ten_at_once_are_one_row(send):
    with held_together(Patrol):
        assert send() == [200] * TEN
    assert Patrol.objects.count() == 1
    assert Entry.objects.filter(action="patrol.submit").count() == 1


def test_without_the_unique_guard_they_would_be_ten(no_unique_guard, send):
    with held_together(Patrol):
        send()
    assert Patrol.objects.count() == TEN


def test_ten_second_tellings_at_once_are_one_supplement(send):
    send(1)
    item = CheckItem.objects.get(name="污水直排").pk
    with held_together(Supplement):
        assert send(note="有人钓鱼", **{"f0-item": item, "f0-state": "open", "f0-text": "桥下"}) == [200] * TEN
    assert Supplement.objects.count() == Finding.objects.count() == Issue.objects.count() == 1
    assert Patrol.objects.get().finding_count == 1
    assert Entry.objects.filter(action="patrol.supplement").count() == 1


def test_without_their_number_the_supplements_would_be_ten(no_number_guard, send):
    send(1)
    with held_together(Supplement):
        send(note="有人钓鱼")
    assert Supplement.objects.count() == TEN
