"""The kit under another table than that of its first user: a row that stays, a rule, a step by the system."""

from datetime import timedelta

import pytest
from django.db.models import Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.verdict import yes_if
from hezhang.core.workflow import engine, facts
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from hezhang.core.workflow.steps import Step
from hezhang.core.workflow.table import Audience, Row, Table
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build

LEADERS = Audience(
    "leader",
    "领导",
    lambda obj, post, at: post.role == Role.LEADER,
    lambda obj: Post.objects.filter(role=Role.LEADER),
    queue=lambda post, at: Q() if post.role == Role.LEADER else None,
)
OPEN = frozenset({State.REPORTED, State.RECTIFYING})
NUDGE = Row("nudge", "催办", OPEN, "", who=("leader",), needs=("words",), tells=("leader",), leads_on=True)


def table(*rows):
    return Table(rows, {state.value: str(state.label) for state in State}, [LEADERS])


def test_a_row_may_stay_in_any_of_its_states(cast):
    for make in (build.reported, build.rectifying):
        issue = make(cast)
        was, since = issue.state, issue.state_since
        at = since + timedelta(hours=3)
        done = engine.carry_out(table(NUDGE), issue, Step("nudge", cast.leader, words="请抓紧", at=at))
        assert (done.from_state, done.to_state, done.at, done.words) == (was, was, at, "请抓紧")
        issue.refresh_from_db()
        assert (issue.state, issue.state_since) == (was, since)
        assert Entry.objects.filter(action="issue.nudge", object_id=str(issue.pk)).count() == 1


def test_what_the_row_says_holds_for_every_table(cast):
    issue = build.rectifying(cast)
    with pytest.raises(Supplied, match="说明"):
        engine.carry_out(table(NUDGE), issue, Step("nudge", cast.leader))
    with pytest.raises(NotAllowed, match="由领导办理"):
        engine.carry_out(table(NUDGE), issue, Step("nudge", cast.clerk, words="请抓紧"))
    with pytest.raises(SomebodyWasFaster):
        engine.carry_out(table(NUDGE), build.applied(cast), Step("nudge", cast.leader, words="请抓紧"))


def test_the_system_may_take_a_step_and_is_told_so(cast):
    issue = build.rectifying(cast)
    done = engine.carry_out(table(NUDGE), issue, Step("nudge", None, words="到期自动催办"))
    assert (done.user, done.post) == (None, None)
    assert facts.timeline(table(NUDGE), [done])[0] == {
        "title": "催办", "who": "系统", "when": facts.moment_words(done.at), "words": "到期自动催办", "photos": [],
        "tone": "blue",
    }  # fmt: skip


def test_queue_and_next_step_follow_the_table_given(cast):
    issue = build.rectifying(cast)
    assert table(NUDGE).next_for(issue, cast.leader) == NUDGE
    assert set(table(NUDGE).waiting_for(cast.leader, Issue.objects.all())) == {issue}
    assert not table(NUDGE).waiting_for(cast.clerk, Issue.objects.all())


def test_a_queue_that_gives_more_than_the_step_permits_is_seen(cast):
    """The comparison of tests/issues/test_turns.py, on an audience whose two halves disagree."""
    issue = build.rectifying(cast)
    lying = Audience("leader", "领导", LEADERS.includes, LEADERS.posts, queue=lambda post, at: Q())
    both = Table([NUDGE], {state.value: str(state.label) for state in State}, [lying])
    assert both.next_for(issue, cast.clerk) is None
    assert set(both.waiting_for(cast.clerk, Issue.objects.all())) == {issue}


def test_a_row_that_leads_on_by_a_rule_must_ask_the_queue_the_same():
    def never(obj, post, at):
        return yes_if(False, "不行。")

    Table([Row("a", "甲", OPEN, "", who=("leader",), may=never)], {}, [LEADERS])
    with pytest.raises(ValueError, match="the queue cannot ask"):
        Table([Row("a", "甲", OPEN, "", who=("leader",), may=never, leads_on=True)], {}, [LEADERS])


def test_the_same_form_twice_is_one_step(cast):
    issue = build.rectifying(cast)
    step = Step("nudge", cast.leader, words="请抓紧", once="6f1e3a90-5f7d-4c58-9c43-2a3d1f5d7c11")
    first = engine.carry_out(table(NUDGE), issue, step)
    assert engine.carry_out(table(NUDGE), issue, step) == first
    assert issue.transitions.filter(verb="nudge").count() == 1


def test_what_is_taken_on_a_part_has_its_button_there(cast):
    issue, leader = build.rectifying(cast), cast.leader
    part = Row("note", "批注", OPEN, "", who=("leader",), on_part=True)
    given = table(NUDGE, part)
    assert [button.verb for button in given.buttons(issue, leader)] == ["nudge"]
    assert given.allows(issue, "note", leader)
    assert engine.carry_out(given, issue, Step("note", leader)).verb == "note"


def test_whether_it_can_be_taken_now_asks_state_and_post(cast):
    assert table(NUDGE).allows(build.rectifying(cast), "nudge", cast.leader)
    assert "由领导办理" in table(NUDGE).allows(build.rectifying(cast), "nudge", cast.clerk).reason
    assert table(NUDGE).may(build.applied(cast), "nudge", cast.leader)
    assert "现为“待核查”" in table(NUDGE).allows(build.applied(cast), "nudge", cast.leader).reason


def test_the_log_keeps_what_a_new_object_was_made_with(cast):
    first = build.reported(cast).transitions.get()
    issue = Issue.objects.get()
    assert first.supplied == {"text": issue.text}
    row = Entry.objects.get(action="issue.report", object_id=str(issue.pk))
    assert row.after == {"text": issue.text, "state": State.REPORTED}
