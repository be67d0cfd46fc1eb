"""Every page of every role at four widths: no sideways scroll, no console error, nothing for axe to complain about."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from hezhang.portal.demo.cast import CAST

pytestmark = pytest.mark.browser
WIDTHS = [390, 768, 1366, 1920]
DEEPER = 2
# Opening these downloads a file or leaves the role.
NOT_PAGES = re.compile(r"export=|template=|/assessment/\d+/report/|/sign-out/|/file/|/photos/")


def links(page: Page, where: str) -> list[str]:
    found = page.eval_on_selector_all(f"{where} a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [url for url in dict.fromkeys(each.split("#")[0] for each in found) if not NOT_PAGES.search(url)]


def kind(url: str) -> str:
    """Pages that differ in their numbers or their query only are of one kind; so are the pages of one settings table."""
    path = re.sub(r"\d+(-\d+)*", "N", url.split("?")[0])
    return re.sub(r"/settings/[a-z_]+/N/", "/settings/T/N/", path)


def crawl(page: Page) -> list[str]:
    """One page of each kind that this role reaches from its menu, two links deep."""
    seen: dict[str, str] = {}
    edge = ["/"]
    for _ in range(DEEPER + 1):
        following: list[str] = []
        for url in edge:
            if kind(url) not in seen:
                seen[kind(url)] = url
                response = page.goto(url)
                assert response and response.status == 200, (url, response and response.status)
                following += links(page, "body")
        edge = following
    return list(seen.values())


def sideways(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") - width


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


@pytest.mark.parametrize("key", [member.key for member in CAST])
def test_every_page_of_every_role(as_member, key):
    page = as_member(key, {"width": 1366, "height": 900})
    wrong = []
    pages = crawl(page)
    for url in pages:
        page.goto(url)
        wrong += [f"{url} at {width}: {over} px too wide" for width in WIDTHS if (over := sideways(page, width)) > 0]
        for width in (390, 1366):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{url} at {width}: {each}" for each in complaints(page)]
    assert len(pages) > 5
    assert wrong == []
