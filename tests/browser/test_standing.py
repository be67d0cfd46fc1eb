"""While one walks, the page says how the rules of the district stand: in the receipt's own sentences, by clock and track, offline too."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from patrols.norms.choices import PatrolKind
from patrols.norms.models import KindRule, Threshold
from patrols.norms.rules.counting import Measured, Walked, barring, standing
from patrols.walks.facts import ASKS_SAME, asks_of
from patrols.walks.services import Asked
from tests.browser.conftest import PHONE
from tests.browser.phones import until
from tests.browser.test_nearby import PACKED

pytestmark = pytest.mark.browser
BASIS = "试用区河长办〔2026〕6 号"
THERE = (
    """async ([asks, kind, measured]) => (await import("/static/js/walk/rules.js")).standing(asks, kind, measured)"""
)
METRES = """async (points) => (await import("/static/js/walk/rules.js")).metresOf(points)"""
FIGURES = [(0, None, None, None), (19, 3.99, 994.9, 0.599), (20, 4, 1500, 0.6), (61, 100.2, 1495, 0.29), (5, 0.2, 0, 0)]


def asked() -> Asked:
    row = Threshold(tier="village", is_on=True, minutes=20, hours=4, km=Decimal("1.50"), share=60, basis=BASIS)
    return Asked(row, (KindRule(way="drone", village="not", basis=BASIS),))


def test_the_phone_and_the_receipt_say_the_same(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    rules = asked()
    asks = ASKS_SAME | asks_of(rules, "village", has_line=True, last=None)
    for kind, (minutes, hours, metres, share) in product(PatrolKind.values, FIGURES):
        track = None if metres is None else Walked(metres, share)
        barred = barring(list(rules.kinds), "village", kind, is_entered=False)
        here = standing(kind, Measured(minutes, hours, track), rules.threshold, barred, tells_kind=rules.tells_kind)
        measured = {"minutes": minutes, "hours": hours, "metres": metres, "share": share}
        there = page.evaluate(THERE, [asks, kind, measured])
        assert [(one["rule"], one["isMet"], one["words"]) for one in there] == [tuple(one) for one in here]


def test_about_how_far_it_went(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    steps = [[n * 10_000, 30 + n * 0.0001, 120, 5] for n in range(91)]  # 11 m in ten seconds, for a quarter of an hour
    assert page.evaluate(METRES, steps) == pytest.approx(1001, rel=0.02)
    still = [[n * 10_000, 30 + (n % 2) * 0.00003, 120, 8] for n in range(360)]
    assert page.evaluate(METRES, still) == 0
    assert page.evaluate(METRES, [*steps[:46], *[[at + 3_600_000, *rest] for at, *rest in steps[46:]]]) < 1000
    assert page.evaluate(METRES, []) is None


@pytest.fixture
def strict(site):
    """The village chiefs' district asks for twenty minutes, and counts no drones; a test's own change, taken back."""
    sqls = [
        ("update patrols_threshold set is_on=?, minutes=?, basis=? where tier='village'", (1, 20, BASIS), (0, 0, "")),
        ("update patrols_kindrule set village=?, basis=? where way='drone'", ("not", BASIS), ("counts", "")),
    ]
    change(site, [(sql, there) for sql, there, _ in sqls])
    yield
    change(site, [(sql, back) for sql, _, back in sqls])


def change(site, acts) -> None:
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///"), timeout=30) as base:
        for sql, values in acts:
            base.execute(sql, values)


def lines(page: Page):
    return page.locator("[data-standing]:visible li")


def test_it_stands_beneath_the_clock_and_follows_the_kind_without_signal(as_member, strict):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    until(page, f"async () => Boolean(await ({PACKED})())")
    page.locator(".reach-card .btn").first.click()
    expect(lines(page)).to_have_text(["日常巡河这种方式计入巡河次数", "已走 0 分钟，要求 20 分钟，还差 20 分钟"])
    page.wait_for_load_state("networkidle")  # a script that is on its way when the line is cut is told on the console
    page.context.set_offline(True)
    page.click("[data-act=finish]:visible:enabled")
    page.locator(".summary-more summary").click()
    page.select_option("[name=w-kind]", "drone")
    expect(lines(page)).to_have_text(["无人机巡河这种方式不计入巡河次数"])
    page.select_option("[name=w-kind]", "meeting")
    expect(lines(page)).to_have_text(["现场办公这种方式计入巡河次数"])


def test_where_nothing_is_asked_there_is_no_list(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    page.locator(".reach-card .btn").first.click()
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    expect(lines(page)).to_have_count(0)
