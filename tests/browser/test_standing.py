"""While one walks, the page says how the rules of the district stand: in the receipt's own sentences, by clock and track, offline too."""

from __future__ import annotations

import re
import sqlite3
from decimal import Decimal
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from hezhang.core.geo import polyline
from patrols.judgement.facts.packed import coarse
from patrols.norms.choices import PatrolKind
from patrols.norms.models import KindRule, Threshold
from patrols.norms.rules.counting import Measured, Walked, barring, standing
from patrols.tracks.rules import measure, share_walked
from patrols.walks.facts import ASKS_SAME, asks_of
from patrols.walks.services import Asked
from rivers.lines.models import SHOWN
from tests.browser.conftest import PHONE
from tests.browser.phones import until
from tests.browser.test_nearby import PACKED
from tests.patrols.tracks import made
from tests.patrols.tracks.made import Made, Spot

pytestmark = pytest.mark.browser
BASIS = "试用区河长办〔2026〕6 号"
THERE = (
    """async ([asks, kind, measured]) => (await import("/static/js/walk/rules.js")).standing(asks, kind, measured)"""
)
METRES = """async (points) => (await import("/static/js/walk/rules.js")).metresOf(points)"""
SHARE = """async ([points, line, within]) => (await import("/static/js/walk/share.js")).shareOf(points, line, within)"""
# As track.js keeps them: points along so much of the line of the reach that is open, a walker's pace apart; and the page looks again.
GONE = """async (part) => {
  const { user, reach } = document.querySelector("[data-asks]").dataset;
  const { drafts } = await import("/static/js/lib/store.js");
  const { eachPoint } = await import("/static/js/map/world.js");
  const { kept } = await import("/static/js/parcels/keeping.js");
  const line = [];
  const { pack } = await kept.get("pack:" + user);
  eachPoint(pack.reaches.find(({ id }) => String(id) === reach).line, (lat, lng) => line.push([lat, lng]));
  const apart = ([a, b], [c, d]) => Math.hypot(c - a, (d - b) * Math.cos(a * Math.PI / 180)) * 111195;
  const legs = line.slice(1).map((to, at) => apart(line[at], to));
  function at(gone) {
    let leg = 0;
    for (; leg < legs.length - 1 && gone > legs[leg]; leg += 1) gone -= legs[leg];
    return [0, 1].map((axis) => line[leg][axis] + (line[leg + 1][axis] - line[leg][axis]) * gone / legs[leg]);
  }
  const points = [];
  const whole = legs.reduce((sum, leg) => sum + leg, 0);
  for (let gone = 0; gone <= part * whole; gone += 15) points.push([1790000000000 + gone * 800, ...at(gone), 5]);
  const base = await new Promise((done) => { indexedDB.open("hz-track", 1).onsuccess = ({ target }) => done(target.result); });
  const task = base.transaction("points", "readwrite");
  task.objectStore("points").put(points, [user, drafts.get("walk", user, reach).client_id, 0]);
  await new Promise((done) => { task.oncomplete = done; });
  base.close();
  document.dispatchEvent(new Event("visibilitychange"));
}"""
ON_ITS_BANK = [(x + 12, y - 9) for x, y in made.curved(2000)]
# Its way there and back, its line, and within how many metres: what the server finds, the phone is to find about.
WALKS: list[tuple[Made, list[Spot], int]] = [
    (made.walked(made.straight(600), made.Phone(jitter=8)), made.straight(2000), 50),
    (made.walked(made.straight(2000), made.Phone(every=15, jitter=8)), made.straight(2000), 50),
    (made.with_gap(made.curved(2000), made.Phone(every=5, wander=6), 700, 1100), ON_ITS_BANK, 50),
    (made.walked(made.there_and_back(1000), made.Phone()), [(0, 0), (2000, 0)], 50),
    (made.walked(made.over_the_bridge(), made.Phone(every=2)), made.over_the_bridge(), 50),
    (made.walked([(500, -600), (500, 600)], made.Phone()), [(0, 0), (2000, 0)], 50),
    (made.walked([(0, 80), (2000, 80)], made.Phone()), [(0, 0), (2000, 0)], 50),
    (made.walked([(0, 80), (2000, 80)], made.Phone()), [(0, 0), (2000, 0)], 120),
    (made.with_teleports(made.straight(1000), made.Phone(every=2), {100: 3, 200: 1}), made.straight(2000), 50),
    (made.with_tunnel(made.straight(2000), made.Phone(every=2), 700, 1100), made.straight(2000), 50),
]
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


def test_about_how_far_and_how_much_of_the_reach_by_made_walks(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    for number, (walk, way, within) in enumerate(WALKS):
        line, track = made.PLANE.round(way), measure(walk.fixes)
        points = [[round((fix.at or 0) * 1000), fix.lat, fix.lng, fix.accuracy_m] for fix in walk.fixes]
        drawn = polyline.encode(line, SHOWN)
        here = share_walked(line, track.pieces, within)
        assert page.evaluate(SHARE, [points, coarse(drawn), within]) == pytest.approx(here, abs=0.03), number
        assert page.evaluate(METRES, points) == pytest.approx(walk.metres, rel=0.1), number
    assert page.evaluate(SHARE, [[], coarse(drawn), 50]) is None
    assert page.evaluate(SHARE, [points, "", 50]) is None


def test_a_phone_at_rest_has_gone_next_to_nowhere(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    for seed in range(3):
        fixes = made.at_rest(made.Phone(every=2, wander=6, seed=seed)).fixes
        points = [[round((fix.at or 0) * 1000), fix.lat, fix.lng, fix.accuracy_m] for fix in fixes]
        assert page.evaluate(METRES, points) < 200  # of an hour; the server, which sees all of it, says none


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


@pytest.fixture
def sharing(site):
    """The village chiefs' district asks for three fifths of the reach."""
    sql = "update patrols_threshold set is_on=?, share=?, basis=? where tier='village'"
    change(site, [(sql, (1, 60, BASIS))])
    yield
    change(site, [(sql, (0, 0, ""))])


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


def test_the_share_of_the_reach_grows_as_one_goes_without_signal(as_member, sharing):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    until(page, f"async () => Boolean(await ({PACKED})())")
    page.locator(".reach-card .btn").first.click()
    expect(lines(page)).to_have_text(["走过河段的比例按轨迹计算，要求 60%"])
    page.evaluate(GONE, 0)
    expect(lines(page)).to_have_text(["走过河段的 0%，要求 60%，还差 60%"])
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for part, words in (
        (0.5, r"走过河段的 (4[5-9]|5[0-2])%，要求 60%，还差 \d+%"),
        (0.7, r"走过河段的 (6[5-9]|7[0-2])%，达到要求的 60%"),
    ):
        page.evaluate(GONE, part)
        expect(lines(page)).to_have_text([re.compile(words)])
