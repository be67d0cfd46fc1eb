"""Photos go small and one by one; a form is sent once, stays on a cut line, and leaves the phone when it is taken."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.network import PHOTOS, SAVED, STAGE, Line, rows
from tests.browser.phones import open_issue, wait_until
from tests.browser.test_patrol_draft import begin, count, photo

pytestmark = pytest.mark.browser
FORM = "form[data-keep]"
SEND = f"{FORM} button[type=submit]"
INPUT = f"{FORM} input[type=file]"
RECEIPT = re.compile(r"/issues/\d+/receipt/$")
PATROL = re.compile(r"/patrols/\d+/$")


@pytest.fixture
def page(browser, site):
    """The village chief's phone on the empty form; its network may fail."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN", base_url=site.url)
    page = context.new_page()
    sign_in(page, "zhangcun")
    page.goto("/issues/report/")
    yield page
    context.close()


def noted() -> dict:
    """A photo of 12 megapixels with the camera's time and a turned side, as a phone makes it."""
    exif, stream = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2026:03:04 05:06:07"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(stream, "JPEG", quality=90, exif=exif)
    return {"name": "大照片.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def fill(page, words: str, *shots: dict) -> None:
    page.select_option("#id_reach", index=1)
    page.fill("#id_text", words)
    for number, shot in enumerate(shots, start=1):
        page.set_input_files(INPUT, shot)
        expect(page.locator(".previews img[src]")).to_have_count(number)


def test_a_photo_goes_up_small_upright_and_with_its_time(page, site):
    """A14: photos of these forms went up raw."""
    staged, sent = Line(page, STAGE), Line(page, "**/issues/report/")
    shot = noted()
    fill(page, "照片要小", shot)
    page.tap(SEND)
    page.wait_for_url(RECEIPT)
    assert len(shot["buffer"]) > 5_000_000 and staged.sizes[0] < 640_000 and sent.sizes[0] < 20_000
    [(width, height, taken)] = rows(site, "select width, height, taken_at from files_upload order by id desc limit 1")
    assert (width, height, taken) == (1200, 1600, "2026-03-03 21:06:07")


def test_a_bad_photo_is_named_and_the_good_ones_go_on(page):
    """A13: the truncated one emptied form and store; drawn by the browser, it would have been half white."""
    cut_off = photo() | {"name": "断了的.jpg", "buffer": photo()["buffer"][:200_000]}
    fill(page, "有一张坏照片", photo())
    page.set_input_files(INPUT, [cut_off, photo() | {"name": "好的.jpg"}])
    expect(page.get_by_text("“断了的.jpg”打不开，没有加上")).to_be_visible()
    expect(page.locator(".previews img[src]")).to_have_count(2)
    page.tap(SEND)
    open_issue(page)
    assert page.locator(".issue-compare .photos img").count() == 2


def test_what_the_server_refuses_is_named_and_the_others_stay(page):
    refusal = {"words": ["照片打不开。"]}
    page.route(STAGE, lambda route: route.fulfill(status=422, json=refusal), times=1)
    fill(page, "服务器不收第一张", photo() | {"name": "甲.jpg"}, photo() | {"name": "乙.jpg"})
    page.tap(SEND)
    expect(page.get_by_text("照片“甲.jpg”没有收下：照片打不开。")).to_be_visible()
    page.get_by_role("button", name="去掉照片 1").tap()
    page.tap(SEND)
    open_issue(page)
    assert page.locator(".issue-compare .photos img").count() == 1


def test_after_a_break_only_the_rest_goes_up(page):
    fill(page, "传到一半断线", photo(), photo() | {"name": "二.jpg"}, photo() | {"name": "三.jpg"})
    staged = Line(page, STAGE, cut=(2,))
    page.tap(SEND)
    expect(page.locator("[data-stored] h2")).to_have_text("已提交")  # it went on by itself
    page.get_by_role("link", name="查看", exact=True).tap()
    open_issue(page)
    assert len(staged.sizes) == 4
    assert page.locator(".issue-compare .photos img").count() == 3


def test_the_button_stays_busy_as_long_as_the_request_runs(page, site):
    """A14: it woke after 20 seconds, and a second POST started."""
    before = count(site, "issues_issue")
    page.clock.install()
    line = Line(page, "**/issues/report/", hold=True)
    fill(page, "服务器很慢")
    page.tap(SEND)
    expect(page.locator(SEND)).to_have_text("正在提交…")
    page.locator(SEND).dispatch_event("click")
    expect(page.locator(SEND)).to_have_class(re.compile("is-busy"))
    page.clock.fast_forward(50_000)  # nobody is held up: it goes on behind
    expect(page.locator("[data-stored] h2")).to_have_text("已存在手机上，待上传")
    line.let_go()
    expect(page.locator("[data-stored] h2")).to_have_text("已提交")
    assert (len(line.sizes), count(site, "issues_issue")) == (1, before + 1)


def test_a_walk_on_a_slow_line_is_not_given_up(browser, site, page):
    """A14: after 90 seconds it was, whatever had moved; 18 photos at 750 kbps take longer."""
    page.goto("/patrols/start/")
    page.clock.install()
    begin(page)
    page.tap("[data-act=find]")
    page.locator(".tile").first.tap()
    for number in (1, 2, 3):
        page.set_input_files("[data-add-photo] input", photo() | {"name": f"{number}.jpg"})
        expect(page.locator("[data-previews] img[src]")).to_have_count(number)
    page.tap("[data-act=keep]")
    page.clock.fast_forward(1000)
    page.tap("[data-foot=walking] [data-act=finish]")
    page.clock.fast_forward(1000)
    line = Line(page, STAGE, hold=True)
    page.tap("[data-act=submit]")
    expect(page.locator("[data-act=submit]")).to_contain_text("正在上传照片 1/3")
    for _ in (1, 2, 3):
        wait_until(page, lambda: line.held)
        page.clock.fast_forward(50_000)
        line.let_go()
    expect(page.locator("[data-stored-title]:visible")).to_have_text("已提交")
    page.goto("/patrols/")
    page.locator(".cells .cell").first.tap()
    page.wait_for_url(PATROL)
    assert page.locator(".photos img").count() == 3


def test_a_line_cut_while_sending_leaves_the_form_its_words_and_a_way_on(page, site):
    """A16: the browser's own error page stood there; the draft was shown nowhere, and stayed after it was taken."""
    before = count(site, "issues_issue")
    fill(page, "断线的上报", photo())
    Line(page, "**/issues/report/", cut=(1,))
    page.tap(SEND)
    expect(page.locator("[data-stored]")).to_be_visible()
    expect(page.locator("[data-stored] h2")).to_have_text("已提交")  # it went again by itself
    assert count(site, "issues_issue") == before + 1
    assert (page.evaluate(SAVED), page.evaluate(PHOTOS)) == (
        0,
        1,
    )  # the photo stays 30 days, should a backup be put back
    page.goto("/")
    expect(page.locator("[data-unsent-row]")).to_have_count(0)


def test_back_inside_a_finding_or_the_summary_stays_in_the_walk(page):
    """A15: the phone's back left the walk."""
    page.goto("/patrols/start/")
    begin(page)
    walk = page.url
    page.tap("[data-act=find]")
    page.locator(".tile").first.tap()
    page.fill("[name=w-text]", "岸边有垃圾")
    page.go_back()
    expect(page.locator("[data-findings]")).to_contain_text("岸边有垃圾")
    page.tap("[data-foot=walking] [data-act=finish]")
    expect(page.locator("[data-act=submit]")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-foot=walking] [data-act=finish]")).to_be_visible()
    assert page.url == walk
    page.tap("[data-foot=walking] [data-act=finish]")
    page.tap("[data-act=submit]")
    page.wait_for_url(re.compile(r"/patrols/\d+/receipt/$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/patrols/start/"))
