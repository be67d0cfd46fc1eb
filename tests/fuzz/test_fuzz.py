"""Every GET page × hostile parameters, every POST form × hostile fields: never a fault, and what is refused leaves nothing.

In the suite the series is short and always the same; ``make fuzz`` goes on for FUZZ_SECONDS of computing, with a seed of
its own, which it prints, as everybody who may enter. A URL is tried from its first day on (tests/fuzz/doors.py).
"""

import os
import time
from itertools import islice

import pytest

from tests.cast import KEYS
from tests.fuzz.attacks import Attacker
from tests.fuzz.doors import Door, Finder, urls
from tests.fuzz.sending import Sender
from tests.fuzz.trial import Trial

pytestmark = pytest.mark.story_until("2026-10-08")

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
SEED = os.environ.get("FUZZ_SEED", "1")
PARTS = sorted({name.split(":")[0] for name, _ in urls()})
# Doors that open to nobody in this world; they are tried all the same, shut.
UNREACHED = {
    "post demo:enter": "the demonstration alone has it",
}


def found(sender: Sender, part: str) -> tuple[list[Door], set[str]]:
    """The doors of a part that open to somebody, and the names of those that don't."""
    finder = Finder(sender, KEYS, sender.world.spare)
    doors, shut = [], []
    for name, wanted in urls(f"{part}:"):
        for door in finder.doors(name, wanted, every=bool(SECONDS)):
            (doors if door.is_open else shut).append(door)
    return doors + shut, {str(door) for door in shut}


def short(door: Door) -> int:
    """How many requests a door gets in the suite."""
    return 2 if door.reads_only else min(20, 4 + len(door.names | door.files))


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_no_fault(sender, part):
    doors, shut = found(sender, part)
    trial, began = Trial(sender), time.process_time()
    series = [(door, Attacker(door, SEED, sender.world.ids).requests()) for door in doors]
    for door, requests in series:
        for request in islice(requests, short(door)):
            trial.send(door, request)
    while time.process_time() < began + SECONDS * len(urls(f"{part}:")) / len(urls()):
        for door, requests in series:
            trial.send(door, next(requests))
    print(f"FUZZ_SEED={SEED} {part}: {len(doors)} doors, {trial.statuses.total()} requests, {dict(trial.statuses)}")  # noqa: T201
    assert not trial.wrong, trial.told()
    assert shut == {name for name in UNREACHED if name.split()[1].startswith(f"{part}:")}
