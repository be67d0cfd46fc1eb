"""The world of the scope matrix, once per module; what a test does to it is undone."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.guards import scope_world


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield scope_world.build(media)
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db, settings):
    settings.MEDIA_ROOT, settings.DEMO = shared_world.media, False
    return shared_world
