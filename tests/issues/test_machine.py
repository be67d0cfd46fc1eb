"""Random people do random things with a few issues: only what the table of this page allows happens, and each time once."""

import os
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from issues.ledger.choices import OPEN_STATES, State
from issues.ledger.models import CoUnit, Issue
from issues.ledger.workflow import TABLE
from tests.cast import KEYS
from tests.issues import build
from tests.issues.acts import ACTS

S = State
WORK = {S.DISPATCHED: S.DISPATCHED, S.RECTIFYING: S.RECTIFYING}
STAYS = {state: state for state in OPEN_STATES}
# verb: from → to. Written by hand. "": the state before the merging.
LEGAL = {
    "settle": {S.RAISED: S.SETTLED},
    "pass_on": {S.RAISED: S.REPORTED},
    "register": dict.fromkeys((S.RAISED, S.REPORTED, S.SETTLED), S.REGISTERED),
    "dispatch": {S.REGISTERED: S.DISPATCHED},
    "sign_for": {S.DISPATCHED: S.RECTIFYING},
    "return": {S.DISPATCHED: S.REGISTERED, S.RECTIFYING: S.REGISTERED},
    "recall": {S.DISPATCHED: S.REGISTERED},
    "reassign": {S.DISPATCHED: S.DISPATCHED, S.RECTIFYING: S.DISPATCHED},
    "nudge": WORK,
    "answer": WORK,
    "ask_extension": {S.RECTIFYING: S.RECTIFYING},
    "grant_extension": {S.RECTIFYING: S.RECTIFYING},
    "refuse_extension": {S.RECTIFYING: S.RECTIFYING},
    "redate": WORK,
    "suspend": {S.RECTIFYING: S.SUSPENDED},
    "resume": {S.SUSPENDED: S.RECTIFYING},
    "rectify": {S.RECTIFYING: S.RECTIFYING},
    "involve": WORK | {S.SUSPENDED: S.SUSPENDED},
    "assist": {S.RECTIFYING: S.RECTIFYING},
    "apply": {S.RECTIFYING: S.APPLIED},
    "endorse": {S.APPLIED: S.APPLIED, S.VERIFIED: S.VERIFIED},
    "check_first": {S.APPLIED: S.APPLIED},
    "verify": {S.APPLIED: S.VERIFIED},
    "send_back": {S.APPLIED: S.RECTIFYING, S.VERIFIED: S.RECTIFYING},
    "close": {S.VERIFIED: S.CLOSED},
    "hold": {S.CLOSED: S.CLOSED},
    "rebound": {S.CLOSED: S.CLOSED},
    "clear_false": WORK | {state: state for state in (S.SUSPENDED, S.APPLIED, S.VERIFIED, S.CLOSED)},
    "reject": dict.fromkeys((S.RAISED, S.REPORTED, S.REGISTERED), S.UNFOUNDED),
    "merge": dict.fromkeys((S.REPORTED, S.REGISTERED, S.DISPATCHED, S.RECTIFYING), S.MERGED),
    "unmerge": {S.MERGED: ""},
    "correct": STAYS,
    "supplement": STAYS,
}
DONE: Counter[str] = Counter()
FAR = ("apply", "verify", "send_back", "close", "hold", "rebound", "merge")
RUNS = int(os.environ.get("MACHINE_RUNS", "40"))  # 500 by hand
# From 上报 alone chance hardly ever reaches a sign-off: a story may begin anywhere.
STARTS = st.lists(
    st.sampled_from([S.RAISED, S.REPORTED, S.RECTIFYING, S.APPLIED, S.VERIFIED, S.CLOSED]), min_size=2, max_size=3
)
STEPS = st.lists(st.tuples(*[st.integers(0, 9999)] * 4), min_size=8, max_size=24)


