"""Methods other than those of pages and forms; and what a refusal leaves in the log."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hezhang.core.web.logs import RefusalsAreNoFaults
from tests.security.test_headers import PLAIN_PAGES, missing

pytestmark = pytest.mark.once  # every address, whichever the engine


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_a_page_is_read_or_posted_and_nothing_else(cast, enter, method):
    client = enter(cast.clerk)
    for url in PLAIN_PAGES:
        answer = getattr(client, method)(url)
        assert (url, answer.status_code, answer["Allow"]) == (url, 405, "GET, HEAD, POST")
        assert missing(answer) == []


def test_a_stranger_is_told_the_same(client, db):
    answer = client.put(reverse("accounts:sign_in"))
    assert answer.status_code == 405 and "这里不能直接打开" in answer.content.decode()


def test_reading_goes_on(cast, enter):
    client = enter(cast.clerk)
    assert [getattr(client, method)("/").status_code for method in ("get", "head")] == [200, 200]


def test_a_refusal_is_one_line_in_the_log(cast, enter, caplog):
    caplog.set_level(logging.WARNING, "django.request")
    assert enter(cast.clerk).get("/journal/").status_code == 403
    [line] = [record for record in caplog.records if record.name == "django.request"]
    assert "/journal/" in line.getMessage() and line.exc_info is None


@pytest.mark.parametrize(("error", "is_kept"), [(PermissionDenied("no"), False), (ValueError("a fault"), True)])
def test_a_fault_keeps_its_traceback(error, is_kept):
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "", (), (type(error), error, None))
    assert RefusalsAreNoFaults().filter(record)
    assert bool(record.exc_info) is is_kept
