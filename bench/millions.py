"""The ledger at two million problems beside itself at twenty thousand, and beside Django admin's change list on the same rows.

PostgreSQL only: it is what an office with so many runs. ``BENCH_MILLIONS=200000`` asks less of a small machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory, override_settings

from bench import Row, bench, seconds
from bench.ledger import URL, client_of, cost_of, deep
from bench.search import COMMON, PAIR, RARE_WORD, SOME
from bench.search import _fill as fill
from issues.ledger.models import Category, Issue
from tests.cast import Cast, build

SMALL, LARGE, TIMES = 20_000, int(os.environ.get("BENCH_MILLIONS", 2_000_000)), 9
NUMBER_DIGITS = 14
# What a copy does not take over from its original; the others are read from the model.
OWN = {
    "id": "id + %(step)s * copy",
    "client_id": "gen_random_uuid()",
    "number": f"'M' || lpad((id + %(step)s * copy)::text, {NUMBER_DIGITS}, '0')",
    "found_at": "found_at - copy * interval '1 hour'",
}
ADMIN_COLUMNS = ("number", "source", "region", "river", "category", "text", "severity", "state", "due_on", "unit")


@bench("millions")
def millions() -> Iterator[Row]:
    if connection.vendor != "postgresql":
        sys.stderr.write("  … asks for PostgreSQL, left out\n")
        return
    call_command("load_defaults", verbosity=0)
    cast = build()
    with override_settings(PAGES_PER_MINUTE=1_000_000):
        fill(cast, 0, SMALL)
        small = _measure(cast)
        _multiply(LARGE // SMALL)
        large, admin = _measure(cast), _admin(cast)
    for what, cost in large.items():
        yield Row(f"台账 {LARGE:,} 条：{what}", cost * 1000, small[what] * 1000, f"{SMALL:,} 条", "ms", at_most=1.5)
    for what, cost in admin.items():
        yield Row(f"台账 {LARGE:,} 条：{what}", large[what] * 1000, cost * 1000, "Django admin", "ms", at_most=1)


def _multiply(times: int) -> None:
    """Every row so many times, with its entry in the index of the search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM issues_issue")
        facts = {"step": cursor.fetchone()[0], "last": times - 1}
        columns = [field.column for field in Issue._meta.concrete_fields]
        picked = ", ".join(OWN.get(column, f'"{column}"') for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        for first in range(1, times, 10):  # in pieces, so that no statement holds a gigabyte
            some = facts | {"first": first, "last": min(first + 9, times - 1)}
            copies = "generate_series(%(first)s, %(last)s) AS copy WHERE {} <= %(step)s"
            issues = f"INSERT INTO issues_issue ({named}) SELECT {picked} FROM issues_issue, {copies.format('id')}"  # noqa: S608 - columns of our own
            cursor.execute(issues, some)
            entries = (
                f"SELECT kind, object_id + %(step)s * copy, text, words FROM search_entry, {copies.format('object_id')}"  # noqa: S608 - the same
            )
            cursor.execute(
                f"INSERT INTO search_entry (kind, object_id, text, words) {entries} AND kind = 'issue'", some
            )
        cursor.execute("vacuum analyze issues_issue, search_entry")  # as autovacuum does after such a load


def _measure(cast: Cast) -> dict[str, float]:
    """Best of several for each way of asking, in seconds; each is asked once a round."""
    clerk, chief, handler = client_of(cast.clerk), client_of(cast.town_chief), client_of(cast.handler)
    ways: dict[str, tuple[Any, str]] = {
        "首页": (clerk, URL),
        "全部": (clerk, f"{URL}?tab=all"),
        "深页": (clerk, deep(clerk)),
        "超期": (clerk, f"{URL}?tab=overdue"),
        "待我办": (clerk, f"{URL}?tab=mine"),
        "待我办（责任单位）": (handler, f"{URL}?tab=mine"),
        "待我办（镇级河长）": (chief, f"{URL}?tab=mine"),
        "责任单位": (handler, URL),
        "镇级河长": (chief, URL),
        "工作台": (clerk, "/"),
    }
    category, town = Category.objects.first(), cast.town2.pk
    filters = {
        "按类别": f"category={category.pk if category else ''}", "按状态": "tab=all&state=closed",
        "按乡镇": f"tab=all&town={town}", "按单位": f"tab=all&unit={cast.bureau.pk}",
        "按来源": "tab=all&source=patrol", "按程度": "tab=all&severity=minor",
        "按发现日期": "tab=all&found_min=2026-01-03&found_max=2026-01-05",
        "按编号": "tab=all&q=M02260101000777",
    }  # fmt: skip
    ways |= {what: (clerk, f"{URL}?{words}") for what, words in filters.items()}
    for what, word in {"常见词": COMMON, "较少见词": SOME, "罕见词": RARE_WORD, "两个词": PAIR}.items():
        ways[f"查找 {what}"] = (clerk, f"{URL}?tab=all&q={word}")
        ways[f"搜索 {what}"] = (clerk, f"/search/?q={word}")
    rounds = [{what: cost_of(client, url) for what, (client, url) in ways.items()} for _ in range(TIMES)]
    return {what: min(costs[what] for costs in rounds) for what in ways}


def _admin(cast: Cast) -> dict[str, float]:
    """The same rows as Django's own change list shows them: first page, one filter, one word."""
    asked = {"首页": "is_open__exact=1", "按状态": "state__exact=closed", "查找 较少见词": f"q={SOME}"}
    return {what: min(seconds(_change_list(cast, words)) for _ in range(3)) for what, words in asked.items()}


def _change_list(cast: Cast, words: str) -> Callable[[], object]:
    from django.contrib import admin

    class Changes(admin.ModelAdmin):
        list_display = ADMIN_COLUMNS
        list_filter = ("is_open", "state", "category")
        list_select_related = True
        search_fields = ("number", "text", "place")
        ordering = ("due_sort", "id")

        def has_view_permission(self, request: Any, obj: Any = None) -> bool:
            return True

    request = RequestFactory().get(f"/?{words}")
    request.user = cast.clerk.user
    shown = Changes(Issue, admin.AdminSite())
    return lambda: list(shown.get_changelist_instance(request).result_list)
