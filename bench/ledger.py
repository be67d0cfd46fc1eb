"""The ledger through its page at 20,000 and at 200,000 issues: what a page costs must not grow with the table."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import Row, bench
from issues.clocks.choices import NEVER, Severity, Track
from issues.ledger.choices import RUNNING_STATES, Source, State
from issues.ledger.models import Category, Issue
from tests.cast import Cast, build

SMALL, LARGE, TIMES, DEEP = 20_000, 200_000, 25, 25
URL = "/issues/"
NEXT = re.compile(r'href="([^"]*[?&;]after=[^"]*)"')
# Of twenty issues: one overdue, two running, one each in the office's hands, the rest signed off.
STATES = [State.RECTIFYING] * 2 + [State.DISPATCHED, State.REPORTED, State.APPLIED] + [State.CLOSED] * 15


@bench("ledger")
def ledger_pages() -> Iterator[Row]:
    call_command("load_defaults", verbosity=0)
    cast = build()
    _fill(cast, 0, SMALL)
    small = _measure(cast)
    _fill(cast, SMALL, LARGE)
    large = _measure(cast)
    for what, cost in large.items():
        yield Row(f"台账 20 万条：{what}", cost * 1000, small[what] * 1000, "2 万条", "ms", at_most=1.5)


def _measure(cast: Cast) -> dict[str, float]:
    """Best of several for each way of asking, in seconds: on a shared machine the best is the steadiest figure.

    Each way is asked once a round, so that a few seconds in which the machine is slow fall on all of them alike.
    The two sizes cannot be measured in turn, so on SQLite, which works inside our process, it is processor time.
    """
    clerk = client_of(cast.clerk)
    ways: dict[str, tuple[Client, str]] = {
        "首页": (clerk, URL),
        f"第 {DEEP} 页": (clerk, deep(clerk)),
        "超期": (clerk, f"{URL}?tab=overdue"),
        "待我办": (clerk, f"{URL}?tab=mine"),
        "全部": (clerk, f"{URL}?tab=all"),
        "按类别": (clerk, f"{URL}?category={Category.objects.first().pk}"),
        "按状态": (clerk, f"{URL}?tab=all&state=closed"),
        "按乡镇": (clerk, f"{URL}?town={cast.town2.pk}"),
        "按编号": (clerk, f"{URL}?tab=all&q=M02260101000777"),
        "村级河长": (client_of(cast.village_chief), URL),
        "责任单位": (client_of(cast.handler), URL),
    }
    rounds = [{what: cost_of(client, url) for what, (client, url) in ways.items()} for _ in range(TIMES)]
    return {what: min(costs[what] for costs in rounds) for what in ways}


def cost_of(client: Client, url: str) -> float:
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    answer = client.get(url)
    cost = clock() - start
    if answer.status_code != 200:
        raise RuntimeError(url)
    return cost


def deep(client: Client, url: str = f"{URL}?page_size=100") -> str:
    """The address of a page far down, reached as a person would: by 下一页."""
    for _ in range(DEEP - 1):
        url = unescape(NEXT.search(client.get(url).content.decode()).group(1))  # type: ignore[union-attr]
    return url


def client_of(post: Any) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(post.user, backend="hezhang.core.accounts.backends.NameOrPhoneBackend")
    return client


def _fill(cast: Cast, first: int, last: int) -> None:
    categories = list(Category.objects.all())
    for start in range(first, last, 5000):
        Issue.objects.bulk_create(issue(cast, categories, number) for number in range(start, min(start + 5000, last)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze issues_issue")  # as autovacuum does in the minutes after such a load


def _place(cast: Cast, percent: int) -> tuple[Any, Any]:
    """A village has one issue in a hundred, a town five; the rest lie elsewhere in the county."""
    if percent < 2:
        return (cast.village, cast.village_reach) if percent else (cast.village2, cast.village2_reach)
    return (cast.town2, None) if percent < 7 else (cast.county, cast.county_reach)


def issue(cast: Cast, categories: list[Category], number: int) -> Issue:
    at = timezone.make_aware(datetime(2026, 1, 1))  # noqa: DTZ001 - made aware here
    state = STATES[number % len(STATES)]
    region, reach = _place(cast, number // len(STATES) % 100)
    due = date(2026, 11, 10) + timedelta(days=number % 97)
    sent = state not in (State.REPORTED, State.REGISTERED)
    done = state in (State.APPLIED, State.CLOSED)
    closed = state == State.CLOSED
    return Issue(
        client_id=uuid4(), number=f"M02260101{number:06d}", source=Source.PATROL, region=region, reach=reach,
        river=cast.river, category=categories[number % len(categories)], text=f"第 {number} 处岸边堆放垃圾",
        severity=Severity.MINOR, track=Track.TERM, reporter=cast.village2_chief, chief=cast.village_chief,
        found_at=at + timedelta(minutes=number), state=state, state_since=at, is_open=not closed,
        due_on=due if sent else None, due_sort=due if state in RUNNING_STATES else NEVER,
        unit=(cast.bureau if number % 2 else cast.town_gov) if sent else None,
        dispatched_at=at + timedelta(days=300) if sent else None, measures="已清运" if done else "",
        applied_at=at + timedelta(days=301) if done else None, applied_by=cast.handler.user if done else None,
        opinion="已清理" if closed else "", verified_at=at + timedelta(days=302) if closed else None,
        verified_by=cast.village_chief.user if closed else None, closed_by=cast.head.user if closed else None,
        closed_at=at + timedelta(days=303) if closed else None,
    )  # fmt: skip
