"""A quarter of 2,000 towns, 30,000 patrols and 10,000 issues, beside hand-written SQL.

Figures against SQL that gets the same figures; figures with all their worded rows against SQL that selects those rows.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection

from assessment.figures.facts import Told, figure_of
from assessment.rounds import services
from assessment.rounds.models import Round, Subject
from assessment.rounds.services.computing import Facts, gather, quarter_of
from assessment.schemes.models import Indicator, Scheme
from bench import Row, bench, interleaved, seconds
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.kernel.periods import SHANGHAI, periods_between
from issues.clocks.choices import NEVER
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.walks.models import Patrol
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River

TOWNS, PATROLS, ISSUES, TIMES = 2_000, 30_000, 10_000, 5
LONGEST = 1.5
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
AT = datetime(2026, 10, 8, 9, tzinfo=SHANGHAI)
CODES = ("patrol_rate", "on_time_rate", "close_rate", "late_issues")
Numbers = dict[tuple[str, str], tuple[int, int]]


@bench("scoring")
def scoring() -> Iterator[Row]:
    call_command("load_defaults", verbosity=0)
    round_ = _fill()
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # as autovacuum would have done; without it PostgreSQL plans blindly
    indicators = list(Indicator.objects.filter(scheme=round_.scheme, code__in=CODES))
    _agree(round_, indicators)
    gc.collect()
    gc.freeze()  # what was built above is no part of either side's work
    fast, limit = interleaved(
        lambda: _cost(lambda: _numbers(indicators, _facts(round_, indicators))), lambda: _cost(_sql), TIMES
    )
    yield Row("考核 2,000 乡镇：取数", fast, limit, "手写 SQL，同样的数", "s", at_most=3)
    fast, limit = interleaved(lambda: _cost(lambda: _told(_facts(round_, indicators))), lambda: _cost(_sql_rows), TIMES)
    yield Row("考核 2,000 乡镇：取数并写出每条依据", fast, limit, "手写 SQL，取出同样的行", "s", at_most=3)
    # The first computation writes 80,000 rows, the second finds them as they should be.
    for what in ("首次计算并存库", "重算，数据未变"):
        whole = _cost(lambda: services.compute(round_, by=None, at=AT))
        yield Row(f"考核 2,000 乡镇：{what}", whole, LONGEST, "规定的最长时间", "s", at_most=1)


def _agree(round_: Round, indicators: list[Indicator]) -> None:
    """Both sides must come to the same numbers, and list the same rows."""
    facts = _facts(round_, indicators)
    if _numbers(indicators, facts) != _sql():
        raise RuntimeError("ours and SQL disagree")
    walks, issues = _sql_rows()
    by_code = {one.code: [fact for rows in facts[one.pk].values() for fact in rows] for one in indicators}
    owed = sum(int(fact.counts_of) for fact in by_code["patrol_rate"])
    listed = {fact.tell().label.split()[0] for fact in by_code["close_rate"]}
    if owed != len(walks) or listed != {row[0] for row in issues} or len(by_code["on_time_rate"]) != len(issues):
        raise RuntimeError("ours and SQL list other rows")


def _cost(work: Callable[[], object]) -> float:
    """Seconds of the processor; where the database is a process of its own, seconds on the clock."""
    if connection.vendor != "sqlite":
        return seconds(work)
    start = time.process_time()
    work()
    return time.process_time() - start


def _facts(round_: Round, indicators: list[Indicator]) -> Facts:
    return gather(round_, quarter_of(round_, round_.subjects.values_list("region_id", flat=True), AT), indicators)


def _told(facts: Facts) -> list[Told]:
    """Every row behind every figure, in words."""
    return [fact.tell() for towns in facts.values() for rows in towns.values() for fact in rows]


def _numbers(indicators: list[Indicator], facts: Facts) -> Numbers:
    found: Numbers = {}
    for one in indicators:
        for town, rows in facts[one.pk].items():
            figure = figure_of(rows)
            if figure.numerator or figure.denominator:
                found[one.code, town] = (int(figure.numerator), int(figure.denominator))
    return found


# ── The limit: two statements ───────────────────────────────────────────────────────────────────
PATROL_SQL = """
with periods(n, first, last, lo, hi) as (values {values}),
walked as (
  select pa.post_id, p.n, count(*) c from patrols_patrol pa
  join periods p on pa.started_at >= p.lo and pa.started_at < p.hi
  where pa.counting = 'counts' group by pa.post_id, p.n),
