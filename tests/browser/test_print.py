"""On paper: a ledger lies on A4 landscape with every shown column."""

import re

import pytest

pytestmark = pytest.mark.browser
BESIDE = """width => [...document.querySelectorAll('.list-table thead th:not(.col-actions), .list-table td:not(.col-actions)')]
  .filter(each => each.getBoundingClientRect().width < 8 || each.getBoundingClientRect().right > width + 1)
  .map(each => each.dataset.label || each.innerText)"""
MM = 96 / 25.4
INSIDE = round((297 - 20) * MM)  # what the margins of print.css leave of the sheet's 297 mm, in px
OFFERED = "all => all.map(each => each.value).join()"


def sheets(page) -> set[tuple[int, int]]:
    """Width and height in points of the sheets that the browser's print dialog would make."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    return {(round(float(wide)), round(float(high))) for wide, high in boxes}


@pytest.mark.parametrize("every", [False, True])
def test_a_printed_ledger_keeps_every_column(as_member, every):
    page = as_member("hezhangban")
    page.goto("/issues/")
    columns = page.eval_on_selector_all("input[name=columns]", OFFERED)
    page.goto(f"/issues/?columns={columns if every else ''}")
    assert sheets(page) == {(842, 595)}
    page.set_viewport_size({"width": INSIDE, "height": 700})
    page.emulate_media(media="print")
    assert page.locator(".list-table thead th:not(.col-actions)").count() > (columns.count(",") if every else 12)
    assert page.evaluate(BESIDE, INSIDE) == []


def test_a_printed_issue_stands_upright(as_member):
    page = as_member("hezhangban")
    page.goto("/issues/")
    page.locator(".list-table tbody a").first.click()
    page.wait_for_selector(".issue-head")
    assert sheets(page) == {(595, 842)}
