"""Search in a real browser: from the keyboard alone at the desk, from the home's first line on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def faults(page) -> list[str]:
    return axe.faults(page)


def test_a_river_is_found_by_its_letters_from_the_keyboard(as_member):
    page = as_member("hezhangban")
    page.goto("/rivers/")
    river = page.locator("#list tbody a").first
    name = river.inner_text()
    page.keyboard.press("Control+k")
    box = page.locator("[data-search-box]")
    expect(box).to_be_focused()
    box.fill(name)
    hits = page.locator("[data-search-found] [data-hit]")
    expect(hits.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(hits.first).to_have_class(re.compile("is-at"))
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(hits.first).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)


def test_the_phones_line_opens_the_page_of_results(as_member):
    page = as_member("zhangzhen", PHONE)
    page.goto("/")
    page.locator("input[type=search]").first.fill("河")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator("main a").first).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_found_and_nonsense_are_told(as_member):
    page = as_member("hezhangban")
    page.goto("/rivers/")
    page.keyboard.press("Control+k")
    page.locator("[data-search-box]").fill("<b>没有这样的河</b>%_'\"")
    expect(page.get_by_role("status").filter(has_text="没有找到")).to_have_count(1)
    assert faults(page) == []
    page.goto("/search/?q=%00%25_'")
    expect(page.locator("main")).to_contain_text("多个词用空格隔开")