owed as (
  select distinct t.post_id, p.n from rivers_tenure t
  join periods p on t.starts_on <= p.first and (t.ends_on is null or t.ends_on >= p.last)
  where t.kind = 'responsible')
select po.region_id, sum(case when coalesce(w.c, 0) >= 1 then 1 else 0 end), count(*) from owed o
join accounts_post po on po.id = o.post_id
left join walked w on w.post_id = o.post_id and w.n = o.n
where po.region_id between '880000000000' and '889999999999' group by po.region_id
"""
ISSUE_SQL = """
select region_id, count(*), sum(in_time), sum(closed) from (
  select region_id,
    case when state in ('applied', 'verified', 'closed') and {applied} <= due_on then 1 else 0 end in_time,
    case when closed_at is not null then 1 else 0 end closed
  from issues_issue where due_on between %s and %s and state <> 'unfounded'
    and region_id between '880000000000' and '889999999999') x group by region_id
"""

WALK_ROWS_SQL = PATROL_SQL.partition("select po.region_id")[0] + (  # noqa: S608 - constants
    "select po.region_id, r.name, u.name, po.id, o.n, coalesce(w.c, 0) from owed o "
    "join accounts_post po on po.id = o.post_id join accounts_user u on u.id = po.user_id "
    "join accounts_region r on r.code = po.region_id "
    "left join walked w on w.post_id = o.post_id and w.n = o.n "
    "where po.region_id between '880000000000' and '889999999999' order by po.region_id, po.id, o.n"
)
ISSUE_ROWS_SQL = """
select number, text, region_id, id, due_on, state, applied_at, closed_at from issues_issue
where due_on between %s and %s and state <> 'unfounded' and region_id between '880000000000' and '889999999999'
order by due_on, id
"""


def _sql_rows() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Each period owed with its chief and town, each issue: what the words of the rows are made of."""
    with connection.cursor() as cursor:
        cursor.execute(_patrol_sql(WALK_ROWS_SQL))
        walks = cursor.fetchall()
        cursor.execute(ISSUE_ROWS_SQL, [FIRST, LAST])
        return walks, cursor.fetchall()


def _sql() -> Numbers:
    found: Numbers = {}
    with connection.cursor() as cursor:
        cursor.execute(_patrol_sql())
        for town, met, due in cursor.fetchall():
            found["patrol_rate", town] = (met, due)
        local = "date(applied_at, '+8 hours')"
        if connection.vendor == "postgresql":
            local = "(applied_at at time zone 'Asia/Shanghai')::date"
        cursor.execute(ISSUE_SQL.format(applied=local), [FIRST, LAST])
        for town, due, in_time, closed in cursor.fetchall():
            found["on_time_rate", town], found["close_rate", town] = (in_time, due), (closed, due)
            if due > in_time:
                found["late_issues", town] = (due - in_time, 0)
    return found


def _patrol_sql(statement: str = PATROL_SQL) -> str:
    cast = ("timestamptz ", "date ") if connection.vendor == "postgresql" else ("", "")
    lines = []
    for number, period in enumerate(periods_between("ten_days", FIRST, LAST)):
        low, high = (
            f"{cast[0]}'{edge.astimezone(UTC):%Y-%m-%d %H:%M:%S}{'+00' if cast[0] else ''}'" for edge in period.bounds()
        )
        lines.append(f"({number}, {cast[1]}'{period.start}', {cast[1]}'{period.end}', {low}, {high})")
    return statement.format(values=", ".join(lines))


