"""The homes of a river and a reach at every width: each tab is whole, axe has nothing to say, and the open tab is in view."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_pages import complaints

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
IN_VIEW = """() => {
  const [bar, tab] = ['.home-tabs', '.home-tabs [aria-current]'].map((one) => document.querySelector(one).getBoundingClientRect());
  return tab.left >= bar.left - 1 && tab.right <= bar.right + 1 && tab.height;
}"""


def homes(page) -> list[str]:
    """A river of whoever asks, and a reach of it."""
    page.goto("/rivers/")
    found = page.eval_on_selector_all("main a[href^='/rivers/']", "all => all.map(one => one.getAttribute('href'))")
    river = next(url for url in found if re.fullmatch(r"/rivers/\d+/", url))
    page.goto(f"{river}reaches/")
    return [river, page.locator(".reach-tree a[href^='/rivers/reaches/']").last.get_attribute("href")]


@pytest.mark.parametrize("key", ["hezhangban", "zhangcun", "shuiliju"])
def test_every_tab_of_both_homes(as_member, key):
    page = as_member(key, {"width": 1366, "height": 900})
    wrong, seen = [], 0
    for home in homes(page):
        page.goto(home)
        tabs = page.eval_on_selector_all(".home-tabs a", "all => all.map(one => one.getAttribute('href'))")
        for url in tabs:
            response = page.goto(url)
            assert response and response.status == 200, url
            wrong += complaints(page, url)
            page.set_viewport_size({"width": 390, "height": 844})
            page.reload()
            page.wait_for_function(IN_VIEW)  # it is scrolled there; else this runs into its limit at this url
            seen += 1
    assert wrong == []
    assert seen >= 12
