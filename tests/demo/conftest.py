"""The demonstration's district, built once at each of two moments, in a transaction that is taken back."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests import clock

# The suite's moment; and a Sunday in the National Day holiday before anybody is up, in the first days of a quarter.
# One worker gets all tests of a moment, so that its district is built once. A run that spreads over the moments, as the
# gate's does, takes the harder one: of a plain day is the demonstration that its browser walks through.
MOMENTS = [
    pytest.param("now", marks=[pytest.mark.apart, pytest.mark.clock(), pytest.mark.xdist_group("demo now")]),
    pytest.param(
        "holiday",
        marks=[pytest.mark.apart, pytest.mark.clock("2026-10-04T06:50"), pytest.mark.xdist_group("demo holiday")],
    ),
][clock.ASKED == "spread" :]


def build_demo() -> str:
    said = StringIO()
    call_command("build_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="package", params=MOMENTS)
def district(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command said; the rows stay for the tests of one moment."""
    media = override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        call_command("load_defaults", verbosity=0)
        yield build_demo()
        transaction.set_rollback(True)
