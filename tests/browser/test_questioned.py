"""A unit of another town is questioned once, and may be right: what the page asks for can be done on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, sign_in
from tests.browser.network import rows

pytestmark = pytest.mark.browser
REGISTERED = "select i.id, i.region_id from issues_issue i where i.state = 'registered' order by i.id"


@pytest.fixture
def page(browser, site) -> Iterator[Page]:
    """The office's clerk; what is asked about is an answer that the console complains of."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", base_url=site.url)
    made = context.new_page()
    sign_in(made, "hezhangban")
    yield made
    context.close()


def test_pressed_once_more_it_goes_there_and_is_taken_back(page, site):
    issue, region = rows(site, REGISTERED)[0]
    [(unit, _)] = rows(
        site,
        "select id, name from accounts_department where kind = 'town' and is_active "
        f"and substr(region_id, 1, 9) <> '{region[:9]}' order by id limit 1",
    )
    page.goto(f"/issues/{issue}/dispatch/")
    page.select_option("select[name=unit]", str(unit))
    page.fill("textarea[name=requirement]", "限期清运")
    send = page.locator("#step form[data-keep] button[type=submit]")
    send.click()
    expect(page.locator("#step [role=alert]")).to_contain_text("确实要交给它的，请再点一次")
    expect(send).to_be_enabled()
    send.click()
    page.wait_for_url(re.compile(rf"/issues/{issue}/$"))
    assert rows(site, f"select unit_id, state from issues_issue where id = {issue}") == [(unit, "dispatched")]
    page.get_by_role("link", name="撤回交办").click()
    page.fill("#step textarea", "交错了单位")
    send.click()
    # The form stood on the page itself: its address tells nothing.
    expect(page.locator("main").get_by_role("link", name="交办", exact=True)).to_be_visible()
    assert rows(site, f"select state from issues_issue where id = {issue}") == [("registered",)]
