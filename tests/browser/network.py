"""What a bad line does to a page, by hand: requests are held back, let go, or cut."""

from __future__ import annotations

import re
import sqlite3

from playwright.sync_api import Page, Route

WAITS = 400  # of 50 ms
STAGE = re.compile(r"/files/photos/stage/$")
SAVED = "() => Object.keys(localStorage).filter(key => /^hz-(walk|form):/.test(key)).length"
PHOTOS = """() => new Promise(done => {
  indexedDB.open("hz-patrol", 1).onsuccess = event => {
    const asked = event.target.result.transaction("photos").objectStore("photos").count();
    asked.onsuccess = () => done(asked.result);
  };
})"""


class Line:
    """The POSTs to an address, as they come: let go at once, cut, or held until ``let_go``."""

    def __init__(self, page: Page, address: re.Pattern | str, *, cut: tuple[int, ...] = (), hold: bool = False) -> None:
        self._page = page
        self.sizes: list[int] = []
        self.held: list[Route] = []
        self._cut, self._hold = cut, hold
        page.route(address, self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.sizes.append(len(route.request.post_data_buffer or b""))
        if len(self.sizes) in self._cut:
            route.abort()
        elif self._hold:
            self.held.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        """Let the oldest held request go; a page says that it sends a moment before the request is here."""
        for _ in range(WAITS):
            if self.held:
                break
            self._page.wait_for_timeout(50)
        self.held.pop(0).continue_()


def rows(site, sql: str) -> list[tuple]:
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        return base.execute(sql).fetchall()
