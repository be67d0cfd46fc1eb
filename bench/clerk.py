"""What an office's clerk needs for a day's problems, in a real browser over the demonstration as ``make demo`` serves it.

Three things: one problem from the call to the unit, forty new ones registered and handed out one after the other, twenty alike handed
out at once. Each is what the pages cost (measured) and what a person adds (reckoned from counts): 3 s to find and press a thing,
0.4 s a key. A Chinese character counts as two keys: typed in pinyin by whole words. Of forty gone through one by one each is looked at
for 4 s before anything is pressed. Nothing is counted for the talk on the phone.

Each run writes words of its own: the ledger notices what was entered before. The forty are there when the clerk begins, as patrols and
hotlines bring them; what it costs to enter them all by hand as well is told beside it, without a bar. ``CLERK_EACH=8`` takes fewer and
says so: the figures are scaled up to forty.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench import Row, bench
from tests.browser.server import served

PRESS, KEY, KEYS_A_CHARACTER, LOOK = 3.0, 0.4, 2, 4.0
DESK = {"width": 1366, "height": 768}
CLERK, PASSWORD = "hezhangban", "Qingshan-Baiyun-26"
ONE, FORTY, TWENTY = 45, 15 * 60, 60  # seconds
MANY, ALIKE, MOST_TABS = 40, 20, 20
RIVER = "清源"
SEEN = ("桥下堆放建筑垃圾", "河面水葫芦成片", "岸边私搭菜棚", "暗管污水直排", "河滩挖沙取土", "库尾围网养殖")
PLACES = "东西南北上下左右前后"
ISSUE = re.compile(r"/issues/\d+/$")
LEDGER, REPORT = "/issues/", "上报问题"


@dataclass
class Hand:
    """A person at the page: what she pressed and typed, and how long the pages took."""

    page: Page
    presses: int = 0
    keys: int = 0
    looks: int = 0
    machine: float = 0.0
    run: str = field(default_factory=lambda: secrets.token_hex(2))
    number: int = 0

    @property
    def seconds(self) -> float:
        return self.presses * PRESS + self.keys * KEY + self.looks * LOOK + self.machine

    @contextmanager
    def waits(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.machine += time.perf_counter() - begun

    def press(self, selector: str, words: str = "") -> None:
        with self.waits():
            found = self.page.locator(selector).filter(has_text=words) if words else self.page.locator(selector)
            found.first.click()
        self.presses += 1

    def look(self) -> None:
        self.looks += 1

    def key(self, *names: str) -> None:
        with self.waits():
            for name in names:
                self.page.keyboard.press(name)
        self.keys += len(names)

    @property
    def focus(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def tab_to(self, *names: str) -> None:
        """By Tab, as whoever types does: the hand stays on the keys."""
        for _ in range(MOST_TABS):
            self.key("Tab")
            if self.focus in names:
                return
        raise RuntimeError(f"{names}：Tab 到不了")

    def write(self, words: str) -> None:
        """Where the cursor stands."""
        with self.waits():
            self.page.keyboard.insert_text(words)
        self.keys += sum(KEYS_A_CHARACTER if ord(one) > 255 else 1 for one in words)

    def fresh(self, seen: str = "") -> str:
        """Words that nobody has entered before: where, what was seen, and the run's own mark."""
        self.number += 1
        where = "".join(PLACES[int(one)] for one in f"{self.number:02d}")
        return f"{where}侧{seen or SEEN[self.number % len(SEEN)]}{self.run}"

    def again(self, *, of_this_run: bool = False) -> None:
        """From nought; with words of another mark, unless what follows is about the same problems."""
        self.presses = self.keys = self.looks = 0
        self.machine = 0.0
        self.run = self.run if of_this_run else secrets.token_hex(2)

    def tell(self, what: str, part: float = 1.0) -> None:
        scaled = f"（办了其中一部分，按 {part:g} 倍折算）" if part != 1 else ""
        sys.stderr.write(
            f"  {what}：点击 {self.presses}，按键 {self.keys}，页面 {self.machine:.1f} 秒，合计 {self.seconds * part:.0f} 秒{scaled}\n"
        )


@bench("clerk")
def clerk() -> Iterator[Row]:
    with _at_the_desk() as hand:
        _report(hand)
        _hand_out(hand)
        hand.tell("一件：来电到交办")
        yield Row("一件问题：从来电到交办", hand.seconds, ONE, "要求", "s", at_most=1)
        hand.again()
        count = min(MANY, int(os.environ.get("CLERK_EACH", MANY)))
        part = MANY / count
        for _ in range(count):
            _report(hand)
        hand.tell(f"{count} 件逐件录入", part)
        entered = hand.seconds * part
        hand.again(of_this_run=True)
        _go_through(hand, count)
        hand.tell(f"{count} 件新问题逐件登记、交办", part)
        yield Row("40 件新问题：逐件登记、交办", hand.seconds * part, FORTY, "要求", "s", at_most=1)
        yield Row("40 件新问题：连同逐件录入", hand.seconds * part + entered, FORTY, "同上", "s")
        hand.again()
        _registered_alike(hand)
        hand.again(of_this_run=True)
        _at_once(hand)
        hand.tell("20 件同类：一次交办")
        yield Row("20 件同类问题：一次交办", hand.seconds, TWENTY, "要求", "s", at_most=1)


