"""The demonstration's district, built once at each of two moments, in a transaction that is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from hezhang.core.kernel.periods import SHANGHAI

# Now, whenever that is; and a Sunday in the National Day holiday before anybody is up, in the first days of a quarter.
MOMENTS = {"now": None, "holiday": datetime(2026, 10, 4, 6, 50, tzinfo=SHANGHAI)}


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """With the clock standing at that moment; None: the real clock."""
    if moment is None:
        yield
        return
    with time_machine.travel(moment, tick=False):
        yield


def build_demo() -> str:
    said = StringIO()
    call_command("build_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="package", params=MOMENTS)
def district(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command said; the rows stay, and the clock stands, for the tests of one moment."""
    media = override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic(), at(MOMENTS[request.param]):
        call_command("load_defaults", verbosity=0)
        yield build_demo()
        transaction.set_rollback(True)
