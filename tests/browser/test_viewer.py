"""A photo opens over the page: the others beside it, when and where beneath it, and every way out leads back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def _closed_problem(page):
    page.goto("/issues/?tab=all&state=closed")
    page.locator("main a[href^='/issues/'][href$='/']").filter(has_text="M0").first.click()
    page.wait_for_selector("[data-photo]")


def test_photos_open_over_the_page_and_close_again(as_member):
    page = as_member("hezhangban", PHONE)
    _closed_problem(page)
    link, address = page.locator("[data-photo]").first, page.url
    link.click()
    viewer = page.get_by_role("dialog", name="照片")
    expect(viewer.locator("img")).to_have_js_property("complete", True)
    expect(viewer.get_by_role("status")).to_contain_text("照片中没有拍摄时间")
    count = viewer.locator(".viewer-count").inner_text()
    assert count.startswith("1 / ")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator(".viewer-count")).to_have_text(count.replace("1 /", "2 /", 1))
    expect(viewer.get_by_role("button", name="上一张")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    assert page.url == address
    link.click()
    expect(viewer).to_be_visible()
    page.go_back()
    expect(viewer).to_have_count(0)
    assert page.url == address
    expect(link).to_be_focused()
