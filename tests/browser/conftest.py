"""A real browser (the system's Chromium) against a real server with the demonstration's district."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.browser.entering import CHROMIUM, DESK, PHONE, QUIET, sign_in
from tests.browser.line import Wire
from tests.browser.phones import Phone
from tests.browser.server import served

__all__ = ["DESK", "PHONE", "Site", "sign_in"]
expect.set_options(timeout=60_000)  # two browsers, two servers and two workers share the cores, which may be slow
# What htmx says of a question that was cut off because the person went on; of one that failed it says htmx:sendError as well.
# What the browser says when the line is cut while it looks for a newer service worker; of one that is not there it says 404.
WENT_ON = ("htmx:sendAbort", "htmx:afterRequest", "An unknown error occurred when fetching the script.")


@dataclass(frozen=True)
class Site:
    url: str
    env: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with served(tmp_path_factory.mktemp("site"), shared) as (url, env):
        yield Site(url, env)


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(play: Playwright) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("浏览器测试需要 Chromium：apt-get install chromium fonts-noto-cjk")
    launched = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield launched
    launched.close()


@pytest.fixture
def as_member(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Sign in through the form as a member of the cast; console errors and failed requests fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def _enter(key: str, size: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site.url)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: is_fault(message) and complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        sign_in(page, key)
        return page

    yield _enter
    for context in contexts:
        context.close()
    assert complaints == []


def is_fault(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.text.startswith(WENT_ON)


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    made = Wire(int(site.url.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def phone(play: Playwright, wire: Wire, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """The village chief's phone behind a line of its own; ``workers="block"``: where there is no service worker (WeChat on iOS)."""
    opened: list[Phone] = []

    def _phone(workers: str = "allow", key: str = "zhangcun") -> Phone:
        made = Phone(play, tmp_path / f"phone{len(opened)}", wire.url, workers=workers)
        opened.append(made)
        made.enter(key)
        return made

    yield _phone
    for each in opened:
        each.close()
