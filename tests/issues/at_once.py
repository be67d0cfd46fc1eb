"""At the same moment: threads with connections of their own, or two real processes that may leave the lock aside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread, Timer
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.db import connection

from hezhang.core.kernel.refusal import Refusal
from tests.issues import racer
from tests.races.forked import Forked, begin

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds
BLOCKED = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together; gives each one's result, or the refusal it met."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def go(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = act()
        # What the second finds wrong is told at its field, or as a refusal of the whole.
        except (Refusal, ValidationError) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [Thread(target=go, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def process(*command: str, **pipes: Any) -> subprocess.Popen:
    """Python in a process of its own, begun from nothing, on this test's database."""
    base = connection.settings_dict
    place = f"{base['HOST'] or '127.0.0.1'}:{base['PORT'] or 5432}/{base['NAME']}"
    told = {"DATABASE_URL": f"postgres://{base['USER']}:{base['PASSWORD']}@{place}", "DEMO": "1"}
    env = os.environ | told | {"DJANGO_SETTINGS_MODULE": "hezhang.settings"}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, **pipes)


def race(act: str, guard: str) -> list[str]:
    """Two processes do the same (see ``racer``): what became of each, in the order of the alphabet.

    Both are held where it matters. Guarded, one has looked and the other waits for its lock; unguarded, both have
    looked and neither has written. Then both may go on.
    """
    heard, said = os.pipe()
    racers = [begin(racer.run, act, guard, said=said) for _ in range(2)]
    os.close(said)
    too_long = Timer(PATIENCE, lambda: [each.kill() for each in racers])
    too_long.start()
    try:
        with os.fdopen(heard) as lines:
            _expect(lines, "ready", "ready")
            _let_go(racers)
            _expect(lines, "looked")
            _wait_until_one_waits() if guard == "guarded" else _expect(lines, "looked")
            _let_go(racers)
            return sorted(word for word in lines.read().split() if word != "looked")
    finally:
        too_long.cancel()
        for each in racers:
            each.kill()
            each.end()


def _expect(lines: TextIO, *words: str) -> None:
    assert [lines.readline().strip() for _ in words] == list(words)


def _let_go(racers: list[Forked]) -> None:
    for each in racers:
        each.tell("go")


def _wait_until_one_waits() -> None:
    """Until a session of this database is blocked by another's lock."""
    for _ in range(PATIENCE * 50):
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")
