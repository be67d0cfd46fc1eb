"""The monthly sheet in a browser: blocks from Excel find their places, keys move, what is typed stays on the device."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MONTH = "2021-01"  # long before the demonstration's figures
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(as_member) -> Page:
    page = as_member("hezhangban")
    page.goto(f"/rivers/water/grid/?month={MONTH}")
    return page


def row(page: Page, number: int):
    return page.locator("[data-row]").nth(number)


def cell(page: Page, number: int, item: str):
    return row(page, number).locator(f'[data-item="{item}"]')


def test_a_block_at_the_chosen_cell(page):
    cell(page, 0, "ph").click()
    page.evaluate(PASTE, '７．５\t8.1\t—\r\n断流\t断流\t断流\r\n"7.1"\t很低\t3.0\r\n')
    expect(cell(page, 0, "ph")).to_have_value("7.5")
    expect(row(page, 1).locator("select")).to_have_value("dry")
    expect(cell(page, 1, "do")).to_have_value("")
    expect(row(page, 0).locator("[data-verdict]")).to_contain_text("Ⅰ类 优")
    expect(row(page, 1).locator("[data-verdict]")).to_contain_text("断流，不参评")
    expect(cell(page, 2, "do")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "ph")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "do")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cell(page, 0, "ph")).to_have_value("")
    expect(row(page, 1).locator("select")).to_have_value("yes")


def test_a_table_with_headings_finds_its_places_and_the_draft_stays(page):
    names = [row(page, number).locator(".grid-name a").inner_text() for number in (3, 1)]
    cell(page, 0, "ph").click()
    lines = [
        "断面名称\t总磷（mg/L）\tpH值\t氨氮",
        f"{names[0]}\t0.05\t7.2\t0.3",
        "别处断面\t1\t1\t1",
        f"{names[1]}\t\t断流\t",
    ]
    page.evaluate(PASTE, "\r\n".join(lines))
    expect(page.locator("[data-told]")).to_contain_text("没有找到断面：别处断面")
    expect(cell(page, 3, "nh3n")).to_have_value("0.3")
    expect(row(page, 1).locator("select")).to_have_value("dry")
    page.reload()
    expect(page.locator(".kept-note")).to_be_visible()
    expect(cell(page, 3, "tp")).to_have_value("0.05")
    page.click("form[data-plan] button[type=submit]")
    page.wait_for_url(re.compile("month="))
    expect(page.locator(".toast-line")).to_contain_text("新填 2 个断面")
    expect(page.locator(".kept-note")).to_have_count(0)
