"""Two at once, on PostgreSQL: one result set, and nothing computed from stale facts."""

import threading
import time
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from assessment.rounds import services
from assessment.rounds.models import ManualEntry, Round, Score, ScoreRow, Subject
from assessment.rounds.services.computing import reckon
from assessment.schemes.models import Indicator
from hezhang.core.workflow.engine import lock
from hezhang.core.workflow.errors import SomebodyWasFaster
from tests.assessment import build

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.story_until("2026-10-08")]
PATIENCE = 20


@pytest.fixture
def round_(cast) -> Round:
    build.issue(cast, date(2026, 8, 10))
    return build.computed(cast)


def in_thread(act) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until_somebody_waits() -> None:
    """Until another session of this database is blocked by a lock."""
    blocked = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    for _ in range(PATIENCE * 50):
        with connection.cursor() as cursor:
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(blocked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")


def test_two_computations_give_one_result_set(cast, round_):
    before = ScoreRow.objects.count()
    threads = [in_thread(lambda: services.compute(round_, by=None, at=build.AFTER)) for _ in range(2)]
    for thread in threads:
        thread.join(PATIENCE)
    assert ScoreRow.objects.count() == before
    assert Score.objects.count() == 44 and services.digest_of(round_)


def entered_meanwhile(cast, round_, act) -> Decimal:
    """An entry is written while ``act`` computes; returns what the finished computation counts of it."""
    indicator = Indicator.objects.get(code="check_major")
    with transaction.atomic():
        lock(round_)
        list(Subject.objects.select_for_update().filter(round=round_))
        thread = in_thread(act)
        wait_until_somebody_waits()
        ManualEntry.objects.create(
            round=round_, region=cast.town, indicator=indicator, day=date(2026, 8, 5), reason="暗访", times=1,
            entered_by=cast.clerk, entered_at=build.AFTER,
        )  # fmt: skip
    thread.join(PATIENCE)
    return build.score_of(round_, cast.town, "check_major").numerator


def test_a_computation_waits_for_who_came_first(cast, round_):
    assert entered_meanwhile(cast, round_, lambda: services.compute(round_, by=None, at=build.AFTER)) == 1


def test_the_control_without_the_lock_loses_the_entry(cast, round_):
    def unguarded() -> None:
        with transaction.atomic():
            seen = Round.objects.get(pk=round_.pk)
            Round.objects.filter(pk=round_.pk).update(**reckon(seen, build.AFTER))

    assert entered_meanwhile(cast, round_, unguarded) == 0


def test_freezing_while_it_computes_seals_what_is_stored(cast, round_):
    threads = [
        in_thread(lambda: services.freeze(round_, by=cast.head, at=build.AFTER)),
        in_thread(lambda: refused_or_done(round_)),
    ]
    for thread in threads:
        thread.join(PATIENCE)
    assert services.verify_digest(Round.objects.get(pk=round_.pk))


def refused_or_done(round_) -> None:
    with suppress(SomebodyWasFaster):
        services.compute(Round.objects.get(pk=round_.pk), by=None, at=build.AFTER)
