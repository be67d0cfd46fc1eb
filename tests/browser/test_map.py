"""The map in a real browser: what it shows, what is chosen by finger and by key, and a line that is put right."""

import re

import pytest
from playwright.sync_api import Page, expect

from hezhang.core.geo.polyline import decode
from tests.browser import axe

pytestmark = pytest.mark.browser


def opened(page: Page, query: str = "") -> None:
    page.goto(f"/rivers/map/{query}")
    page.wait_for_selector("[data-map][data-drawn]")


def first_reach(page: Page) -> str:
    """The key of the first reach in the table beside the map."""
    return page.locator("[data-pick^=reach-]").first.get_attribute("data-pick").removeprefix("reach-")


def test_the_legend_folds_and_stays_as_it_was_left(as_member):
    page = as_member("hezhangban")
    opened(page)
    legend = page.locator(".map-legend")
    lines = legend.locator("details").first
    expect(lines).to_contain_text("劣Ⅴ类")
    expect(lines.locator("li").first).to_be_visible()
    # What the points mean is folded, until somebody opens it.
    assert legend.locator("details[open]").count() == 1
    lines.locator("summary").click()
    legend.locator("> summary").click()
    page.reload()
    page.wait_for_selector("[data-map][data-drawn]")
    assert legend.get_attribute("open") is None
    legend.locator("> summary").click()
    assert lines.get_attribute("open") is None


def test_it_shows_what_its_address_says_and_remembers_what_is_chosen(as_member):
    page = as_member("hezhangban")
    opened(page)
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("劣Ⅴ类")
    page.get_by_label("河段颜色").select_option(label="河长空缺")
    expect(legend).to_contain_text("从未任命")
    page.locator("[data-pick^=reach-]").first.click()
    told = page.locator("[data-map-panel] h2")
    expect(told).to_be_visible()
    expect(page.locator("[data-map-say]")).to_contain_text("已选中")
    expect(page).to_have_url(re.compile(r"by=vacancy.*pick=reach-\d+"))
    name = told.text_content()
    page.reload()
    expect(told).to_have_text(name)


def test_the_keyboard_chooses_what_the_pointer_does(as_member):
    page = as_member("hezhangban")
    opened(page)
    reach = first_reach(page)
    opened(page, f"?reach={reach}")
    told, canvas = page.locator("[data-map-panel] h2"), page.locator("[data-map]")
    expect(told).to_be_visible()
    canvas.focus()
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    # From farther away some line lies near the middle.
    for _ in range(3):
        before = page.url
        page.keyboard.press("-")
        expect(page).not_to_have_url(before)
    page.keyboard.press("Enter")
    expect(told).to_be_visible()
    expect(page.locator("[data-map-say]")).to_contain_text("已选中")
    assert axe.faults(page) == []


def test_a_line_is_put_right_and_saved(as_member):
    page = as_member("hezhangban")
    opened(page)
    reach = first_reach(page)
    opened(page, f"?reach={reach}")
    with page.expect_response(re.compile(r"/reaches/\d+/line/")) as stored:
        page.get_by_role("button", name="修改河线").click()
    before = stored.value.json()
    vertex = page.locator(".leaflet-vertex-icon:not(.leaflet-middle-icon)").nth(3)
    box = vertex.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 24, steps=4)
    page.mouse.up()
    page.locator("[data-map-tools]").get_by_role("button", name="保存").click()
    sure = page.locator("dialog.ask")
    expect(sure.or_(page.get_by_text("已保存。"))).to_be_visible()
    if sure.count():
        sure.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    expect(page.locator("[data-map-tools]")).to_have_count(0)
    now = page.request.get(f"/rivers/reaches/{reach}/line/").json()
    assert now["seen"] == before["seen"] + 1 and now["path"] != before["path"]


def test_a_point_goes_where_the_map_is_pressed_and_twice_is_once(as_member):
    page = as_member("hezhangban")
    opened(page, "?kinds=section")
    page.locator("[data-pick^=section-]").first.click()
    with page.expect_response(re.compile(r"/sections/\d+/move/")) as stored:
        page.get_by_role("button", name="移动位置").click()
    before = stored.value.json()
    page.locator("[data-map]").click(position={"x": 260, "y": 200})
    page.locator("[data-map-tools]").get_by_role("button", name="保存").dblclick()
    expect(page.get_by_text("已保存。")).to_be_visible()
    expect(page.locator("dialog.ask")).to_have_count(0)
    after = page.request.get(stored.value.url).json()
    assert (after["lat"], after["lng"]) != (before["lat"], before["lng"])


def test_where_a_line_is_split_is_chosen_on_the_map_and_nothing_happens_before_the_form(as_member):
    page = as_member("hezhangban")
    opened(page)
    reach = first_reach(page)
    path = decode(page.request.get(f"/rivers/reaches/{reach}/line/").json()["path"], 6)
    lat, lng = path[len(path) // 2]
    opened(page, f"?pick=reach-{reach}&at={lat},{lng},15")
    said = page.locator("[data-map-say]")
    page.get_by_role("button", name="在图上拆分").click()
    expect(page.locator("[data-map-tools], .map-tools")).to_contain_text("在河线上点")
    expect(said).to_contain_text("请在河线上选")
    page.locator("[data-map]").focus()
    page.keyboard.press("Escape")
    expect(said).to_contain_text("没有拆分")
    page.get_by_role("button", name="在图上拆分").click()
    expect(said).to_contain_text("请在河线上选")
    page.locator("[data-map]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/split/\?lat="))
    assert abs(float(page.get_by_label("拆分点纬度").input_value()) - lat) < 0.01
