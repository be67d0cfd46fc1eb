"""The table, exhausted: every state × verb × member of the cast against what a person wrote down here."""

import pytest

from issues.ledger.choices import OPEN_STATES, State
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from tests.cast import KEYS
from tests.issues import build

# state: verb → who may. Written by hand from the rules of the office, not reckoned from the code.
# The issue: found by the village chief, handed to the bureau (handler), listed by the county.
OFFICE = "clerk head"
CHECKERS = "clerk head village_chief patroller"
MAY = {
    # Raised by the village chief: the town's chief answers, and the office may have it at any time.
    State.RAISED: {"settle": "town_chief", "pass_on": "town_chief", "register": OFFICE, "reject": OFFICE},
    State.SETTLED: {"register": OFFICE},
    State.REPORTED: {"register": OFFICE, "reject": OFFICE, "merge": OFFICE},
    State.REGISTERED: {"dispatch": OFFICE, "reject": OFFICE, "merge": OFFICE},
    State.DISPATCHED: {
        "sign_for": "handler", "return": "handler", "recall": OFFICE, "reassign": OFFICE, "merge": OFFICE,
        "involve": OFFICE,
        "nudge": f"{OFFICE} village_chief",
    },
    State.RECTIFYING: {
        "return": "handler", "rectify": "handler", "apply": "handler", "ask_extension": "handler", "reassign": OFFICE,
        "nudge": f"{OFFICE} village_chief", "suspend": OFFICE, "merge": OFFICE, "involve": OFFICE,
    },
    State.SUSPENDED: {"resume": OFFICE, "involve": OFFICE},
    State.APPLIED: {"verify": CHECKERS, "send_back": CHECKERS},
    State.VERIFIED: {"send_back": CHECKERS, "close": OFFICE},
    State.CLOSED: {"hold": f"{OFFICE} patroller", "rebound": f"{OFFICE} patroller"},
    State.UNFOUNDED: {},
    State.MERGED: {"unmerge": OFFICE},
}  # fmt: skip
# While it is open, who reported it may add to it, and the office may put right what was written down.
for _state in OPEN_STATES:
    MAY[_state] |= {"supplement": "village_chief", "correct": OFFICE}


@pytest.mark.parametrize("state", list(State))
def test_every_verb_and_every_member(cast, state):
    issue = Issue.objects.get(pk=build.AT[state](cast).pk)
    expected = {(verb, key) for verb, keys in MAY[state].items() for key in keys.split()}
    found = set()
    for key in KEYS:
        found |= {(button.verb, key) for button in TABLE.buttons(issue, cast[key]) if button.enabled}
    assert found == expected


@pytest.mark.apart
@pytest.mark.parametrize("state", list(State))
def test_a_button_that_shows_is_a_page_that_opens(cast, enter, state):
    """What the table grants, the doors grant; and no more."""
    issue = build.AT[state](cast)
    for key in ("clerk", "handler", "village_chief", "leader", "patroller"):
        client = enter(cast[key])
        for verb in TABLE.rows:
            if verb in ("report", "sign_for"):
                continue
            may = key in MAY[state].get(verb, "").split()
            assert (client.get(f"/issues/{issue.pk}/{verb.replace('_', '-')}/").status_code == 200) == may, (key, verb)


def test_states_and_audiences_of_the_table_exist():
    for row in TABLE.rows.values():
        assert row.target in ["", *State.values]
        assert set(row.sources) <= set(State.values)
        assert set(row.who) | set(row.tells) <= set(TABLE.audiences)
        assert row.public
        assert row.done
        assert bool(row.may) <= bool(row.condition)


def test_from_every_open_state_somebody_can_go_on(cast):
    for state in OPEN_STATES:
        assert TABLE.from_state(state), state
