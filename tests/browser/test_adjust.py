"""在地图上调整 on the walk page: a map under a cross, without signal too; what the phone measured is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.network import rows
from tests.browser.phones import until
from tests.browser.test_nearby import PACKED, locate, stand

pytestmark = pytest.mark.browser


@pytest.fixture
def page(as_member) -> Page:
    """The village chief at a finding, with leave to say where the phone is, and without signal."""
    made = as_member("zhangcun", PHONE)
    made.context.grant_permissions(["geolocation"])
    made.goto("/patrols/start/")
    until(made, f"async () => Boolean(await ({PACKED})())")
    made.locator(".reach-card .btn").first.click()
    made.wait_for_selector("[data-act=finish]:visible:enabled")
    made.wait_for_load_state("networkidle")
    made.context.set_offline(True)
    made.click("[data-act=find]")
    made.locator(".tile").first.click()
    made.locator("label.chip", has_text="当场解决").click()
    return made


def hand_in(page: Page) -> None:
    page.wait_for_selector("[data-foot=finding] [data-act=keep]:enabled")
    page.click("[data-act=keep]")
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    page.click("[data-foot=walking] [data-act=finish]")
    page.context.set_offline(False)
    page.wait_for_selector("[data-foot=summary] [data-act=submit]:enabled")
    page.click("[data-act=submit]")
    expect(page.locator(".receipt-words")).to_be_visible()


LAST = "select is_placed, lat, lng, accuracy_m, phone_lat, phone_lng, phone_accuracy_m from patrols_finding order by id desc limit 1"


def test_dragged_to_the_north_without_signal_and_both_are_kept(page, site):
    stand(page, 30.2, 120.2, 40)
    locate(page, "finding")
    page.click("[data-adjust]")
    field = page.locator("[data-adjust-field]")
    expect(field).to_be_visible()
    box = field.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=4)
    page.mouse.up()
    expect(page.locator("[data-adjust-words]")).to_contain_text("离手机定位约 62 米")
    page.click("[data-adjust-take]")
    expect(page.locator('[data-place="finding"] [data-place-words]')).to_have_text(
        "已在地图上调整（手机定位 ±40 米，一并保存）"
    )
    hand_in(page)
    placed, lat, lng, accuracy, *phone = rows(site, LAST)[0]
    assert bool(placed) and accuracy is None and phone == [30.2, 120.2, 40.0]
    assert lat == pytest.approx(30.20056, abs=2e-5) and lng == pytest.approx(120.2, abs=1e-5)


def test_keys_move_back_closes_only_the_map_and_the_phone_s_place_comes_back(page, site):
    stand(page, 30.2, 120.2, 15)
    locate(page, "finding")
    page.click("[data-adjust]")
    expect(page.locator("[data-adjust-field]")).to_be_visible()
    page.locator("[data-adjust-field]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # nothing: only the button takes it
    page.go_back()
    expect(page.locator("[data-adjust-map]")).to_be_hidden()
    expect(page.locator("[data-describe]")).to_be_visible()
    expect(page.locator('[data-place="finding"] [data-place-words]')).to_have_text("已记录（±15 米）")
    page.click("[data-adjust]")
    expect(page.locator("[data-adjust-field]")).to_be_visible()
    page.locator("[data-adjust-field]").focus()
    page.keyboard.press("ArrowRight")
    page.click("[data-adjust-take]")
    page.click("[data-adjust]")
    page.click("[data-adjust-restore]")
    expect(page.locator('[data-place="finding"] [data-place-words]')).to_have_text("已记录（±15 米）")
    hand_in(page)
    assert [bool(rows(site, LAST)[0][0]), *rows(site, LAST)[0][1:5]] == [False, 30.2, 120.2, 15.0, None]
