"""Nothing typed or photographed on a walk is lost: reload, no network, a lost answer, an impatient finger."""

import re
import sqlite3
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser
RECEIPT = re.compile(r"/patrols/\d+/receipt/$")


@pytest.fixture
def phone(browser, site):
    """A chief's phone whose network may fail, so network errors on the console are no complaint here; without a service
    worker, past which a request would go that a test wants to hold."""
    context = browser.new_context(
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        base_url=site.url,
        service_workers="block",
    )
    page = context.new_page()
    sign_in(page, "zhangcun")
    page.goto("/patrols/start/")
    yield page
    context.close()


def count(site, table: str) -> int:
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        return base.execute(f"select count(*) from {table}").fetchone()[0]


def photo() -> dict:
    stream = BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(stream, "JPEG", quality=95)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def begin(page):
    page.locator(".reach-card .btn-primary").first.tap()
    page.wait_for_selector("[data-app]:not([hidden])")


def test_a_reload_while_describing_a_finding_restores_words_and_photos(phone):
    begin(phone)
    phone.tap("[data-act=find]")
    phone.locator(".tile", has_text="污水直排").tap()
    phone.fill("[name=w-text]", "桥下有污水")
    phone.set_input_files("[data-add-photo] input", photo())
    phone.wait_for_selector(".previews img[src]")
    phone.reload()
    phone.wait_for_selector(".previews img[src]")
    assert phone.input_value("[name=w-text]") == "桥下有污水"
    assert phone.inner_text("[data-picked]") == "污水直排"
    phone.goto("/patrols/start/")
    assert "有一次巡河还没有提交" in phone.inner_text("[data-unsent]")


def test_without_network_the_draft_stays_and_later_becomes_one_row(phone, site):
    before = count(site, "patrols_patrol")
    begin(phone)
    phone.tap("[data-foot=walking] [data-act=finish]")
    phone.context.set_offline(True)
    phone.tap("[data-act=submit]")
    expect(phone.locator("[data-stored-title]:visible")).to_have_text("已存在手机上")
    assert count(site, "patrols_patrol") == before
    phone.context.set_offline(False)  # and it goes by itself
    expect(phone.locator("[data-stored-title]:visible")).to_have_text("已提交")
    assert count(site, "patrols_patrol") == before + 1
    assert phone.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('hz-walk')).length") == 0


def test_an_answer_that_is_lost_does_not_make_a_second_row(phone, site):
    before = count(site, "patrols_patrol")
    begin(phone)
    phone.tap("[data-foot=walking] [data-act=finish]")
    phone.route("**/patrols/submit/", lambda route: (route.fetch(), route.abort()))
    phone.wait_for_selector("[data-act=submit]:visible:enabled")
    phone.evaluate("() => { const b = document.querySelector('[data-act=submit]'); b.click(); b.click(); b.click(); }")
    expect(phone.locator("[data-stored-title]:visible")).to_have_text("已存在手机上")
    phone.unroute("**/patrols/submit/")
    expect(phone.locator("[data-stored-title]:visible")).to_have_text("已提交")
    assert count(site, "patrols_patrol") == before + 1


def test_a_start_tapped_by_mistake_is_asked_about_and_can_be_corrected(phone):
    begin(phone)
    assert phone.is_hidden("[data-still]")
    phone.evaluate("""() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith("hz-walk"));
      const draft = JSON.parse(localStorage.getItem(key));
      const long = new Date(Date.now() + (8 - 58) * 3600 * 1000).toISOString().slice(0, 19);
      localStorage.setItem(key, JSON.stringify({ ...draft, started_at: long }));
    }""")
    phone.reload()
    phone.wait_for_selector("[data-still]:visible")
    assert "58 小时" in phone.inner_text("[data-elapsed]") and "还在巡吗" in phone.inner_text("[data-still]")
    phone.tap("[data-act=restart]")
    phone.wait_for_selector("[data-still]", state="hidden")
    assert phone.inner_text("[data-elapsed]") == "0 分钟"
    phone.tap("[data-foot=walking] [data-act=finish]")
    phone.tap("[data-act=submit]")
    phone.wait_for_url(RECEIPT)
