"""Long select boxes in a real browser: typed into, chosen from, sent as the select that stands behind."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_long_select_is_searched_by_typing_and_brings_its_reaches(as_member):
    page = as_member("hezhangban")
    page.goto("/issues/report/")
    river = page.get_by_role("combobox", name="河湖")
    river.fill("清源")
    page.keyboard.press("Enter")
    expect(river).to_have_value("清源河")
    reaches = page.locator("select[name=reach] option")
    expect(reaches.nth(1)).to_contain_text("清源河")
    # The new options have just been swapped in; the box that is typed into is put on them in a moment.
    page.locator("input[role=combobox]").nth(1).fill("没有这一段")
    expect(page.get_by_text("没有符合的选项")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator("select[name=reach]").input_value() == ""


def test_half_typed_words_leave_the_choice_as_it_was(as_member):
    page = as_member("hezhangban")
    page.goto("/issues/report/")
    river = page.get_by_role("combobox", name="河湖")
    river.fill("清源")
    page.keyboard.press("Enter")
    river.fill("别的")
    page.keyboard.press("Tab")
    expect(river).to_have_value("清源河")
