"""Where one stands, compared on the phone with what it has: asked gently, answered with a tap, without signal too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.network import rows
from tests.browser.phones import until

pytestmark = pytest.mark.browser
PACKED = """async () => (await (await import("/static/js/parcels/keeping.js")).kept
  .get("pack:" + document.querySelector("meta[name=person]").content))?.pack || null"""
FAR = """async (place) => {
  const { encode } = await import("/static/js/map/world.js");
  return (await import("/static/js/walk/nearby.js")).metresTo(encode([[30, 120], [30, 120.01]]), place);  // 963 m to the east
}"""


@pytest.fixture
def page(as_member) -> Page:
    """The village chief, with leave to say where the phone is."""
    made = as_member("zhangcun", PHONE)
    made.context.grant_permissions(["geolocation"])
    made.goto("/patrols/start/")
    until(made, f"async () => Boolean(await ({PACKED})())")
    return made


def stand(page: Page, lat: float, lng: float, accuracy: float = 5) -> None:
    page.context.set_geolocation({"latitude": lat, "longitude": lng, "accuracy": accuracy})


def locate(page: Page, which: str) -> None:
    page.click(f'[data-place="{which}"] > [data-locate]')
    agree = page.locator("[data-agree]:visible")
    if agree.count():
        agree.click()
    expect(page.locator(f'[data-place="{which}"] [data-place-words]')).to_contain_text("已记录")


def test_metres_to_a_line(page):
    for place, metres in (
        ([30.0, 120.005], 0),
        ([30.009, 120.005], 1000.8),
        ([30.0, 120.02], 963),
        ([30.0, 119.99], 963),
    ):
        assert page.evaluate(FAR, place) == pytest.approx(metres, abs=2)


def test_far_from_the_reach_is_asked_and_a_thing_beside_is_linked_without_signal(page, site):
    pack = page.evaluate(PACKED)
    page.locator(".reach-card .btn").first.click()
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    reach = page.locator("[data-walk]").get_attribute("data-reach")
    key, name, lat, lng = pack["things"][0]
    page.context.set_offline(True)
    stand(page, lat + 0.03, lng)
    ask = page.locator('[data-place="start"] [data-place-ask]')
    locate(page, "start")
    expect(ask).to_contain_text("公里，位置对吗？")
    ask.get_by_text("对", exact=True).click()
    expect(ask).to_be_hidden()
    page.click("[data-act=find]")
    page.locator(".tile").first.click()
    stand(page, lat + 0.03, lng)
    locate(page, "finding")
    expect(page.locator('[data-place="finding"] [data-place-ask]')).to_be_visible()
    expect(page.locator("[data-things]")).to_be_hidden()
    stand(page, lat + 0.0002, lng)
    page.locator('[data-place="finding"] [data-place-ask] [data-locate]').click()
    chip = page.locator(f'[data-thing="{key}"]')
    expect(chip).to_contain_text(f"{name}（约 22 米）")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    page.wait_for_selector("[data-foot=finding] [data-act=keep]:enabled")
    page.click("[data-act=keep]")
    expect(ask).to_be_hidden()  # answered once
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    page.click("[data-foot=walking] [data-act=finish]")
    page.context.set_offline(False)
    page.wait_for_selector("[data-foot=summary] [data-act=submit]:enabled")
    page.click("[data-act=submit]")
    expect(page.locator(".receipt-words")).to_be_visible()
    column = {"asset": "asset_id", "board": "board_id"}[key.split(":")[0]]
    assert rows(site, f"select {column} from patrols_finding order by id desc limit 1") == [(int(key.split(":")[1]),)]
    assert rows(site, "select reach_id from patrols_patrol order by id desc limit 1") == [(int(reach),)]
