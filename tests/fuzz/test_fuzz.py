"""Every GET page × hostile parameters, every POST form × hostile fields: never a fault, and what is refused leaves nothing.

In the suite the series is short, always the same, half of the URLs beside each engine; ``make fuzz`` goes on for FUZZ_SECONDS of computing, with a seed of
its own, which it prints, and as other people each time. A URL is tried from its first day on (tests/fuzz/doors.py).
"""

import os
import random
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
MOST = 12  # URLs of a part: whoever runs the suite in parallel shares them out, and none runs into the limit of time


def parts() -> dict[str, list[tuple[str, set[str]]]]:
    """The URLs of each namespace, in handfuls: rivers-1, rivers-2 …"""
    spaces: dict[str, list[tuple[str, set[str]]]] = {}
    for each in urls():
        spaces.setdefault(each[0].split(":")[0], []).append(each)
    return {
        f"{space}-{at // MOST + 1}": found[at : at + MOST]
        for space, found in spaces.items()
        for at in range(0, len(found), MOST)
    }


PARTS = parts()
# Doors that open to nobody in this world; they are tried all the same, shut.
UNREACHED = {
    "post demo:enter": "the demonstration alone has it",
    "post issues:select": "what is to be done with the ticked rows is a word of the list, refused before anything is read",
    "post parcels:bring_in": "it names a sound file that was put in just before; tests/parcels/test_file.py tries what may be in one",
    "get patrols:appeal_period": "its address names a missed period of the walker's own; tests/patrols tries it",
    "post patrols:appeal_period": "the same",
    "get patrols:answer_appeal": "the appeal in its address must wait for an answer; tests/patrols tries it",
    "get patrols:explain_oddity": "the walker must have been asked for a word, and not have given it; tests/patrols tries it",
    "post patrols:undo_check": "there must be a word to take back; tests/patrols tries it",
    "post issues:take_turn": "it takes the form of whatever step comes next, whose own door is tried",
}


def found(sender: Sender, part: str) -> tuple[list[Door], set[str]]:
    """The doors of a part that open to somebody, and the names of those that don't."""
    # A longer trial asks other people first each time.
    finder = Finder(sender, random.Random(SEED).sample(KEYS, len(KEYS)) if SECONDS else KEYS, sender.world.spare)
    doors = [door for name, wanted in PARTS[part] for door in finder.doors(name, wanted)]
    return doors, {str(door) for door in doors if not door.is_open}


def short(door: Door) -> int:
    """How many requests a door gets in the suite."""
    return 1 if door.reads_only else min(6, 1 + len(door.names | door.files) // 3)


# In the suite beside PostgreSQL, which refuses more (NUL, numbers too large); `make fuzz` on whatever it is given.
BESIDE = [] if SECONDS else [pytest.mark.once]


@pytest.mark.django_db
@pytest.mark.parametrize("part", [pytest.param(part, marks=BESIDE) for part in PARTS])
def test_no_fault(sender, part):
    doors, shut = found(sender, part)
    trial, began = Trial(sender), time.process_time()
    series = [(door, Attacker(door, SEED, sender.world.ids).requests()) for door in doors]
    for door, requests in series:
        for request in islice(requests, short(door)):
            trial.send(door, request)
    while time.process_time() < began + SECONDS * len(PARTS[part]) / len(urls()):
        for door, requests in series:
            trial.send(door, next(requests))
    print(f"FUZZ_SEED={SEED} {part}: {len(doors)} doors, {trial.statuses.total()} requests, {dict(trial.statuses)}")  # noqa: T201
    assert not trial.wrong, trial.told()
    names = {name for name, _ in PARTS[part]}
    assert shut == {door for door in UNREACHED if door.split()[1] in names}
