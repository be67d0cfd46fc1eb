"""上报问题 without a line: from the phone's queue to its receipt, and once more when the server has lost it."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.network import rows
from tests.browser.phones import photo, until, wait_until
from tests.browser.queues import all_sent, ids

pytestmark = pytest.mark.browser
WORDS = "桥下倒了一车建筑垃圾"


def reported(site, wanted: list[str]) -> list[str]:
    found = rows(site, "select client_id, number from issues_issue")
    return [number for client_id, number in found if client_id in wanted]


def test_a_report_from_the_queue_has_its_receipt_and_comes_back_after_a_restored_backup(phone, site, wire):
    chief = phone("block")
    chief.page.goto("/issues/report/")
    chief.page.locator("[name=reach]").select_option(index=1)
    chief.page.get_by_label("问题描述").fill(WORDS)
    chief.page.set_input_files("input[type=file]", photo(771))
    expect(chief.page.locator(".previews li")).to_have_count(1)
    wire.set("down")
    chief.page.get_by_role("button", name="上报", exact=True).click()
    expect(chief.page.locator("[data-stored] h2")).to_have_text("已存在手机上，待上传")
    wanted = ids(chief)
    wire.set("up")
    all_sent(chief)
    [number] = reported(site, wanted)
    chief.page.goto("/unsent/")
    expect(chief.page.locator("[data-sent-rows] [data-when]").first).to_contain_text(f"编号 {number}")
    chief.page.locator("[data-sent-rows] a").first.click()
    chief.page.wait_for_url("**/issues/*/receipt/")
    expect(chief.page.locator("main")).to_contain_text(number)
    expect(chief.page.get_by_role("heading", name="问题已上报")).to_be_visible()
    chief.page.get_by_role("link", name="补充情况").click()
    expect(chief.page.locator("#step form textarea")).to_be_visible()
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        base.execute("delete from issues_issue where number = ?", [number])
    chief.sign_out()
    chief.again("zhangcun")
    until(
        chief.page,
        "async () => Boolean(localStorage.getItem('hz-asked:' + document.querySelector('meta[name=person]').content))",
    )
    all_sent(chief)
    wait_until(chief.page, lambda: reported(site, wanted))
    assert len(reported(site, wanted)) == 1
