"""What a phone in the field runs into: a browser that keeps nothing, a session that ends, a second tab."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.phones import QUEUE, until
from tests.browser.test_patrol_draft import RECEIPT, begin, count, photo

pytestmark = pytest.mark.browser
NO_BASE = "Object.defineProperty(window, 'indexedDB', {value: undefined})"
OVERNIGHT = """() => {
  const key = Object.keys(localStorage).find(each => each.startsWith('hz-walk')), draft = JSON.parse(localStorage[key]);
  draft.started_at = new Date(Date.now() - (14 - 8) * 3600e3).toISOString().slice(0, 19);
  localStorage[key] = JSON.stringify(draft);
}"""
NOTHING = NO_BASE + "; Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied') }})"


@pytest.fixture
def chief(browser, site):
    """The village chief's phone, with a script run before each page."""
    contexts = []

    def _enter(script: str = ""):
        context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN", base_url=site.url)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        sign_in(page, "zhangcun")
        page.goto("/patrols/start/")
        return page

    yield _enter
    for context in contexts:
        context.close()


def describe(page):
    page.tap("[data-act=find]")
    page.locator(".tile").first.tap()
    page.fill("[name=w-text]", "岸边有垃圾")


def hand_in(page):
    page.tap("[data-act=submit]")
    page.wait_for_url(RECEIPT)
    page.goto(page.url.replace("receipt/", ""))


@pytest.mark.parametrize("script", [NO_BASE, NOTHING])
def test_a_browser_that_keeps_nothing_says_so_and_still_hands_in(chief, script):
    page = chief(script)
    begin(page)
    describe(page)
    page.set_input_files("[data-add-photo] input", photo())
    page.wait_for_selector(".previews img[src]")
    assert "不允许保存照片" in page.inner_text("[data-photo-words]")
    assert page.locator("[data-unsaved]").is_visible() == (script == NOTHING)
    page.tap("[data-act=keep]")
    page.tap("[data-foot=walking] [data-act=finish]")
    hand_in(page)
    assert page.locator(".photos img").count() == 1


def test_a_session_that_ends_at_the_last_tap_costs_nothing(chief, site):
    before = count(site, "patrols_patrol")
    page = chief()
    begin(page)
    describe(page)
    page.tap("[data-act=keep]")
    page.tap("[data-foot=walking] [data-act=finish]")
    page.context.clear_cookies(name=re.compile("session"))
    page.tap("[data-act=submit]")
    page.get_by_role("link", name="重新登录").tap()
    page.wait_for_url("**/sign-in/**")
    page.fill("input[name=username]", "zhangcun")
    page.fill("input[name=password]", "Qingshan-Baiyun-26")
    page.click("main form button[type=submit]")
    until(page, f"async () => (await ({QUEUE})()).every(each => each.state === 'sent')")  # by itself, after signing in
    page.goto("/patrols/")
    page.locator(".cells .cell").first.tap()
    expect(page.locator("main")).to_contain_text("岸边有垃圾")
    assert count(site, "patrols_patrol") == before + 1


def test_two_tabs_of_one_walk_note_into_one_draft(chief):
    page = chief()
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    describe(page)
    page.tap("[data-act=keep]")
    other.wait_for_selector("[data-findings] .cell")
    describe(other)
    other.tap("[data-act=keep]")
    page.locator("[data-findings] .cell").nth(1).wait_for()  # stored, and heard of here
    page.reload()
    page.wait_for_selector("[data-findings] .cell")
    assert page.locator("[data-findings] .cell").count() == 2


def test_a_second_tab_is_told_when_the_walk_was_handed_in(chief, site):
    before = count(site, "patrols_patrol")
    page = chief()
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    page.tap("[data-foot=walking] [data-act=finish]")
    hand_in(page)
    other.get_by_text("这次巡河已在另一个页面提交或放弃").wait_for()
    assert not other.locator("[data-act=submit]").is_visible()
    assert count(site, "patrols_patrol") == before + 1


def test_the_second_tap_of_a_double_tap_presses_nothing(chief, site):
    before = count(site, "patrols_patrol")
    page = chief()
    begin(page)
    box = page.locator("[data-foot=walking] [data-act=finish]").bounding_box()
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 100, box["y"] + 20)
    page.wait_for_timeout(1000)
    assert page.locator("[data-act=submit]").is_visible()
    assert count(site, "patrols_patrol") == before


def test_a_walk_left_open_overnight_asks_for_its_end(chief):
    page = chief()
    begin(page)
    page.evaluate(OVERNIGHT)
    page.reload()
    page.tap("[data-foot=walking] [data-act=finish]")
    page.wait_for_selector("[data-long]:not([hidden])")
    page.fill("[name=w-end]", page.input_value("[name=w-start]"))
    assert page.locator("[data-long]").is_hidden()
    assert page.inner_text("[data-length]") == "0 分钟"
    hand_in(page)


def test_other_problems_ask_for_words_before_the_walk_goes_on(chief):
    page = chief()
    begin(page)
    page.tap("[data-act=find]")
    page.tap(".more-items summary")
    page.locator("[data-explain]").first.tap()
    page.tap("[data-act=keep]")
    assert page.locator("[data-needs-words]").is_visible()
    page.fill("[name=w-text]", "岸边停着一辆旧车")
    page.tap("[data-act=keep]")
    page.wait_for_selector("[data-findings] .cell")


def test_a_walk_not_handed_in_meets_its_chief_on_the_home_page(chief):
    page = chief()
    begin(page)
    page.goto("/")
    page.get_by_role("link", name="继续").first.tap()
    page.wait_for_selector("[data-act=finish]:visible")


# The page of a walk as the sheet must answer it: an ordinary phone, a small one, and the bigger type of 长辈版.
SHAPES = [(390, 844, "0"), (360, 740, "0"), (390, 844, "1")]
REACHED = """each => { const box = each.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === each; }"""


@pytest.mark.parametrize(("width", "height", "elder"), SHAPES)
def test_the_question_about_the_position_lies_in_reach(chief, width, height, elder):
    page = chief()
    page.set_viewport_size({"width": width, "height": height})
    page.context.add_cookies([{"name": "elder", "value": elder, "domain": "127.0.0.1", "path": "/"}])
    begin(page)
    if elder == "1":
        page.locator(".elder-more > summary:visible").tap()
    page.locator("[data-locate]:visible").tap()
    for answer in ("[data-agree]", "[data-refuse]"):
        assert page.locator(answer).evaluate(REACHED), answer
    assert page.locator("[data-agree]").bounding_box()["height"] >= (60 if elder == "1" else 44)
