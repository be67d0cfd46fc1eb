"""The sizes of screens, the browser's manners, and the way in by the form."""

from __future__ import annotations

import shutil

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# Where there is Debian's Chromium without a window it is taken: the same pages, and an eighth less to compute.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def sign_in(page: Page, key: str) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("input[name=username]", key)
    page.fill("input[name=password]", "Qingshan-Baiyun-26")
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
