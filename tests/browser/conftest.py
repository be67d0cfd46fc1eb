"""A real browser (the system's Chromium) against a real server with the demonstration's district."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.browser.server import served

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
expect.set_options(timeout=60_000)  # two browsers, two servers and two workers share the cores, which may be slow
# What htmx says of a question that was cut off because the person went on; of one that failed it says htmx:sendError as well.
WENT_ON = ("htmx:sendAbort", "htmx:afterRequest")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True)
class Site:
    url: str
    env: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as (url, env):
        yield Site(url, env)


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(play: Playwright) -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("浏览器测试需要 Chromium：apt-get install chromium fonts-noto-cjk")
    launched = play.chromium.launch(executable_path=chromium, args=QUIET)
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


def sign_in(page: Page, key: str) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("input[name=username]", key)
    page.fill("input[name=password]", "Qingshan-Baiyun-26")
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
