"""Words among 20,000 and 200,000 problems: the page 搜索 and the ledger's ``q``. What a page costs must not grow with the table."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from bench import Row, bench
from bench.ledger import client_of, cost_of, deep, issue
from issues.ledger.models import Category, Issue
from tests.cast import Cast, build

SMALL, LARGE, TIMES = 20_000, 200_000, 9
# A word of every second problem, of one in two hundred, of ten in all; and two that never stand together.
COMMON, SOME, RARE_WORD, PAIR = "堆放垃圾", "采砂船", "鸭棚", "堆放垃圾 采砂船"


@bench("search")
def search_pages() -> Iterator[Row]:
    call_command("load_defaults", verbosity=0)
    cast = build()
    with override_settings(PAGES_PER_MINUTE=1_000_000):
        _fill(cast, 0, SMALL)
        small = _measure(cast)
        _fill(cast, SMALL, LARGE)
        large = _measure(cast)
    for what, cost in large.items():
        yield Row(f"搜索 20 万条：{what}", cost * 1000, small[what] * 1000, "2 万条", "ms", at_most=1.5)


def _measure(cast: Cast) -> dict[str, float]:
    clerk, chief = client_of(cast.clerk), client_of(cast.town_chief)
    asked = {
        "常见词": COMMON,
        "较少见词": SOME,
        "罕见词": RARE_WORD,
        "两个词": PAIR,
        "编号": "000777",
        "没有的词": "没有这个",
    }
    ways: dict[str, tuple[Client, str]] = {}
    for what, word in asked.items():
        ways[f"全局 {what}"] = (clerk, f"/search/?q={word}")
        ways[f"全局 {what}（镇）"] = (chief, f"/search/?q={word}")
        ways[f"台账 {what}"] = (clerk, f"/issues/?tab=all&q={word}")
        ways[f"台账 {what}（镇）"] = (chief, f"/issues/?tab=all&q={word}")
    ways["台账 常见词深页"] = (clerk, deep(clerk, f"/issues/?tab=all&page_size=100&q={COMMON}"))
    rounds = [{what: cost_of(client, url) for what, (client, url) in ways.items()} for _ in range(TIMES)]
    return {what: min(costs[what] for costs in rounds) for what in ways}


def _fill(cast: Cast, first: int, last: int) -> None:
    categories = list(Category.objects.all())
    for start in range(first, last, 5000):
        Issue.objects.bulk_create(
            _worded(issue(cast, categories, number), number) for number in range(start, min(start + 5000, last))
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze issues_issue, search_entry")  # as autovacuum does after such a load


def _worded(row: Issue, number: int) -> Issue:
    """Every second one of rubbish, the others of what the district's ledgers are full of."""
    others = ["河岸种菜毁坏绿化", "生活污水直排入河", "水面漂浮水葫芦成片", "护栏破损警示牌缺失", "违章搭建侵占河道"]
    row.text = f"第 {number} 处岸边堆放垃圾" if number % 2 else f"{others[number // 2 % 5]}约 {number % 97} 米"
    if number % 200 == 0:
        row.text = f"{row.text}，附近停有采砂船"
    if number % 2000 == 1 and number < SMALL:
        row.text = f"{row.text}，旁有鸭棚"
    return row
