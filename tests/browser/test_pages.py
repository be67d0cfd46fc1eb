"""Every page of every role at four widths: no sideways scroll, no console error, nothing for axe to complain about."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from hezhang.core.accounts.choices import Role
from hezhang.portal.demo.cast import CAST, Member

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3600)]  # the clerk alone has sixty kinds of pages
WIDTHS = [390, 768, 1366, 1920]
DEEPER = 2
judged: set[tuple[str, str]] = set()
# Opening these downloads a file or leaves the role.
NOT_PAGES = re.compile(
    r"export=|template=|form=(docx|pdf|png)|-paper/|/assessment/\d+/report/"
    r"|/sign-out/|/track/gpx/|/file/|/photos/|/lines/export/|/grid/workbook/"
)


def links(page: Page, where: str) -> list[str]:
    found = page.eval_on_selector_all(f"{where} a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [url for url in dict.fromkeys(each.split("#")[0] for each in found) if not NOT_PAGES.search(url)]


def kind(url: str) -> str:
    """Pages that differ in their numbers or their query only are of one kind; so are the pages of one settings table."""
    path = re.sub(r"\d+(-\d+)*", "N", url.split("?")[0])
    return re.sub(r"/settings/[a-z_]+/N/", "/settings/T/N/", path)


def walk(page: Page) -> Iterator[str]:
    """Open one page of each kind that this role reaches from its menu, two links deep."""
    seen: set[str] = set()
    edge = ["/"]
    for _ in range(DEEPER + 1):
        following: list[str] = []
        for url in edge:
            if kind(url) not in seen:
                seen.add(kind(url))
                response = page.goto(url)
                assert response and response.status == 200, (url, response and response.status)
                following += links(page, "body")
                yield url
        edge = following


def sideways(page: Page, url: str) -> list[str]:
    """Where the page is wider than the window."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth") - width
        wrong += [f"{url} at {width}: {over} px too wide"] if over > 0 else []
    return wrong


def complaints(page: Page, url: str) -> list[str]:
    """What axe says, once for each kind of page and shell: its rules look at parts, which roles share."""
    here = (page.evaluate("document.body.className"), kind(url))
    if here in judged:
        return []
    judged.add(here)
    wrong = []
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{url} at {width}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
    return wrong


def in_company(member: Member) -> object:
    """Roles of one shell are tried by one worker, one after the other: so always by the same one's page axe is asked."""
    shell = "phone" if member.role in {Role.CHIEF, Role.PATROLLER} else "desk"
    return pytest.param(member.key, marks=pytest.mark.xdist_group(f"crawl-{shell}"))


@pytest.mark.parametrize("key", [in_company(member) for member in CAST])
def test_every_page_of_every_role(as_member, key):
    page = as_member(key, {"width": 1366, "height": 900})
    wrong, count = [], 0
    for url in walk(page):
        wrong += sideways(page, url) + complaints(page, url)
        count += 1
    assert count > 5
    assert wrong == []
