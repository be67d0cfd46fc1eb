"""Ten identical submissions at the same moment, through a real server on PostgreSQL, are one row.

All ten are held until each has looked and found nothing, so every one of them tries to insert. The control takes the
unique client id away: then the same ten are ten rows, which shows that the look alone guards nothing.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone

from hezhang.core.audit.models import Entry
from patrols.walks.models import Patrol

TOKEN = "a" * 32
TEN = 10
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held_together():
    """Nobody inserts a patrol before all ten are about to."""
    gate = threading.Barrier(TEN, timeout=30)

    def wait(**_):
        gate.wait()

    pre_save.connect(wait, sender=Patrol, weak=False)
    yield
    pre_save.disconnect(wait, sender=Patrol)


@pytest.fixture
def send_ten(cast, enter, live_server):
    """Send the same patrol ten times at once; gives the status codes."""
    session = enter(cast.village_chief).cookies["sessionid"].value
    now = timezone.localtime()
    body = urlencode({
        "csrfmiddlewaretoken": TOKEN, "client_id": str(uuid4()), "reach": cast.village_reach.pk,
        "started_at": (now - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%S"),
        "ended_at": now.strftime("%Y-%m-%dT%H:%M:%S"),
    })  # fmt: skip
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }

    def _one(_: int) -> int:
        line = HTTPConnection(urlsplit(live_server.url).netloc, timeout=60)
        line.request("POST", "/patrols/submit/", body, headers)
        status = line.getresponse().status
        line.close()
        return status

    def _ten() -> list[int]:
        with ThreadPoolExecutor(TEN) as crowd:
            return list(crowd.map(_one, range(TEN)))

    return _ten


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


def test_ten_at_once_are_one_row(send_ten, held_together):
    assert send_ten() == [200] * TEN
    assert Patrol.objects.count() == 1
    assert Entry.objects.filter(action="patrol.submit").count() == 1


def test_without_the_unique_guard_they_would_be_ten(no_unique_guard, send_ten, held_together):
    send_ten()
    assert Patrol.objects.count() == TEN
