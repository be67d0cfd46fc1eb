"""DEMO=1 opens every door: on this machine only, in the demonstration's own database only, and each entering is journalled."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from hezhang.core.accounts.models import Region, User
from hezhang.core.audit.models import Entry
from hezhang.portal.demo.cast import BY_KEY
from hezhang.portal.demo.models import Mark
from hezhang.startup import refuse_open_demonstration
from tests.serving import site

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = ["127.0.0.1", "::1", "localhost", "127.0.0.8"]
ELSEWHERE = ["0.0.0.0", "::", "10.1.2.3", "hzb.example.gov.cn", ""]
KEY = next(iter(BY_KEY))


@pytest.fixture
def member(settings):
    """Of the cast, in a database that is marked."""
    settings.DEMO = True
    Mark.objects.create(built_at=timezone.now())
    return User.objects.create_user(KEY, name="章一")


def enter(**asked: str) -> int:
    return Client().post("/demo/enter/", {"key": KEY}, **asked).status_code


@pytest.mark.parametrize("host", HERE)
def test_it_is_served_here(member, host):
    refuse_open_demonstration(host)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_it_is_not_served_elsewhere(member, host):
    with pytest.raises(ImproperlyConfigured, match="本机"):
        refuse_open_demonstration(host)


def test_it_is_not_served_with_https(member, settings):
    settings.HTTPS = True
    with pytest.raises(ImproperlyConfigured, match="HTTPS"):
        refuse_open_demonstration("127.0.0.1")


def test_it_is_not_served_from_real_data(member):
    Mark.objects.all().delete()
    with pytest.raises(ImproperlyConfigured, match="不是演示数据库"):
        refuse_open_demonstration("127.0.0.1")


def test_without_demo_nothing_is_asked(settings):
    settings.DEMO = False
    refuse_open_demonstration("0.0.0.0")


def test_entering_is_journalled(member):
    assert enter() == 302
    entry = Entry.objects.get(action="demo.enter")
    assert (entry.user, entry.ip) == (member, "127.0.0.1")


def test_nobody_enters_from_elsewhere(member):
    assert enter(REMOTE_ADDR="10.1.2.3") == 404
    assert not Entry.objects.filter(action="demo.enter").exists()


def test_nobody_enters_into_real_data(member):
    Mark.objects.all().delete()
    assert enter() == 404


def test_nobody_enters_in_service(member, settings):
    settings.DEMO = False
    assert enter() == 404


@pytest.mark.parametrize("words", [[], ["--fresh"]])
def test_real_data_is_neither_mixed_nor_wiped(settings, cast, words):
    settings.DEMO = True
    with pytest.raises(CommandError, match="已有数据"):
        call_command("build_demo", *words)
    assert Region.objects.exists()


def test_left_on_in_service_the_server_does_not_start(tmp_path):
    env = site.environment(tmp_path) | {"DEMO": "1"}
    words = [sys.executable, "-c", "import hezhang.wsgi"]
    done = subprocess.run(words, cwd=site.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode != 0 and "不是演示数据库" in done.stderr


def test_make_demo_says_so_at_once():
    env = os.environ | {"HOST": "0.0.0.0"}
    done = subprocess.run(["sh", "scripts/demo.sh"], cwd=site.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1 and "只能在本机使用" in done.stderr
