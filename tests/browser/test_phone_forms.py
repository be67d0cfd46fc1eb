"""The forms of a problem on the phone: what was typed and photographed stays until the server has it, and arrives once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.phones import QUEUE, open_issue, until
from tests.browser.test_patrol_draft import count, photo

pytestmark = pytest.mark.browser
SEND = "form[data-keep] button[type=submit]"
RECEIPT = re.compile(r"/issues/\d+/receipt/$")


@pytest.fixture
def page(browser, site):
    """The village chief's phone on the empty form; its network may fail."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN", base_url=site.url)
    page = context.new_page()
    sign_in(page, "zhangcun")
    page.goto("/issues/")
    page.get_by_role("link", name="上报问题").tap()
    page.wait_for_url("**/issues/report/")
    yield page
    context.close()


def fill(page, words):
    page.select_option("#id_reach", index=1)
    page.fill("#id_text", words)
    for name in ("一.jpg", "二.jpg"):  # twice through the camera: the second adds to the first
        page.set_input_files("form[data-keep] input[type=file]", {**photo(), "name": name})
    expect(page.locator(".previews li")).to_have_count(2)


def test_what_was_restored_once_is_restored_again(page):
    """The select that was filled first told of its change, and the form was kept before the words stood in it."""
    fill(page, "第二次打开也要在")
    for _ in range(2):
        page.reload()
        expect(page.locator(".kept-note")).to_be_visible()
        expect(page.locator("#id_text")).to_have_value("第二次打开也要在")
    expect(page.locator(".previews li")).to_have_count(2)


def test_a_session_that_ends_gives_back_words_and_photos_after_signing_in(page, site):
    before = count(site, "issues_issue")
    fill(page, "登录过期前写的")
    page.context.clear_cookies(name=re.compile("session"))
    page.tap(SEND)
    page.get_by_role("link", name="重新登录").tap()
    page.fill("input[name=username]", "zhangcun")
    page.fill("input[name=password]", "Qingshan-Baiyun-26")
    page.click("main form button[type=submit]")
    until(page, f"async () => (await ({QUEUE})()).every(each => each.state === 'sent')")  # by itself
    page.goto("/unsent/")
    page.locator("[data-sent-rows] a").first.tap()
    open_issue(page)
    assert page.locator(".issue-compare .photos img").count() == 2
    assert count(site, "issues_issue") == before + 1


def test_without_a_line_it_waits_on_the_phone_and_a_closed_tab_costs_nothing(page, site):
    before, context = count(site, "issues_issue"), page.context
    fill(page, "桥下没有信号")
    page.context.set_offline(True)
    page.tap(SEND)
    expect(page.locator("[data-stored]")).to_contain_text("已存在手机上，待上传")
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto("/issues/report/")
    expect(later.locator("#id_text")).to_have_value("")  # handed in: the next one begins afresh
    until(later, f"async () => (await ({QUEUE})()).every(each => each.state === 'sent')")
    assert count(site, "issues_issue") == before + 1


def test_an_answer_that_is_lost_does_not_make_a_second_issue(page, site):
    before = count(site, "issues_issue")
    fill(page, "回执丢在路上")

    def lose(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/issues/report/", lose)
    with page.expect_event("requestfailed"):
        page.tap(SEND)
    expect(page.locator("[data-stored]")).to_be_visible()
    page.unroute("**/issues/report/")
    expect(page.locator("[data-stored] h2")).to_have_text("已提交")
    assert count(site, "issues_issue") == before + 1


def test_back_after_handing_in_shows_an_empty_form(page):
    fill(page, "只报一次")
    page.tap(SEND)
    page.wait_for_url(RECEIPT)
    page.go_back()
    expect(page.locator("#id_text")).to_have_value("")
    assert page.locator(".kept-note").count() == 0


def test_what_a_form_still_wants_does_not_cost_the_photos(page):
    fill(page, "忘了选河段")
    page.select_option("#id_reach", index=0)
    page.tap(SEND)
    expect(page.get_by_text("已上传 2 张")).to_be_visible()
    page.goto("/issues/report/")
    page.select_option("#id_reach", index=1)
    page.tap(SEND)
    open_issue(page)
    assert page.locator(".issue-compare .photos img").count() == 2


def test_the_servers_answer_to_a_plain_form_is_no_restored_draft(page):
    """A question about a twin came back with the banner of a draft: the words were those just sent."""
    for go in ("form.requestSubmit()", "form.submit()"):  # the second goes past the script
        page.goto("/issues/report/")
        page.select_option("#id_reach", index=1)
        page.fill("#id_text", "两次同样的话")
        page.evaluate(f"const form = document.querySelector('form[data-keep]'); {go}")
        page.wait_for_url(RECEIPT) if "request" in go else page.get_by_role("button", name="仍要登记").wait_for()
    expect(page.locator("#id_text")).to_have_value("两次同样的话")
    expect(page.locator(".kept-note")).to_have_count(0)


def test_a_long_text_is_counted_near_its_limit_and_never_cut(page):
    """A5: 12,000 characters became 500 without a word."""
    page.fill("#id_text", "短")
    expect(page.locator("[data-count]")).to_have_count(0)
    page.fill("#id_text", "长" * 450)
    expect(page.get_by_text("已写 450 字，还可以写 50 字")).to_be_visible()
    page.fill("#id_text", "长" * 512)
    expect(page.get_by_text("已写 512 字，超出 12 字")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("长" * 512)


def test_at_a_desk_the_reach_comes_back_with_its_river(as_member):
    page = as_member("hezhangban")
    page.goto("/issues/report/")
    page.get_by_role("combobox", name="河湖").fill("清源")
    page.keyboard.press("Enter")
    expect(page.locator("#id_reach option").nth(1)).to_contain_text("清源河")
    expect(page.get_by_text("已恢复上次没有提交的内容")).to_have_count(0)  # A6: nothing was restored
    page.select_option("#id_reach", index=2, force=True)
    chosen = page.locator("#id_reach").input_value()
    with page.expect_response(
        lambda answer: "/near/" in answer.url and "%E6%94%B9" in answer.url
    ):  # whoever leaves before cuts it off
        page.fill("#id_text", "改到一半接了个电话")
    page.goto("/issues/")
    page.goto("/issues/report/")
    expect(page.locator("#id_text")).to_have_value("改到一半接了个电话")
    expect(page.locator("#id_reach")).to_have_value(chosen)
    page.get_by_role("button", name="清空重填").click()


def test_each_line_of_a_check_list_has_its_own_photos_and_keeps_them(as_member):
    page = as_member("xunhe", PHONE)
    page.goto("/issues/campaigns/visits/?tab=mine")
    page.goto(f"{page.locator('.cell').first.get_attribute('href')}submit/")
    lines = page.locator("fieldset.check")
    for number in range(lines.count()):
        lines.nth(number).locator(".check-answer").first.click()
    for number in (0, 1):
        lines.nth(number).locator("input[type=file]").set_input_files(photo())
        expect(lines.nth(number).locator(".previews img")).to_have_count(1)
    page.reload()
    expect(lines.nth(0).locator(".previews img")).to_have_count(1)
    expect(lines.nth(2).locator(".previews img")).to_have_count(0)
    page.get_by_role("button", name="提交检查").click()
    shown = page.locator(".check-list li:has(.check-item)")
    expect(shown.nth(0).locator(".photos img")).to_have_count(1)
    expect(shown.nth(1).locator(".photos img")).to_have_count(1)
    expect(shown.nth(2).locator(".photos img")).to_have_count(0)
