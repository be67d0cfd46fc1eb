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


def test_many_boxes_are_found_by_typing_and_what_is_ticked_stays_listed(as_member):
    page = as_member("hezhangban")
    page.goto("/issues/campaigns/new/")
    field = page.locator("fieldset", has=page.locator("[data-sift]"))
    typed, listed = field.get_by_role("searchbox", name="在“检查人员库”中查找"), field.locator(".choice:visible")
    every = listed.count()
    typed.fill("水利局")  # the heading is searched as well as the name
    expect(listed).to_have_text(["施建工（水政科科长）"])
    page.keyboard.press("Enter")
    expect(field.get_by_role("status")).to_have_text("已选 1 项")
    expect(listed).to_have_count(every)
    typed.fill("qtz")
    expect(listed.nth(1)).to_be_visible()
    expect(listed.filter(has_text="施建工")).to_be_visible()
    named = listed.count()
    page.keyboard.press("Enter")  # several are listed: it ticks none of them, and does not send the form
    field.get_by_role("button", name="勾选列出的").click()
    expect(field.get_by_role("status")).to_have_text(f"已选 {named} 项")
    typed.fill("没有这个人")
    expect(listed).to_have_count(named)
    typed.fill("")
    expect(field.locator("input:checked")).to_have_count(named)
    expect(listed).to_have_count(every)
