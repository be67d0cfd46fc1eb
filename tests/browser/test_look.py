"""The parts in a real browser: readable by everybody, and the small manners of app.js."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PARTS = "/tasks/components/"


@pytest.mark.parametrize(
    ("key", "width"),
    [("hezhangban", 390), ("hezhangban", 768), ("hezhangban", 1366), ("zhangcun", 360), ("zhangcun", 390)],
)
def test_the_parts_have_no_accessibility_faults(as_member, key, width):
    page = as_member(key, {"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    page.goto(PARTS)
    assert axe.faults(page, **RULES) == []


@pytest.mark.parametrize(
    ("key", "width"), [("hezhangban", 360), ("hezhangban", 1366), ("zhangcun", 320), ("zhangcun", 1366)]
)
def test_nothing_runs_over_the_side_even_with_large_text(as_member, key, width):
    page = as_member(key, {"width": width, "height": 700})
    page.goto(PARTS)
    page.evaluate("document.documentElement.style.fontSize = '24px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wrong_form_puts_the_focus_on_its_summary_and_leads_to_the_field(browser, site):
    page = browser.new_page(base_url=site.url)
    page.goto("/accounts/sign-in/")
    page.get_by_role("button", name="登录", exact=True).click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_username")).to_be_focused()
    page.close()


def test_one_press_is_one_submission(as_member):
    page = as_member("hezhangban")
    page.goto("/accounts/password/")
    sent = []

    def answer(route):
        sent.append(1)
        route.fulfill(status=204)  # the page stays as it was

    page.route("**/accounts/password/", answer)
    button = page.get_by_role("button", name="修改密码")
    button.dblclick()
    page.evaluate("document.querySelector('form.form').requestSubmit()")
    expect(button).to_have_class("btn btn-primary is-busy")
    assert len(sent) == 1


def test_a_question_before_what_cannot_be_undone(as_member):
    page = as_member("hezhangban")
    page.goto(PARTS)
    page.evaluate(
        "window.pressed = 0; document.querySelector('[data-confirm]').addEventListener('click', () => window.pressed++)"
    )
    page.locator("[data-confirm]").click()
    page.locator("dialog").get_by_role("button", name="取消").click()
    assert page.evaluate("window.pressed") == 0
    page.locator("[data-confirm]").click()
    page.locator("dialog").get_by_role("button", name="确定").click()
    assert page.evaluate("window.pressed") == 1


def test_chosen_photos_are_shown_and_can_be_taken_back(as_member):
    page = as_member("zhangcun", {"width": 390, "height": 844})
    page.goto(PARTS)
    picture = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    page.locator("#id_photo").set_input_files(picture)
    expect(page.locator(".previews li")).to_have_count(1)
    page.get_by_role("button", name="去掉照片 1").click()
    expect(page.locator(".previews li")).to_have_count(0)
    assert page.evaluate("document.getElementById('id_photo').files.length") == 0


def test_bigger_type_is_one_touch_away_and_stays(as_member):
    page = as_member("zhangcun", {"width": 390, "height": 844})
    page.goto(PARTS)
    page.locator("summary", has_text="更多").click()
    page.get_by_role("button", name="长辈版（大字）").click()
    expect(page.locator("html.elder")).to_have_count(1)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    assert page.locator(".bottom-bar .btn").bounding_box()["height"] >= 60