# ── The ground ──────────────────────────────────────────────────────────────────────────────────
def _fill() -> Round:
    city = Region.objects.create(code="880000000000", name="样本市", tier="city")
    counties = [Region(code=f"8800{n:02d}000000", name=f"样本{n}区", tier="county", parent=city) for n in range(1, 5)]
    Region.objects.bulk_create(counties)
    towns = [
        Region(
            code=f"8800{n // 500 + 1:02d}{n % 500 + 100}000", name=f"样本{n}镇", tier="town", parent=counties[n // 500]
        )
        for n in range(TOWNS)
    ]
    Region.objects.bulk_create(towns)
    river = River.objects.create(name="样本河", code="BENCH-R", region=city)
    chiefs = _chiefs(towns)
    reaches = Reach.objects.bulk_create(
        Reach(river=river, tier="town", region=town, code=f"BENCH-{town.pk}", name=town.name) for town in towns
    )
    since = date(2024, 1, 1)
    Tenure.objects.bulk_create(
        Tenure(post=post, reach=reach, starts_on=since) for post, reach in zip(chiefs, reaches, strict=True)
    )
    _patrols(chiefs, reaches)
    _issues(chiefs, reaches)
    round_ = Round.objects.create(scheme=Scheme.objects.get(region=None), region=city, starts_on=FIRST, ends_on=LAST)
    Subject.objects.bulk_create(Subject(round=round_, region=town) for town in towns)
    return round_


def _chiefs(towns: list[Region]) -> list[Post]:
    users = User.objects.bulk_create(User(username=f"bench-{town.pk}", name=town.name, password="!") for town in towns)  # noqa: S106 - opens nothing
    return Post.objects.bulk_create(
        Post(user=user, role=Role.CHIEF, region=town, starts_on=date(2024, 1, 1))
        for user, town in zip(users, towns, strict=True)
    )


def _moment(number: int, span: int) -> datetime:
    """Spread over the quarter without a pattern."""
    return datetime(2026, 7, 1, 8, tzinfo=SHANGHAI) + timedelta(minutes=(number * 7919) % (span * 24 * 60))


def _patrols(chiefs: list[Post], reaches: list[Reach]) -> None:
    rows = []
    for number in range(PATROLS):
        post, reach, start = chiefs[number % TOWNS], reaches[number % TOWNS], _moment(number, 91)
        rows.append(
            Patrol(
                client_id=uuid4(), content_hash="x", post=post, user_id=post.user_id, reach=reach, river_id=reach.river_id,
                region_id=reach.region_id, tier="town", started_at=start, ended_at=start + timedelta(minutes=30),
                submitted_at=start + timedelta(minutes=31),
            )
        )  # fmt: skip
    Patrol.objects.bulk_create(rows, 2000)


def _issues(chiefs: list[Post], reaches: list[Reach]) -> None:
    unit = Department.objects.create(name="样本单位", region=chiefs[0].region)
    rows = [_issue(number, chiefs, reaches[number % TOWNS], unit) for number in range(ISSUES)]
    Issue.objects.bulk_create(rows, 2000)


def _issue(number: int, chiefs: list[Post], reach: Reach, unit: Department) -> Issue:
    due = _moment(number, 91)
    done = due + timedelta(days=number % 7 - 5) if number % 10 else None
    closed = done + timedelta(days=2) if done and number % 3 else None
    fields: dict[str, Any] = {}
    if done:
        fields |= {"applied_at": done, "applied_by_id": chiefs[0].user_id, "measures": "已清理"}
    if closed:
        fields |= {"verified_at": closed, "verified_by_id": chiefs[1].user_id, "opinion": "属实"}
        fields |= {"closed_at": closed, "closed_by_id": chiefs[2].user_id}
    return Issue(
        number=f"BENCH{number:06d}", source="covert", region_id=reach.region_id, river_id=reach.river_id, reach=reach,
        text="岸坡堆放垃圾", found_at=due - timedelta(days=30), state_since=due, is_open=not closed, due_sort=NEVER,
        state=State.CLOSED if closed else State.APPLIED if done else State.RECTIFYING, unit=unit,
        dispatched_at=due - timedelta(days=29), due_on=due.date(), **fields,
    )  # fmt: skip
