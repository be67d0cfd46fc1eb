"""Fixtures that every test may use."""

import os
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.template import engines
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as examples

from hezhang.core.accounts.models import Post
from tests import flush, template
from tests.cast import Cast, build
from tests.clock import pytest_report_header, pytest_runtest_makereport, pytest_runtest_protocol  # noqa: F401 - hooks


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
    # In the settings, not in the engine: a test that sets DEBUG gets new engines, and so does every test after it.
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    engines["django"].engine.string_if_invalid = Undefined("%s")
    flush.install()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Asked for by pytest-django before it makes the test database, which starts from a migrated copy."""
    with django_db_blocker.unblock():
        template.install()


@pytest.fixture(autouse=True)
def _own_counters():
    """Rate limits count in the cache, which a database's rollback does not undo."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    """Uploads of a test go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _own_anchor(tmp_path, settings):
    """The seals of a test are anchored in its own folder."""
    settings.AUDIT_ANCHOR = tmp_path / "anchor" / "seals.jsonl"


@pytest.fixture
def cast(db) -> Cast:
    """The district and its people, with the shipped defaults loaded (norms, deadlines, categories, scheme …)."""
    call_command("load_defaults", verbosity=0)
    return build()


@pytest.fixture
def enter() -> Callable[[Post], Client]:
    """A signed-in test client that acts under this post."""

    def _enter(post: Post) -> Client:
        client = Client()
        client.force_login(post.user, backend="hezhang.core.accounts.backends.NameOrPhoneBackend")
        session = client.session
        now = int(time.time())
        # As the sign-in page leaves it: the password was given just now.
        session.update({"post_id": post.pk, "began": now, "seen": now, "confirmed": now})
        session.save()
        return client

    return _enter


def pytest_collection_modifyitems(items):
    """Tests that need PostgreSQL say so, instead of passing emptily elsewhere."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: real processes at once")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(skip)
