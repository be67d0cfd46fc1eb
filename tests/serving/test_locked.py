"""Somebody holds a lock in the database and does not let go: who waits at a page is told so meanwhile."""

import os
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from hezhang.core.web import errors
from tests.serving import site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serving"), pytest.mark.clock()]
TOKEN = "0123456789abcdef0123456789abcdef"
FORM = f"csrfmiddlewaretoken={TOKEN}&username=nobody&password=Wrong-2026-word".encode()
SHORT = 8.0  # s, in which the control must not answer
PATIENT = {"DB_LOCK_SECONDS": "120"}  # the control: as it was
TEXT = "桥下有大量垃圾堆积，请尽快清理。"


def sign_in(env: dict[str, str], seconds: float = site.LONG) -> tuple[int, str]:
    """Status, and when to come back; (0, "") when no answer comes. It reads people and writes down the try."""
    url = f"http://127.0.0.1:{env['PORT']}/accounts/sign-in/"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, FORM, {"Cookie": f"csrftoken={TOKEN}"}), timeout=seconds
        ) as got:
            return got.status, ""
    except urllib.error.HTTPError as no:
        with no:
            return no.code, no.headers.get("Retry-After", "")
    except OSError:
        return 0, ""


@contextmanager
def locked_file(env: dict[str, str]):
    path = env["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def serving(env: dict[str, str]):
    with site.running(env, *site.web(env)):
        assert site.until(lambda: site.status(env, "/health/") == 200)
        yield env


def test_a_locked_file_is_told(served):
    assert sign_in(served)[0] == 422  # the form again, with what is wrong
    with locked_file(served):
        assert sign_in(served) == (503, "30")
        assert site.status(served, "/health/") == 200
    assert sign_in(served)[0] == 422


def test_a_patient_server_holds_the_page(env):
    """The control."""
    with serving(env | PATIENT | {"PORT": str(site.free_port())}) as patient, locked_file(patient):
        assert sign_in(patient, SHORT) == (0, "")


def database_url() -> str:
    known = connection.settings_dict
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


@contextmanager
def locked_table():
    with closing(psycopg2.connect(database_url())) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.postgres
def test_a_locked_table_is_told_and_health_goes_on(env, transactional_db):
    with serving(env | {"DATABASE_URL": database_url(), "PORT": str(site.free_port())}) as here:
        assert sign_in(here)[0] == 422
        with locked_table(), site.many(9, sign_in, here) as answers:
            assert site.status(here, "/health/") == 200
            assert {each.result(site.LONG) for each in answers} == {(503, "30")}
        assert sign_in(here)[0] == 422


@pytest.mark.postgres
def test_a_patient_server_holds_the_table_too(env, transactional_db):
    """The control."""
    patient = env | PATIENT | {"DATABASE_URL": database_url(), "PORT": str(site.free_port())}
    with serving(patient | {"DB_STATEMENT_SECONDS": "120"}) as here, locked_table():
        assert sign_in(here, SHORT) == (0, "")


@pytest.mark.postgres
def test_jobs_and_commands_may_take_longer(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("1min", "15min")
    assert "SERVES_WEB" not in os.environ


def posted(**headers: str) -> HttpRequest:
    return RequestFactory().post("/issues/report/", {"text": TEXT, "kind": "1"}, headers=headers)


def test_what_was_typed_is_kept():
    answer = errors.unavailable(posted(origin="http://testserver"))
    assert TEXT in answer.content.decode() and "刷新本页" in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://evil.example"}, {"host": "evil.example", "origin": "http://evil.example"}],
    ids=["no origin", "another site", "another name"],
)
def test_what_another_site_sends_is_not_shown(headers):
    assert TEXT not in errors.unavailable(posted(**headers)).content.decode()


def test_a_password_is_not_shown():
    request = RequestFactory().post("/accounts/password/", {"new": TEXT}, headers={"origin": "http://testserver"})
    assert TEXT not in errors.unavailable(request).content.decode()
