"""Every page of every role at four widths: no sideways scroll, no console error, nothing for axe to complain about.

A kind of page that two roles of one shell have shown is read by the others without being drawn: it must be there, and its links are followed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Page

from hezhang.core.accounts.choices import Role
from hezhang.portal.demo.cast import CAST, Member
from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3600)]  # the clerk alone has sixty kinds of pages
WIDTHS = [390, 768, 1366, 1920]
DEEPER = 2
ENOUGH = 2
# Colours are looked at where each shell is at home: they do not change with the width.
AT_HOME = {True: 390, False: 1366}  # by whether it is the phone's
NO_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"')
judged: set[tuple[str, str]] = set()
drawn: Counter[tuple[str, str]] = Counter()
# Opening these downloads a file or leaves the role.
NOT_PAGES = re.compile(
    r"export=|template=|form=(docx|pdf|png)|-paper/|/assessment/\d+/report/"
    r"|/sign-out/|/track/gpx/|/file/|/photos/|/lines/export/|/grid/workbook/"
)


def draw(page: Page, url: str) -> list[str]:
    """Open it in the browser; the links that stand there."""
    response = page.goto(url)
    assert response and response.status == 200, (url, response and response.status)
    return page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")


def read(page: Page, url: str) -> list[str]:
    """Only fetch it, as the same person; the links of its text."""
    response = page.request.get(url)
    assert response.status == 200, (url, response.status)
    return [unescape(link) for link in LINK.findall(response.text())]


def kind(url: str) -> str:
    """Pages that differ in their numbers or their query only are of one kind; so are the pages of one settings table."""
    path = re.sub(r"\d+(-\d+)*", "N", url.split("?")[0])
    return re.sub(r"/settings/[a-z_]+/N/", "/settings/T/N/", path)


def walk(page: Page, shell: str) -> Iterator[str]:
    """Read one page of each kind that this role reaches from its menu, two links deep; yields those that are drawn."""
    seen: set[str] = set()
    edge = ["/"]
    for _ in range(DEEPER + 1):
        following: list[str] = []
        for url in edge:
            here = (shell, kind(url))
            if kind(url) in seen:
                continue
            seen.add(kind(url))
            if drawn[here] >= ENOUGH and url != "/":  # every role's home is another
                following += read(page, url)
                continue
            drawn[here] += 1
            following += draw(page, url)
            yield url
        edge = [url.split("#")[0] for url in dict.fromkeys(following) if not NOT_PAGES.search(url)]
    assert len(seen) > 5


def complaints(page: Page, url: str) -> list[str]:
    """Where the page is wider than the window; and what axe says, once for each kind of page and shell: its rules look
    at parts, which roles share."""
    here = (page.evaluate("document.body.className"), kind(url))
    is_new, at_home, wrong = here not in judged, AT_HOME[here[0].startswith("phone-body")], []
    judged.add(here)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth") - width
        wrong += [f"{url} at {width}: {over} px too wide"] if over > 0 else []
        if is_new and width in AT_HOME.values():
            found = axe.faults(page, **NO_COLOURS) + (axe.faint(page) if width == at_home else [])
            wrong += [f"{url} at {width}: {fault}" for fault in found]
    return wrong


def in_company(member: Member) -> object:
    """Roles of one shell are tried by one worker, one after the other: so always by the same one's page axe is asked."""
    shell = "phone" if member.role in {Role.CHIEF, Role.PATROLLER} else "desk"
    return pytest.param(member.key, shell, marks=pytest.mark.xdist_group(f"crawl-{shell}"), id=member.key)


@pytest.mark.parametrize(("key", "shell"), [in_company(member) for member in CAST])
def test_every_page_of_every_role(as_member, key, shell):
    page = as_member(key, {"width": 1366, "height": 900})
    axe.prepare(page)
    assert [fault for url in walk(page, shell) for fault in complaints(page, url)] == []