@contextmanager
def _at_the_desk() -> Iterator[Hand]:
    """The clerk at her ledger; the server is ended with the block."""
    with (
        tempfile.TemporaryDirectory(prefix="clerk-") as home,
        served(Path(home) / "site", Path(home)) as (site, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site)
        page.goto("/accounts/sign-in/")
        page.fill("input[name=username]", CLERK)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto(LEDGER)
        yield Hand(page)
        browser.close()


def _report(hand: Hand, seen: str = "") -> None:
    """As it is told by phone: the river by its first letters, the reach by the arrow, what was seen, 上报."""
    page = hand.page
    if page.get_by_role("link", name=REPORT).count() == 0:  # from the problem that was just entered
        hand.press(".back-link")
        with hand.waits():
            page.wait_for_url(re.compile(r"/issues/(\?|$)"))
    hand.press("a", REPORT)
    with hand.waits():
        page.wait_for_url("**/issues/report/")
        page.wait_for_selector("input[role=combobox]")
    if not page.locator("#id_source").input_value():
        page.select_option("#id_source", label="群众举报")
        hand.presses += 2  # the box, the word
    hand.press("#id_river-typed")
    hand.write(RIVER)
    with hand.waits():
        page.locator(".pick-list:visible [role=option]").first.wait_for()
    with hand.waits(), page.expect_response(lambda answer: "/report/?" in answer.url):
        page.keyboard.press("Enter")
    hand.keys += 1
    with hand.waits():
        expect(page.locator("#id_reach option").nth(1)).to_be_attached()
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    hand.tab_to("id_reach", "id_reach-typed")
    if hand.focus == "id_reach-typed":  # a long list is typed into
        hand.write("村")
        with hand.waits():
            page.locator(".pick-list:visible [role=option]").first.wait_for()
        hand.key("Enter")
    else:
        hand.key("ArrowDown")
    if not page.locator("#id_reach").input_value():
        raise RuntimeError("没有选上河段")
    hand.tab_to("id_text")
    hand.write(hand.fresh(seen))
    hand.press("form.form button[type=submit]")
    with hand.waits():
        page.wait_for_url(ISSUE)


def _hand_out(hand: Hand) -> None:
    """On the problem's own page: 登记 and then 交办, whose form opens by itself; each with what is suggested, looked at and put right."""
    page = hand.page
    hand.press(".step-buttons *", "登记")
    for asked in ("category", "unit"):
        with hand.waits():
            page.locator(f"#step form.form [name={asked}]").first.wait_for(state="attached")
        _take_what_is_suggested(hand, "#step")
        hand.press("#step form.form button[type=submit]")
    with hand.waits():
        expect(page.get_by_text("待签收").first).to_be_visible()


def _go_through(hand: Hand, count: int) -> None:
    """逐件办理 of what was entered in this run: a key takes what is suggested, another sends it and goes on."""
    _only_mine(hand)
    hand.press("button", "逐件办理")
    for place in range(1, count + 1):
        with hand.waits():
            hand.page.wait_for_url(re.compile(f"/{place}/$"))
        hand.look()
        _take_what_is_suggested(hand, "[data-turn]", key="0")
        hand.key("Control+Enter")
    with hand.waits():
        expect(hand.page.get_by_text(f"共 {count} 件，办了 {count} 件")).to_be_visible()


def _take_what_is_suggested(hand: Hand, root: str, key: str = "") -> None:
    """采用各项首选; what nothing was suggested for is chosen by hand."""
    page = hand.page
    with hand.waits():
        page.locator(f"{root} form.form").wait_for()
        page.locator(f"{root} [data-fill-all]").wait_for()
    if key:
        hand.key(key)
    else:
        hand.press(f"{root} [data-fill-all]")
    form = page.locator(f"{root} form.form")
    for name in ("category", "unit"):
        box = form.locator(f"select[name={name}]")
        if box.count() and not box.input_value():
            box.select_option(index=1, force=True)
            hand.presses += 2
    for name in ("severity", "track"):
        if form.locator(f"input[name={name}]").count() and not form.locator(f"input[name={name}]:checked").count():
            form.locator(f"label:has(input[name={name}])").first.click()
            hand.presses += 1
    words = form.locator("textarea[name=requirement]")
    if words.count() and not words.input_value():
        words.click()
        hand.presses += 1
        hand.write("限期整改并反馈")


def _registered_alike(hand: Hand) -> None:
    """Twenty of one kind wait to be handed out: entered and registered by the same pages, and not counted."""
    for _ in range(ALIKE):
        _report(hand, SEEN[0])
    _only_mine(hand)
    hand.press("button", "逐件办理")
    for place in range(1, ALIKE + 1):
        hand.page.wait_for_url(re.compile(f"/{place}/$"))
        _take_what_is_suggested(hand, "[data-turn]", key="0")
        hand.press("[data-turn] form.form button", "只登记，下一件")
    expect(hand.page.get_by_text(f"共 {ALIKE} 件，办了 {ALIKE} 件")).to_be_visible()


def _at_once(hand: Hand) -> None:
    """Found by their words, all ticked, each to the unit that is suggested for it."""
    _only_mine(hand)
    hand.press("[data-pick-all]")
    hand.press("[data-bulk] button", "交办")
    hand.press("label", "各按建议的首选单位")
    hand.press("form.form button[type=submit]")
    with hand.waits():
        expect(hand.page.get_by_text(f"已交办 {ALIKE} 件")).to_be_visible(timeout=120_000)


def _only_mine(hand: Hand) -> None:
    """待我办, by the mark of the run."""
    page = hand.page
    page.goto(f"{LEDGER}?tab=mine")
    hand.presses += 1
    hand.press("form.list-query input[name=q]")
    hand.write(hand.run)
    with hand.waits(), page.expect_response(lambda answer: f"q={hand.run}" in answer.url):
        page.keyboard.press("Enter")
    hand.keys += 1
    with hand.waits():
        page.wait_for_url(re.compile(f"q={hand.run}"))
