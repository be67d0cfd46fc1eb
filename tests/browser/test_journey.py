"""The whole cycle in a real browser: from sewage seen on a phone to the Excel that a leader opens."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.workbook import checked_by_calamine, checked_by_libreoffice

pytestmark = pytest.mark.browser
WORDS = "闸口北侧暗管排污，水色乳白，有气味"


def photo(colour: tuple[int, int, int]) -> dict:
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(stream, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def find_sewage(page: Page) -> None:
    """The chief at 390 px: start, note a finding with a photo, finish, submit."""
    page.goto("/patrols/start/")
    page.get_by_role("link", name="开始巡河").first.click()
    page.get_by_role("button", name="发现问题").click()
    page.get_by_role("button", name="污水直排").click()
    page.get_by_text("需要处理", exact=True).click()
    page.get_by_label("情况描述").fill(WORDS)
    page.locator("input[type=file][accept='image/*']").first.set_input_files(photo((150, 150, 140)))
    expect(page.locator("[data-previews] li")).to_have_count(1)
    page.get_by_role("button", name="完成").click()
    page.get_by_role("button", name="结束巡河").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/patrols/*/receipt/")
    page.goto(page.url.replace("receipt/", ""))
    expect(page.get_by_text(WORDS).first).to_be_visible()


def open_issue(page: Page) -> None:
    """Looked up by its words in the ledger, as somebody does whom it was told by phone."""
    page.goto(f"/issues/?tab=all&q={WORDS}")
    page.locator("#list a, .cells a").filter(has_text=re.compile(r"M\d{11}")).first.click()
    page.wait_for_url(re.compile(r"/issues/\d+/$"))


def press(page: Page, name: str) -> None:
    """A button of the issue's page, whether it opens a form or acts at once."""
    page.locator(".step-buttons").get_by_text(name, exact=True).first.click()


def submit(page: Page, name: str) -> None:
    page.locator("form").get_by_role("button", name=name, exact=True).last.click()


def pick(page: Page, label: str, option: str) -> None:
    """Type into a long select's box and take what it finds, waiting until the box stands on the select."""
    box = page.locator("input[role=combobox]").and_(page.get_by_role("combobox", name=label))
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)


def test_from_sewage_to_the_leaders_excel(as_member, tmp_path):
    find_sewage(as_member("zhangcun", PHONE))
    office = as_member("hezhangban", DESK)
    register_and_dispatch(office)
    rectify(as_member("zhenban", PHONE))
    verify(as_member("xunhe", PHONE))
    head = as_member("zhuren", DESK)
    open_issue(head)
    press(head, "销号")
    submit(head, "确认销号")
    expect(head.get_by_text("已销号").first).to_be_visible()
    score(office)
    download(as_member("lingdao", DESK), tmp_path)


def register_and_dispatch(page: Page) -> None:
    open_issue(page)
    press(page, "登记")
    step = page.locator("#step")
    step.get_by_label("问题类别").select_option(label="污水直排")
    # The label, not the words: a suggestion beside it may say the same.
    for choice in ("较严重", "限期整改"):
        step.locator("label").filter(has=page.get_by_text(choice, exact=True)).click()
    submit(page, "登记")
    pick(page, "责任单位", "桥头镇人民政府")
    page.get_by_label("办理要求").fill("封堵暗管，溯源并纳管。")
    submit(page, "交办")
    expect(page.get_by_text("待签收").first).to_be_visible()


def rectify(page: Page) -> None:
    open_issue(page)
    press(page, "签收")
    expect(page.get_by_text("整改中").first).to_be_visible()
    press(page, "申请销号")
    page.get_by_label("整改措施").fill("暗管已封堵，沿岸三户已纳管。")
    page.locator("#step input[type=file]").set_input_files(photo((90, 150, 180)))
    submit(page, "申请销号")
    expect(page.get_by_text("待核查").first).to_be_visible()


def verify(page: Page) -> None:
    open_issue(page)
    press(page, "现场核查")
    page.get_by_label("验收意见").fill("现场已无排水，与照片一致。")
    page.locator("#step input[type=file]").set_input_files(photo((80, 140, 170)))
    submit(page, "核查通过")
    expect(page.get_by_text("待销号").first).to_be_visible()


def score(page: Page) -> None:
    page.goto("/assessment/")
    page.locator("main table a").first.click()
    page.get_by_role("button", name="重新计算").click()
    expect(page.get_by_text("数据截至").first).to_be_visible()


def download(page: Page, folder: Path) -> None:
    page.goto("/assessment/")
    page.locator("main table a").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载报告").click()
    path = folder / "report.xlsx"
    waiting.value.save_as(path)
    assert checked_by_calamine(path) == checked_by_libreoffice(path, folder) >= 10


def test_a_normal_patrol_takes_three_taps(as_member):
    page = as_member("zhangcun", PHONE)
    page.goto("/patrols/start/")
    taps = [
        page.get_by_role("link", name="开始巡河").first,
        page.get_by_role("button", name="结束巡河"),
        page.get_by_role("button", name="提交", exact=True),
    ]
    for tap in taps:
        tap.click()
    page.wait_for_url("**/patrols/*/receipt/")
    page.goto(page.url.replace("receipt/", ""))
    expect(page.get_by_text("计入").first).to_be_visible()