def test_every_verb_stands_here():
    # What a superior's list says is no person's act: tests/issues/test_close_by_list.py and those beside it.
    by_list = {verb for verb, row in TABLE.rows.items() if row.follows}
    assert set(LEGAL) == set(TABLE.rows) - {"report"} - by_list == set(ACTS)


class Run:
    """A few issues, and what the page above says of them."""

    def __init__(self, cast, states):
        self.cast = cast
        self.former = {}
        for state in states:
            build.AT[state](cast)

    def step(self, which, who, what, biased):
        issues = list(Issue.objects.order_by("pk"))
        issue = issues[which % len(issues)]
        # Mostly something that could be, by somebody who might: chance alone would hardly get beyond 登记.
        ahead = sorted(verb for verb, ways in LEGAL.items() if issue.state in ways)
        verbs = ahead if biased % 5 and ahead else sorted(LEGAL)
        verb = verbs[what % len(verbs)]
        member = ACTS[verb].who if biased % 4 else KEYS[who % len(KEYS)]
        self.take(issue, verb, Post.objects.select_related("user", "region", "department").get(pk=self.cast[member].pk))

    def take(self, issue, verb, post):
        before, steps, noted = issue.state, issue.transitions.count(), self.noted(issue, verb)
        may = bool(TABLE.allows(issue, verb, post))
        try:
            with transaction.atomic():
                ACTS[verb].run(issue, post, self.cast)
            done = True
        except (Refusal, ValidationError):
            done = False
        now = Issue.objects.get(pk=issue.pk)
        assert not done or may, (verb, post.role, before)
        assert now.transitions.count() == steps + done and self.noted(issue, verb) == noted + done
        wanted = LEGAL[verb].get(before) if done else before
        assert now.state == (wanted or self.former.get(issue.pk)), (verb, before)
        DONE[verb] += done
        if done and verb == "merge":
            self.former[issue.pk] = before

    @staticmethod
    def noted(issue, verb):
        return Entry.objects.filter(action=f"issue.{verb}", object_id=str(issue.pk)).count()

    def holds(self):
        """Queues are buttons, sums are rows, counts are what they count."""
        issues = list(Issue.objects.order_by("pk"))
        for key in ("clerk", "head", "handler", "town_handler", "town_chief", "village_chief", "patroller", "leader"):
            post = Post.objects.get(pk=self.cast[key].pk)
            seen = set(Issue.objects.visible_to(post).values_list("pk", flat=True))
            queue = set(TABLE.waiting_for(post, Issue.objects.all()).values_list("pk", flat=True))
            assert queue == {one.pk for one in issues if one.pk in seen and TABLE.next_for(one, post)}, key
        sums = dict(Issue.objects.order_by().values_list("state").annotate(Count("pk")))
        assert sum(sums.values()) == len(issues)
        assert Issue.objects.open().count() == sum(sums.get(state, 0) for state in OPEN_STATES)
        for one in issues:
            assert one.joined == Issue.objects.filter(merged_into=one).count()
            assert bool(one.co_names) == CoUnit.objects.filter(issue=one).exists()
            people = {one.applied_by_id} - {None}
            assert not people & {one.verified_by_id, one.closed_by_id, one.first_checked_by_id}


@pytest.mark.apart
@pytest.mark.django_db
def test_nothing_happens_but_what_is_written_here(cast):
    @settings(
        max_examples=RUNS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(STARTS, STEPS)
    def run(states, steps):
        with transaction.atomic():
            story = Run(cast, states)
            for each in steps:
                story.step(*each)
            story.holds()
            transaction.set_rollback(True)

    run()
    # Chance may have left out the end of the way, and the way back: each is gone at least once.
    for verb in FAR:
        with transaction.atomic():
            story = Run(cast, [next(iter(LEGAL[verb]))] * 2)
            story.take(Issue.objects.first(), verb, Post.objects.get(pk=cast[ACTS[verb].who].pk))
            story.holds()
            transaction.set_rollback(True)
    assert all(DONE[verb] for verb in FAR), DONE
