"""The world of the trials, once per module, and who sends requests into it."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from tests.fuzz import world as stage
from tests.fuzz.sending import Sender


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield stage.build(media)
        transaction.set_rollback(True)


@pytest.fixture
def sender(world, enter, settings):
    settings.MEDIA_ROOT, settings.DEMO = world.media, False
    # Passwords are not what is tried here; a page that is refused for being the 241st is not tried either.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAGES_PER_MINUTE = settings.EXPORTS_PER_HOUR = settings.API_READS_PER_MINUTE = 10**9
    settings.API_FAILURES_PER_ADDRESS = 10**9
    logging.disable(logging.CRITICAL)
    yield Sender(world, enter)
    logging.disable(logging.NOTSET)
