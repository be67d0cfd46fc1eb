"""Colours are asked about once for each look: a look that differs in one cell of many is found, and not told twice."""

import pytest

from tests.browser import axe

pytestmark = pytest.mark.browser
ROW = '<tr><td class="words" style="color:{colour};background:#fff">文字 {number}</td></tr>'


def table(faint: int | None) -> str:
    """Thirty rows, of which one is too light to read."""
    colours = ["#bbb" if number == faint else "#222" for number in range(30)]
    rows = "".join(ROW.format(colour=colour, number=number) for number, colour in enumerate(colours))
    return f"<!doctype html><html lang=zh><title>表</title><main><table>{rows}</table></main></html>"


def test_the_one_faint_cell_of_thirty_is_found_and_told_once(browser, site):
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/accounts/sign-in/")  # a place that keeps what it has seen
    page.set_content(table(faint=None))
    assert axe.faint(page) == []
    page.set_content(table(faint=17))
    told = axe.faint(page)
    assert len(told) == 1 and "文字 17" in told[0]
    assert axe.faint(page) == []
    context.close()
