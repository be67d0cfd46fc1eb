"""长辈版: one thing at a time on the walk and on the report, the same form and draft beneath; the home folds what is not due."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import PHONE, sign_in
from tests.browser.network import SAVED, rows
from tests.browser.phones import photo, until

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
NARROW = {"width": 320, "height": 640}
# What is to be touched, as it is seen: everything but links within a sentence and the strip of the demonstration.
SMALL = """() => [...document.querySelectorAll('main button, main a, main summary, main select, main label.chip, main label.photo-tile, '
    + 'main input:not([type=file], [type=radio], [type=checkbox], [type=hidden]), .bottom-bar .btn, .tab-bar a, .phone-bar a')]
  .filter(each => !each.closest('p:not(.text-center, .parcel-do, .stored-do), .demo-banner, .receipt-next, .skip-link'))
  .map(each => [each.innerText || each.name, each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 2 && box.height < 55.5).map(([words, box]) => [words, Math.round(box.height)])"""
SIDEWAYS = """() => {
  document.documentElement.style.fontSize = '24px';
  const over = document.documentElement.scrollWidth - innerWidth;
  document.documentElement.style.fontSize = '';
  return over;
}"""
COUNT = ".step-count:visible"


@pytest.fixture
def elder(browser, site) -> Iterator[Callable[..., Page]]:
    """The village chief's phone in 长辈版; what its scripts stumble over fails the test."""
    contexts, complaints = [], []

    def _enter(size: dict[str, int] = PHONE) -> Page:
        contexts.append(
            browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site.url)
        )
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        switch(page, "1")
        sign_in(page, "zhangcun")
        return page

    yield _enter
    for context in contexts:
        context.close()
    assert complaints == []


def switch(page: Page, to: str) -> None:
    page.context.add_cookies([{"name": "elder", "value": to, "domain": "127.0.0.1", "path": "/"}])


def onward(page: Page, words: str = "下一步") -> None:
    page.locator("button:visible:enabled", has_text=words).click()


def begin(page: Page) -> None:
    page.goto("/patrols/start/")
    page.locator(".reach-card .btn").first.click()
    expect(page.locator(COUNT)).to_have_text("第 1 步，共 2 步")


def find(page: Page, item: str = ".tile") -> None:
    page.locator("[data-act=find]:visible").click()
    expect(page.locator(COUNT)).to_have_text("第 1 步，共 5 步")
    page.locator(item).first.click()
    expect(page.locator(COUNT)).to_have_text("第 2 步，共 5 步")


def discard(page: Page) -> None:
    """The walk is given up, so that the next test finds none under way."""
    page.evaluate(
        "Object.keys(localStorage).forEach((key) => /^hz-(walk|form):/.test(key) && localStorage.removeItem(key))"
    )


def faults(page: Page) -> list:
    found = axe.faults(page, **RULES)
    return found + page.evaluate(SMALL) + [over for over in [page.evaluate(SIDEWAYS)] if over > 0]


def test_a_finding_is_told_one_question_at_a_time_and_the_phones_back_is_one_step(elder, site):
    page = elder()
    begin(page)
    find(page)
    page.set_input_files("[data-add-photo] input", photo(58_001))
    expect(page.locator(".previews li")).to_have_count(1)
    assert page.locator("[name=w-text]").is_hidden() and page.locator("[data-act=keep]").is_hidden()
    onward(page)
    page.fill("[name=w-text]", "坡上一堆旧木板")
    onward(page)
    expect(page.locator(COUNT)).to_have_text("第 4 步，共 5 步")
    page.go_back()
    expect(page.locator(COUNT)).to_have_text("第 3 步，共 5 步")
    page.locator(".back-link").click()
    expect(page.locator(COUNT)).to_have_text("第 2 步，共 5 步")
    for _ in range(3):
        onward(page)
    onward(page, "完成")
    expect(page.locator("[data-findings] .cell")).to_contain_text("坡上一堆旧木板")
    onward(page, "巡完了，结束巡河")
    expect(page.locator(COUNT)).to_have_text("第 2 步，共 2 步")
    onward(page, "上一步")
    onward(page, "巡完了，结束巡河")
    onward(page, "提交")
    page.wait_for_url("**/receipt/")
    assert rows(site, "select text, state from patrols_finding order by id desc limit 1") == [
        ("坡上一堆旧木板", "open")
    ]


