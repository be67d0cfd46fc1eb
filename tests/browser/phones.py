"""A phone whose browser keeps its files on disk, so that it can be killed and opened again; and what lies on it."""

from __future__ import annotations

import inspect
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random

from PIL import Image
from playwright.sync_api import Error, Page, Playwright, expect

from tests.browser.entering import CHROMIUM, PHONE, QUIET, sign_in

# The pause against double taps (walk.js, ARMING) is tried in test_phone_trouble.py; here it would be a minute of waiting.
HASTE = (
    "const wait = window.setTimeout; window.setTimeout = (act, ms, ...more) => wait(act, ms === 500 ? 5 : ms, ...more);"
)
QUEUE = """async () => {
  const base = await new Promise(done => { indexedDB.open("hz-parcels", 1).onsuccess = event => done(event.target.result); });
  if (!base.objectStoreNames.contains("parcels")) return [];
  const all = base.transaction("parcels").objectStore("parcels").getAll();
  await new Promise(done => { all.onsuccess = done; });
  base.close();
  return all.result.map(({id, state, user, words}) => ({id, state, user, words}));
}"""
KEPT = """async () => Boolean(await caches.match("/patrols/start/") && await caches.match("/unsent/")
  && await caches.match("/patrols/walk/", {ignoreSearch: true}))"""
WAITS = 1200  # of 50 ms


def until(page: Page, script: str) -> None:
    """Ask the page again and again; its own waiting takes a promise for a yes."""
    for _ in range(WAITS):
        with suppress(Error):  # asked while the page was just being left
            if page.evaluate(script):
                return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def wait_until(page: Page, is_so: Callable[[], object]) -> None:
    """Until what is asked here, of the database or of a list that fills, is so; the page goes on meanwhile."""
    for _ in range(WAITS):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(inspect.getsource(is_so))


def photo(seed: int) -> dict:
    """A JPEG of some 30 KB, unlike any other."""
    stream = BytesIO()
    Image.frombytes("L", (120, 160), Random(seed).randbytes(19200)).convert("RGB").save(stream, "JPEG", quality=85)
    return {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


class Phone:
    def __init__(self, play: Playwright, home: Path, url: str, *, workers: str = "allow") -> None:
        self._play, self._home, self._url, self._workers = play, home, url, workers
        self.open()

    def open(self) -> None:
        self.context = self._play.chromium.launch_persistent_context(
            str(self._home), executable_path=CHROMIUM, args=QUIET, base_url=self._url, locale="zh-CN",
            viewport=PHONE, is_mobile=True, has_touch=True, timezone_id="Asia/Shanghai", service_workers=self._workers,
        )  # fmt: skip
        self.context.add_init_script(HASTE)
        self.page: Page = self.context.pages[0]

    def enter(self, key: str) -> None:
        sign_in(self.page, key)
        self.page.goto("/patrols/start/")

    def again(self, key: str) -> None:
        """After it was opened again; a cookie younger than half a minute may not have reached the disk."""
        self.page.goto("/patrols/start/")
        if "/sign-in/" in self.page.url:
            self.enter(key)

    def sign_out(self, *, stay: bool = False) -> None:
        """Its cookies gone, and nothing under way that would bring new ones while the next person signs in."""
        if stay:
            self.page.wait_for_load_state("networkidle")
        else:
            self.page.goto("about:blank")
        self.context.clear_cookies()

    def ready(self) -> None:
        """Until the pages are on the phone."""
        until(self.page, KEPT)

    def kill(self) -> None:
        """SIGKILL to every process of this browser: no tab is asked, nothing is put away."""
        mark = f"--user-data-dir={self._home}".encode()
        with self.context.expect_event("close"):
            for found in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(FileNotFoundError, ProcessLookupError):
                    if mark in found.read_bytes():
                        os.kill(int(found.parent.name), signal.SIGKILL)

    def close(self) -> None:
        self.context.unroute_all(behavior="wait")  # an answer under way would fail whoever comes next
        self.context.close()

    def queue(self) -> list[dict]:
        return self.page.evaluate(QUEUE)


SEEDS = count(int.from_bytes(os.urandom(4)))  # the same bytes would be the same photo


def walk(page: Page, pictures: int = 0) -> None:
    """From the open walk page to the last tap."""
    page.wait_for_selector("[data-act=finish]:visible:enabled")
    if pictures:
        page.click("[data-act=find]")
        page.locator("[data-item]:visible:not([data-explain])").first.click()
        page.set_input_files("[data-add-photo] input", [photo(next(SEEDS)) for _ in range(pictures)])
        expect(page.locator(".previews li")).to_have_count(pictures)
        page.click("[data-act=keep]")
    page.click("[data-foot=walking] [data-act=finish]")
    page.click("[data-act=submit]")


def stored(page: Page) -> None:
    expect(page.locator("[data-stage=stored] h2:visible")).to_have_text("已存在手机上")


def open_issue(page: Page) -> None:
    """From the receipt of a report to its problem."""
    page.wait_for_url("**/issues/*/receipt/")
    page.get_by_role("link", name="查看办理过程").click()
    page.locator(".issue-head").wait_for()
