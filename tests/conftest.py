"""Fixtures that every test may use."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.management import call_command
from django.template import engines
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as examples

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.sessions import SessionStore
from hezhang.core.documents import fonts
from tests import clock, flush, snapshot, template
from tests.cast import Cast, build
from tests.clock import (  # noqa: F401 - hooks
    pytest_collection,
    pytest_report_header,
    pytest_runtest_makereport,
    pytest_runtest_protocol,
)

FOLDERS = count()
UNBLOCKED: list[Callable[..., Any]] = []  # how to reach the database, once it is there
BACKEND = "hezhang.core.accounts.backends.NameOrPhoneBackend"


def own_redis() -> None:
    """Each process of a parallel run clears the cache between tests, so each has a Redis database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if settings.REDIS_URL:
        settings.CACHES["default"]["LOCATION"] = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{10 + int(worker[2:]) % 6}"


class Undefined(str):
    """Makes a template variable that does not exist an error instead of an empty string."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise LookupError(f"undefined template variable: {name}")


def pytest_configure(config):
    # The same examples in every run, and no limit of time: neither luck nor a busy machine decides what lands.
    calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    examples.register_profile("suite", derandomize=True, **calm)
    examples.load_profile("suite")
    own_redis()
    # As Argon2 as in service, and a thousandth of the work: the suite signs in thousands of times.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    # In the settings, not in the engine: a test that sets DEBUG gets new engines, and so does every test after it.
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    engines["django"].engine.string_if_invalid = Undefined("%s")
    flush.install()
    if getattr(config.option, "numprocesses", None):  # of a parallel run, the process that starts the workers
        template.begin()


def pytest_collection_finish():
    """What is there when the tests begin stays: the collector no longer walks a million objects to find nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Asked for by pytest-django before it makes the test database, which starts from a migrated copy."""
    with django_db_blocker.unblock():
        template.install()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """pytest-django's; from here on tests may share the rows that they begin with."""
    UNBLOCKED.append(django_db_blocker.unblock)
    yield
    UNBLOCKED.clear()
    with django_db_blocker.unblock():
        snapshot.let_go()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The cast, or the world, stays in the database from one test to the next, unless the next one commits or brings rows for a whole file."""
    if not UNBLOCKED or item.get_closest_marker("skip"):
        return
    with UNBLOCKED[0]():
        if clock.stands() and (made := snapshot.beneath(item)):
            snapshot.hold(made, is_plain="monkeypatch" not in item.fixturenames)
        else:
            snapshot.let_go()


@pytest.fixture(autouse=True)
def _own_counters():
    """Rate limits count in the cache, which a database's rollback does not undo."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path_factory):
    """Uploads of a test and the anchor of its seals go to a folder of its own, which is made when they do."""
    # By number: pytest's `tmp_path` would make and remove a folder for each of thousands of tests that write nothing.
    home = tmp_path_factory.getbasetemp() / f"files-{next(FOLDERS)}"
    settings.MEDIA_ROOT, settings.AUDIT_ANCHOR = home / "media", home / "anchor" / "seals.jsonl"


def with_defaults() -> Cast:
    call_command("load_defaults", verbosity=0)
    return build()


snapshot.BENEATH["cast"] = with_defaults


@pytest.fixture
def cast(db) -> Cast:
    """The district and its people, with the shipped defaults loaded (norms, deadlines, categories, scheme …)."""
    return snapshot.again(with_defaults)


@pytest.fixture
def enter() -> Callable[[Post], Client]:
    """A signed-in test client that acts under this post."""

    def _enter(post: Post) -> Client:
        # The session that the sign-in page leaves, written once; by `force_login` it would be written five times.
        session, now = SessionStore(), int(time.time())
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(post.user_id), BACKEND
        session[HASH_SESSION_KEY] = post.user.get_session_auth_hash()
        # The password was given just now.
        session.update({"post_id": post.pk, "began": now, "seen": now, "confirmed": now})
        session.save(must_create=True)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return _enter


def has_chinese_font() -> bool:
    try:
        return bool(fonts.chosen())
    except fonts.NoFontError:
        return False


def pytest_collection_modifyitems(items):
    """Tests that need PostgreSQL or a font say so, instead of passing emptily elsewhere; and what need not run twice runs beside one."""
    if not has_chinese_font():
        for item in items:
            if "fonts" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="needs a Chinese font: apt-get install fonts-noto-cjk"))
    if not (is_all := bool(os.environ.get("SUITE_ONCE"))):
        for item in items:
            if "apart" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="runs by itself: make test-apart; anywhere with SUITE_ONCE=1"))
    is_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if is_postgresql:
            if "elsewhere" in item.keywords and not is_all:
                item.add_marker(pytest.mark.skip(reason="runs beside SQLite; here with SUITE_ONCE=1"))
        elif "postgres" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: real processes at once"))
        elif "once" in item.keywords and not is_all:
            item.add_marker(pytest.mark.skip(reason="runs beside PostgreSQL; here with SUITE_ONCE=1"))
