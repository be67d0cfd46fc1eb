"""The ledger beside one of its problems: keys walk it, the address remembers, the way back is exact."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LAPTOP = {"width": 1366, "height": 768}
SPLIT = "/issues/?split=1&tab=all"
CHOOSE = "one => { const radio = document.querySelector(`[type=radio][value=${one}]`); radio.checked = true; radio.form.submit(); }"
NARROW = (
    """all => all.forEach((cell) => Object.assign(cell.style, { width: "2rem", minWidth: "0", maxWidth: "2rem" }))"""
)
SEEN = "rows => rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"
BESIDE = re.compile(r"/issues/\d+/beside/")
CHOSEN = "tr[aria-current=true]"


def number(page) -> str:
    return page.inner_text(f"{CHOSEN} td[data-label=问题编号]")


def test_keys_walk_the_list_and_the_way_back_is_exact(as_member):
    page = as_member("hezhangban", LAPTOP)
    page.goto(SPLIT)
    first = number(page)
    for key in "jjk":
        page.keyboard.press(key)
    second = number(page)
    assert second != first
    expect(page.locator("#beside .beside-title")).to_contain_text(second)
    here = page.url
    assert re.search(r"[?&]row=\d+", here)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/issues/\d+/$"))
    page.click(".back-link")
    expect(page.locator("#beside .beside-title")).to_contain_text(second)
    assert page.url == here


def test_past_the_end_of_a_page_comes_the_next_page(as_member):
    page = as_member("hezhangban", LAPTOP)
    page.goto(SPLIT)
    for _ in range(20):
        page.keyboard.press("j")
    page.wait_for_url(re.compile("after=.*row="))
    expect(page.locator(f"{CHOSEN} .col-no")).to_have_text("21")
    page.wait_for_load_state()  # keys are heard from then on
    page.keyboard.press("k")
    expect(page.locator(f"{CHOSEN} .col-no")).to_have_text("20")


def test_an_answer_for_a_row_left_meanwhile_changes_nothing(as_member):
    """It may come after the next page and before that page's own question, which waits here for seconds instead of 120 ms."""
    page = as_member("hezhangban", LAPTOP)
    page.goto(SPLIT)
    for _ in range(19):
        page.keyboard.press("j")
    expect(page.locator("#beside .beside-title")).to_contain_text(number(page))
    held: list = []
    page.route(BESIDE, lambda route: held.append(route))
    with page.expect_request(BESIDE):
        page.keyboard.press("k")
    page.evaluate(
        "() => { window.stays = true; const wait = setTimeout; window.setTimeout = (act, ms) => wait(act, ms === 120 ? 3000 : ms); }"
    )
    page.click(".list-steps a[rel=next]")
    expect(page.locator(f"{CHOSEN} .col-no")).to_have_text("21")
    with page.expect_response(BESIDE):
        held[0].continue_()
    page.unroute(BESIDE)
    expect(page.locator("#beside .beside-title")).to_contain_text(number(page))
    assert page.evaluate("window.stays")


@pytest.mark.parametrize("density", ["compact", "normal", "roomy"])
def test_fifteen_rows_stand_on_a_small_screen(as_member, density):
    page = as_member("hezhangban", LAPTOP)
    page.goto("/issues/?tab=all")
    with page.expect_navigation():
        page.evaluate(CHOOSE, density)
    page.goto("/issues/?tab=all")
    page.evaluate("document.querySelector('.demo-banner').remove()")  # real districts have no strip that says so
    assert page.locator(".list-table tbody tr").evaluate_all(SEEN) >= 15


def test_what_a_cell_cuts_off_is_told_where_the_pointer_rests(as_member):
    page = as_member("hezhangban", LAPTOP)
    page.goto("/issues/?tab=all")
    cells = page.locator(".list-table tbody td:not(.col-pick):not(.col-actions)")
    cells.evaluate_all(NARROW)  # which columns stand and what they say hangs on the tests before and on the day
    cut = cells.evaluate_all("all => all.findIndex((cell) => cell.scrollWidth > cell.clientWidth)")
    assert cut >= 0
    cells.nth(cut).hover()
    expect(cells.nth(cut)).to_have_attribute("title", cells.nth(cut).inner_text().strip())
