"""Processes killed where they stand: what served goes on serving."""

import os
import signal

import pytest

from tests.serving import site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serving"), pytest.mark.clock()]
WORKS = ("celery", "hezhang worker")
BEATS = ("celery", "hezhang beat")
SERVES = ("granian", "hezhang.asgi")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def server(group: int) -> int:
    """The process that looks after the web workers."""
    return next(pid for pid in site.find(group, *SERVES) if site.children(pid))


def comes_back(group: int, words: tuple[str, ...], old: int) -> bool:
    return site.until(
        lambda: [pid for pid in site.find(group, *words) if pid != old and "keep.sh" not in site.line(pid)]
    )


@pytest.fixture(scope="module")
def group(env):
    """What `make demo` and `honcho start` run."""
    with site.running(env, "honcho", "start") as honcho:
        assert site.until(lambda: site.status(env, "/health/") == 200)
        yield honcho.pid


def alone(group: int, *words: str) -> int:
    [pid] = [pid for pid in site.find(group, *words) if "keep.sh" not in site.line(pid)]
    return pid


def test_a_web_worker(env, group):
    parent = server(group)
    first = site.children(parent)[0]
    kill(first)
    assert site.until(lambda: len(site.children(parent)) == 2 and first not in site.children(parent))
    assert site.status(env, "/accounts/sign-in/") == 200


def test_the_whole_web_server(env, group):
    old = server(group)
    workers = site.children(old)
    kill(old)
    assert site.until(lambda: not any(site.line(pid) for pid in workers)), "the orphans keep the port"
    assert site.until(lambda: site.status(env, "/accounts/sign-in/") == 200)
    assert server(group) != old


@pytest.mark.parametrize("words", [WORKS, BEATS])
def test_background_work(env, group, words):
    old = alone(group, *words)
    kill(old)
    assert comes_back(group, words, old)
    assert site.status(env, "/health/") == 200


def test_without_respawn_one_killed_worker_ends_the_server(env):
    """The control."""
    other = env | {"PORT": str(site.free_port())}
    with site.running(other, *site.blocking_web(other)) as lone:
        assert site.until(lambda: site.status(other, "/health/") == 200)
        kill(site.children(lone.pid)[0])
        assert site.until(lambda: lone.poll() is not None)


def test_a_program_that_cannot_start_is_given_up(env):
    with site.running(env, "sh", "scripts/keep.sh", "某程序", "false") as keeper:
        assert keeper.wait(timeout=site.LONG) == 1
