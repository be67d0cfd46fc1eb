"""The table of plans, exhausted: every state × verb × member of the cast against what a person wrote down here."""

import pytest

from rivers.plans.models import Plan
from rivers.plans.workflow import TABLE
from tests.cast import KEYS
from tests.rivers import planning

# Who may take which step in which state; nobody else may, and nothing else is possible.
OFFICE, APPROVER = {"clerk", "head"}, {"county_chief"}
EXPECTED = {
    "draft": {"submit_plan": OFFICE, "stop_plan": OFFICE},
    "submitted": {"approve_plan": {"head"} | APPROVER, "return_plan": OFFICE | APPROVER, "stop_plan": OFFICE},
    "in_force": {"revise_plan": OFFICE, "copy_plan": OFFICE, "finish_plan": OFFICE, "stop_plan": OFFICE},
    "done": {"copy_plan": OFFICE, "resume_plan": OFFICE},
    "stopped": {"resume_plan": OFFICE},
}
WAITS_FOR = {"draft": OFFICE, "submitted": {"head"} | APPROVER}


@pytest.mark.parametrize("state", EXPECTED)
def test_who_may_do_what(cast, state):
    plan = planning.AT[state](cast)
    assert plan.state == state
    found = {
        row.verb: {key for key in KEYS if TABLE.allows(plan, row.verb, cast[key])}
        for row in TABLE.rows.values()
        if row.verb != "draw_plan"
    }
    assert {verb: who for verb, who in found.items() if who} == EXPECTED[state]


@pytest.mark.parametrize("state", EXPECTED)
def test_whose_turn_it_is_in_python_and_from_the_database(cast, state):
    plan = planning.AT[state](cast)
    turn = {key for key in KEYS if TABLE.next_for(plan, cast[key])}
    assert turn == WAITS_FOR.get(state, set())
    assert {key for key in KEYS if plan in TABLE.waiting_for(cast[key], Plan.objects.all())} == turn
