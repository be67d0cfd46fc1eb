"""The deadlines of ``deadline_cases``: as a pure function, and as what happens to a problem at the services."""

from datetime import date, datetime

import pytest
from django.utils.timezone import make_aware

from hezhang.core.kernel.defaults import load as load_days
from hezhang.core.kernel.models import DayKind, Holiday
from hezhang.core.kernel.workdays import Calendar
from issues.clocks.choices import Severity, Track
from issues.clocks.rules.replay import Extension, Pause, Term, due_on
from issues.ledger import services
from issues.ledger.choices import Source
from issues.ledger.models import Category, Issue
from issues.ledger.rules import clock_of
from tests.issues import build
from tests.issues import deadline_cases as cases


def day(told):
    return date.fromisoformat(told) if told else None


def reckoned(given, length, extensions=(), pauses=(), *, calendar):
    term = Term(day(given), length) if isinstance(length, int) else Term(day(given), until=day(length))
    held = [Pause(day(ordered), day(lifted), "") for ordered, lifted in pauses]
    return due_on(term, [Extension(day(on), day(until)) for on, until in extensions], held, calendar=calendar)


@pytest.fixture
def shipped(db):
    load_days()
    return Calendar.load()


@pytest.mark.parametrize(("given", "length", "due", "why"), cases.TERMS)
def test_a_term(shipped, given, length, due, why):
    assert reckoned(given, length, calendar=shipped) == day(due), why


@pytest.mark.parametrize(("given", "length", "due", "why"), cases.TERMS_2027)
def test_a_term_once_the_next_year_is_known(shipped, given, length, due, why):
    told = dict.fromkeys(map(day, cases.OFF_2027), DayKind.OFF) | dict.fromkeys(
        map(day, cases.WORKED_2027), DayKind.WORK
    )
    assert reckoned(given, length, calendar=Calendar({**shipped.kinds, **told})) == day(due), why


@pytest.mark.parametrize(("given", "length", "pauses", "due", "why"), cases.SUSPENDED)
def test_a_pause(shipped, given, length, pauses, due, why):
    assert reckoned(given, length, (), pauses, calendar=shipped) == day(due), why


@pytest.mark.parametrize(("given", "length", "extensions", "pauses", "due", "why"), cases.EXTENDED)
def test_an_extension(shipped, given, length, extensions, pauses, due, why):
    assert reckoned(given, length, extensions, pauses, calendar=shipped) == day(due), why


def moment(told):
    return make_aware(datetime.fromisoformat(f"{told}T10:00"))


class Story:
    """One problem, and what the cast does with it on which day."""

    def __init__(self, cast, begins):
        self.cast, at = cast, moment(begins)
        self.issue = services.report(
            by=cast.village_chief, text="岸边堆放垃圾约三方", river=cast.river, region=cast.village, reach=cast.village_reach,
            source=Source.PATROL, at=at,
        )  # fmt: skip
        category = Category.objects.get(name="乱堆")
        services.register(self.issue, cast.clerk, category=category, severity=Severity.MINOR, track=Track.TERM, at=at)

    def take(self, told, verb, *more):
        if told == "due":
            stored = Issue.objects.get(pk=self.issue.pk)
            term, extensions, pauses = clock_of(stored)
            assert stored.due_on == day(verb) == due_on(term, extensions, pauses, calendar=Calendar.load())
            return
        cast, at = self.cast, moment(told)
        who = {"sign_for", "return", "apply", "ask_extension"}
        handler = cast.town_handler if self.issue.unit == cast.town_gov else cast.handler
        by = handler if verb in who else cast.head if verb == "close" else cast.clerk
        service = getattr(services, "return_" if verb == "return" else verb)
        service(self.issue, by, **self.supplied(verb, by, *more), at=at)
        if verb == "rebound":
            self.issue = Issue.objects.get(rebound_of=self.issue)

    def supplied(self, verb, by, until=None):
        photos = [build.photo(by)]
        return {
            "dispatch": {"unit": self.cast.bureau, "requirement": "清运"},
            "reassign": {
                "unit": self.cast.town_gov,
                "requirement": "清运",
                "due_on": day(until),
                "words": "属住建局职责",
            },
            "apply": {"measures": "已清运", "photos": photos},
            "verify": {"opinion": "干净", "photos": photos},
            "rebound": {"words": "又有垃圾", "photos": photos},
            "ask_extension": {"until": day(until), "words": "雨天"},
            "grant_extension": {"until": day(until)},
            "sign_for": {},
            "close": {},
            "resume": {},
        }.get(verb, {"words": "情况属实"})


@pytest.mark.story_until("2026-10-09")
@pytest.mark.parametrize("name", cases.STORIES)
def test_a_story(cast, name):
    told = cases.STORIES[name]
    story = Story(cast, told[0][0])
    for each in told:
        story.take(*each)


def test_enough_of_them():
    counted = [cases.TERMS, cases.TERMS_2027, cases.SUSPENDED, cases.EXTENDED, cases.STORIES]
    assert sum(map(len, counted)) >= 80


def test_the_shipped_table_is_the_one_reckoned_with(shipped):
    assert Holiday.objects.filter(day__year=2027).count() == 0
    assert [shipped.is_workday(day(told)) for told in ("2025-01-26", "2026-02-14", "2026-10-10")] == [True] * 3