def test_what_is_missing_leads_to_its_step(elder):
    page = elder()
    begin(page)
    page.locator("[data-act=find]").click()
    page.locator(".more-items summary").click()
    page.locator("[data-explain]").first.click()
    for _ in range(3):
        onward(page)
    onward(page, "完成")
    expect(page.locator("[data-needs-words]")).to_be_visible()
    expect(page.locator("[name=w-text]")).to_be_focused()
    expect(page.locator(COUNT)).to_have_text("第 3 步，共 5 步")
    discard(page)


def test_the_draft_is_the_same_in_both_ways_of_showing_it(elder):
    page = elder()
    begin(page)
    find(page)
    onward(page)
    page.fill("[name=w-text]", "写到一半")
    switch(page, "0")
    page.reload()
    expect(page.locator("[name=w-text]")).to_have_value("写到一半")
    assert page.locator(".step-count").count() == 0 and page.locator("[data-act=keep]").is_visible()
    page.fill("[name=w-text]", "写完了")
    switch(page, "1")
    page.reload()
    onward(page)
    expect(page.locator("[name=w-text]")).to_have_value("写完了")
    discard(page)


def test_a_report_goes_step_by_step_back_and_forth_and_errors_lead_to_their_step(elder, site):
    page = elder()
    page.goto("/issues/report/")
    expect(page.locator(COUNT)).to_have_text("第 1 步，共 4 步")
    page.select_option("[name=reach]", index=1)
    for _ in range(3):
        onward(page)
    expect(page.locator("[name=reach]")).to_be_hidden()
    page.go_back()
    expect(page.locator(COUNT)).to_have_text("第 3 步，共 4 步")
    onward(page)
    onward(page, "上报")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator(COUNT)).to_have_text("第 2 步，共 4 步")
    page.get_by_label("问题描述").fill("渠口堵了一截旧木头")
    until(page, f"async () => ({SAVED})() === 1")
    switch(page, "0")
    page.goto("/issues/report/")
    expect(page.get_by_label("问题描述")).to_have_value("渠口堵了一截旧木头")
    switch(page, "1")
    page.reload()
    for _ in range(3):
        onward(page)
    onward(page, "上报")
    page.wait_for_url("**/issues/*/receipt/")
    assert rows(site, "select text from issues_issue order by id desc limit 1") == [("渠口堵了一截旧木头",)]


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_every_step_is_readable_big_enough_and_no_wider_than_the_phone(elder, size):
    page, seen = elder(size), {}
    seen["home"] = faults(page) if page.goto("/") else None
    page.locator(".elder-more summary").click()
    seen["more"] = faults(page)
    begin(page)
    seen["walk"] = faults(page)
    page.locator("[data-act=find]:visible").click()
    seen["pick"] = faults(page)
    page.locator(".tile").first.click()
    for number in range(2, 5):
        seen[f"finding {number}"] = faults(page)
        onward(page)
    seen["finding 5"] = faults(page)
    onward(page, "完成")
    onward(page, "巡完了，结束巡河")
    seen["summary"] = faults(page)
    discard(page)
    page.goto("/issues/report/")
    for number in range(1, 4):
        seen[f"report {number}"] = faults(page)
        onward(page)
    seen["report 4"] = faults(page)
    discard(page)
    assert {step: found for step, found in seen.items() if found} == {}


def test_the_home_shows_what_is_due_and_folds_the_rest(elder):
    page = elder()
    page.goto("/")
    assert page.locator(".elder-first .panel-title").first.inner_text().startswith("巡河")
    expect(page.locator(".elder-more > summary")).to_contain_text("更多")
    reported = page.locator("main .panel", has_text="我发现的问题")
    expect(reported).to_be_hidden()
    page.locator(".elder-more > summary").click()
    expect(reported).to_be_visible()


def test_who_changes_to_it_has_it_without_a_line_as_well(phone, wire):
    chief = phone()
    chief.ready()
    chief.page.goto("/me/")
    chief.page.locator("main [data-elder]").click()
    chief.page.wait_for_selector("html.elder")
    until(chief.page, "async () => / elder/.test(await (await caches.match('/patrols/start/')).text())")
    wire.set("down")
    chief.page.goto("/patrols/start/")
    expect(chief.page.locator("html.elder[data-kept-at]")).to_have_count(1)
