"""What a walk costs its walker: taps and typed characters, counted in the page itself and not by the test that makes them.

No time is taken here: it is reckoned from the counts, at the pace of somebody slow.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.network import rows
from tests.browser.phones import photo

pytestmark = pytest.mark.browser
# A slow user: looks for three seconds before each tap, writes a character in one (pinyin or by hand), and the camera,
# which is the phone's own and counts no taps here, takes ten for a photo: raise, press, accept.
S_PER_TAP, S_PER_CHARACTER, S_PER_PHOTO = 3, 1, 10
WORDS = "桥下有污水"
# Kept by the browser, because pages change under the count; a repeated touch of the same finger is one more tap.
COUNTING = """(() => {
  const count = (name, by) => localStorage.setItem(name, Number(localStorage.getItem(name) || 0) + by);
  addEventListener("pointerdown", (event) => event.isTrusted && count("test-taps", 1), true);
  addEventListener("beforeinput", (event) => event.isTrusted && count("test-typed", (event.data || "").length), true);
  addEventListener("change", (event) => event.target.files && count("test-photos", event.target.files.length), true);
})()"""


@dataclass(frozen=True)
class Effort:
    taps: int
    typed: int
    photos: int

    @property
    def seconds(self) -> int:
        return self.taps * S_PER_TAP + self.typed * S_PER_CHARACTER + self.photos * S_PER_PHOTO


@pytest.fixture
def home(browser, site):
    """The village chief's page of patrols, where the counts begin; the desk is one tab before it."""
    context = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site.url
    )
    page = context.new_page()
    sign_in(page, "zhangcun")
    context.add_init_script(COUNTING)
    page.goto("/patrols/start/")
    yield page
    context.close()


def effort(page: Page) -> Effort:
    names = ("test-taps", "test-typed", "test-photos")
    return Effort(
        *page.evaluate("(names) => names.map((name) => Number(localStorage.getItem(name) || 0))", list(names))
    )


def begin(page: Page) -> None:
    page.get_by_role("link", name="开始巡河").first.tap()
    page.wait_for_selector("[data-foot=walking] [data-act=finish]:enabled")


def hand_in(page: Page) -> None:
    page.locator("[data-foot=walking] [data-act=finish]:enabled").tap()
    page.locator("[data-act=submit]:visible:enabled").tap()
    page.wait_for_url("**/patrols/*/receipt/")
    expect(page.get_by_text("这次巡河已提交")).to_be_visible()


def take(page: Page, seed: int) -> None:
    """The camera gives its photo to whoever asked for it by a tap."""
    with page.expect_file_chooser() as asked:
        page.locator("[data-add-photo]").tap()
    asked.value.set_files(photo(seed))
    expect(page.locator(".previews img[src]")).to_have_count(1)


def test_a_normal_patrol_is_three_taps_and_no_word(home):
    begin(home)
    hand_in(home)
    spent = effort(home)
    assert spent == Effort(taps=3, typed=0, photos=0)
    assert spent.seconds <= 20


def test_in_large_type_it_is_three_taps_as_well(home):
    home.context.add_cookies([{"name": "elder", "value": "1", "domain": "127.0.0.1", "path": "/"}])
    home.reload()
    begin(home)
    expect(home.get_by_role("button", name="没有问题，结束巡河")).to_be_visible()
    hand_in(home)
    assert effort(home) == Effort(taps=3, typed=0, photos=0)


def test_by_the_tab_it_is_one_tap_more_for_a_chief_of_several_reaches(home):
    """By the tab, once nothing is owed any more: while something is, the home itself has a button for each of a few reaches."""
    home.goto("/")
    home.locator("nav").get_by_role("link", name="巡河", exact=True).last.tap()
    home.wait_for_url("**/patrols/start/")
    begin(home)
    hand_in(home)
    spent = effort(home)
    assert spent == Effort(taps=4, typed=0, photos=0)
    assert spent.seconds <= 20


@pytest.mark.parametrize("words", ["", WORDS])
def test_a_problem_with_a_photo_is_told_within_a_minute(home, site, words):
    begin(home)
    home.locator("[data-act=find]").tap()
    home.locator(".tile").first.tap()
    take(home, 9_000 + len(words))
    if words:
        home.locator("[name=w-text]").tap()
        home.locator("[name=w-text]").press_sequentially(words)
    home.locator("[data-act=keep]:visible:enabled").tap()
    hand_in(home)
    spent = effort(home)
    assert spent == Effort(taps=8 if words else 7, typed=len(words), photos=1)
    assert spent.seconds <= 60
    [(text,)] = rows(site, "select text from patrols_finding order by id desc limit 1")
    assert text == words


def test_control_a_tap_too_many_is_counted(home):
    begin(home)
    home.locator("[data-foot=walking] [data-act=finish]:enabled").tap()
    home.locator("[data-act=resume]:visible").tap()
    hand_in(home)
    assert effort(home).taps == 5
