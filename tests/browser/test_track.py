"""The track on the phone: nothing before the consent, kept on the device, sent after the walk, dropped after the receipt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.network import rows

pytestmark = pytest.mark.browser

# Fifty readings, five seconds apart; the device's own geolocation is a stand-in, for it reads no faster than a person walks.
WALK = """async ([user, walk, agreed]) => {
  const { tracking, wishes } = await import("/static/js/walk/track.js");
  let asked = 0;
  const readings = Array.from({ length: 50 }, (_, n) => ({
    coords: { latitude: 30.2 + n * 6e-5, longitude: 120.1, accuracy: 5 }, timestamp: Date.now() - 300000 + n * 5000 }));
  Object.defineProperty(navigator, "geolocation", { configurable: true, value: {
    watchPosition: (read) => { asked += 1; readings.forEach(read); return 1; }, clearWatch: () => {} } });
  if (agreed) wishes.agree();
  const states = [];
  const track = tracking({ user, walk, changed: (state) => states.push({ ...state }) });
  const began = track.start();
  await track.end();
  return { began, asked, points: states.length ? states[states.length - 1].points : 0 };
}"""
SEND = """async ([user]) => (await import("/static/js/walk/track.js")).sendTracks(user, "/patrols/tracks/")"""


def walked(page: Page, walk: str, *, agreed: bool) -> dict:
    return page.evaluate(WALK, ["7", walk, agreed])


def test_nothing_is_read_before_the_consent(as_member):
    page = as_member("zhangcun", PHONE)
    assert walked(page, str(uuid4()), agreed=False) == {"began": False, "asked": 0, "points": 0}


def test_points_wait_on_the_device_until_the_server_has_them(as_member):
    page, walk = as_member("zhangcun", PHONE), str(uuid4())
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data or ""))
    assert walked(page, walk, agreed=True) == {"began": True, "asked": 1, "points": 50}
    page.reload()
    assert page.evaluate(SEND, ["8"]) == 0  # another person's phone book: nothing of this one goes
    assert sent == []
    page.route("**/patrols/tracks/", lambda route: route.fulfill(status=200, json={"client_id": "other", "chunk": 0}))
    assert page.evaluate(SEND, ["7"]) == 1  # another walk's receipt is none
    page.unroute("**/patrols/tracks/")
    assert page.evaluate(SEND, ["7"]) == 0
    assert sent[0] == sent[1] and sent[1].count("],[") == 49
    assert page.evaluate(SEND, ["7"]) == 0
    assert len(sent) == 2


QUEUED = """async ([id, more]) => (await import("/static/js/parcels/keeping.js")).parcels.put(
  { id, user: "7", kind: "walk", at: 1, draft: { photos: [] }, fields: [], ...more })"""
MOVE = """async ([walk, fresh]) => (await import("/static/js/walk/track.js")).moveTrack("7", walk, fresh)"""


def test_the_walk_goes_first_and_its_points_under_the_number_that_it_gets(as_member):
    page, walk, another = as_member("zhangcun", PHONE), str(uuid4()), str(uuid4())
    sent: list[dict] = []

    def take(route):
        told = json.loads(route.request.post_data)
        sent.append(told)
        route.fulfill(status=200, json={"client_id": told["client_id"], "chunk": told["chunk"]})

    page.route("**/patrols/tracks/", take)
    walked(page, walk, agreed=True)
    page.evaluate(QUEUED, [walk, {"state": "waiting", "next_at": 9e15}])
    assert page.evaluate(SEND, ["7"]) == 1
    assert sent == []
    page.evaluate(QUEUED, [walk, {"state": "sent", "sent_at": 9e15, "receipt": {"held": True, "another": another}}])
    assert page.evaluate(SEND, ["7"]) == 0
    assert [(told["client_id"], len(told["points"])) for told in sent] == [(another, 50)]


def test_a_walk_that_gets_a_new_number_takes_its_points_along(as_member):
    page, walk, fresh = as_member("zhangcun", PHONE), str(uuid4()), str(uuid4())
    sent: list[str] = []

    def lose(route):
        sent.append(route.request.post_data)
        route.fulfill(status=200, json={"client_id": "other", "chunk": 0})

    page.route("**/patrols/tracks/", lose)
    walked(page, walk, agreed=True)
    page.evaluate(MOVE, [walk, fresh])
    assert page.evaluate(SEND, ["7"]) == 1  # one walk, not two
    told = json.loads(sent[0])
    assert (told["client_id"], len(told["points"])) == (fresh, 50)
    page.evaluate("""async ([fresh]) => (await import("/static/js/walk/track.js")).dropTrack("7", fresh)""", [fresh])
    assert page.evaluate(SEND, ["7"]) == 0


@pytest.fixture
def district(site) -> Iterator[Callable[[str], None]]:
    """Has tracks as this test says, and afterwards as before."""
    before = rows(site, "select id, recording, basis from patrols_trackrule")

    def put(*each: tuple) -> None:
        with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
            base.executemany("update patrols_trackrule set recording = ?, basis = ? where id = ?", each)

    yield lambda recording: put(*[(recording, "澄江区巡河轨迹试行办法", one) for one, _, _ in before])
    put(*[(recording, basis, one) for one, recording, basis in before])


def test_a_district_that_takes_none_offers_none(as_member, district):
    district("off")
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    page.locator(".reach-card .btn").first.click()
    page.wait_for_selector("[data-act=find]")
    assert page.locator("[data-track]").count() == 0


def test_the_notice_comes_first_and_the_points_follow_the_walk(as_member, site, district):
    district("voluntary")
    page = as_member("zhangcun", PHONE)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.2, "longitude": 120.1, "accuracy": 8})
    page.goto("/patrols/start/")
    page.locator(".reach-card .btn").first.click()
    page.click("[data-track-do]")
    expect(page.locator("[data-track-words]")).to_have_text("不记录，可不用")
    page.click("[data-track-agree]")
    expect(page.locator("[data-track-words]")).to_contain_text("已记录 1 个点")
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    page.click("[data-foot=walking] [data-act=finish]")
    with page.expect_response("**/patrols/tracks/") as answer:
        page.click("[data-act=submit]")
    assert answer.value.status == 200
    expect(page.locator(".receipt-words")).to_be_visible()
    pk, walk = rows(site, "select id, replace(client_id, '-', '') from patrols_patrol order by id desc limit 1")[0]
    assert (walk,) in rows(site, "select replace(client_id, '-', '') from patrols_trackchunk")
    page.goto(f"/patrols/{pk}/")
    facts, beneath = page.locator("#track .facts").bounding_box(), page.locator("#track .facts + p").bounding_box()
    assert beneath["y"] - facts["y"] - facts["height"] >= 8  # words and buttons stand clear of the figures


def test_off_again_with_one_tap_and_the_walk_goes_on(as_member, district):
    district("voluntary")
    page = as_member("zhangcun", PHONE)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.2, "longitude": 120.1, "accuracy": 8})
    page.goto("/patrols/start/")
    page.locator(".reach-card .btn").first.click()
    page.click("[data-track-do]")
    page.click("[data-track-agree]")
    page.click("[data-track-do]")
    expect(page.locator("[data-track-words]")).to_have_text("不记录，可不用")
    page.reload()
    expect(page.locator("[data-track-words]")).to_have_text("不记录，可不用")
    page.wait_for_selector("[data-act=finish]:visible:enabled")
