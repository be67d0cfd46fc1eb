"""Steps of problems made without a line: somebody was faster, something is to be put right, thrown away, saved as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.network import rows
from tests.browser.phones import QUEUE, photo, until

pytestmark = pytest.mark.browser
SEND = "#step form[data-keep] button[type=submit]"
SENT = f"async () => (await ({QUEUE})()).every(each => each.state === 'sent')"
PARTS = """async ([sizes, most]) => {
  const { partsOf } = await import("/static/js/parcels/file.js");
  const photo = (size) => ({ jpeg: "x".repeat(size) });
  const entries = sizes.map((each, id) => ({ id, kind: "walk", fields: { note: ["字"], "f0-photo_count": ["9"] }, photos: each.map(photo) }));
  return partsOf(entries, most).map((file) => file.map(({ id, photos, part, fields }) =>
    [id, photos.length, part || null, "f0-photo_count" in fields]));
}"""


@pytest.fixture
def enter(browser, site) -> Iterator[Callable[..., Page]]:
    """Whose line may fail: then the console's complaints are none."""
    contexts = []

    def _enter(key: str, size: dict[str, int] = PHONE) -> Page:
        contexts.append(browser.new_context(viewport=size, locale="zh-CN", base_url=site.url, accept_downloads=True))
        page = contexts[-1].new_page()
        sign_in(page, key)
        return page

    yield _enter
    for context in contexts:
        context.close()


@pytest.fixture
def issues(site) -> Iterator[int]:
    """In the hands of the town's unit, each taken by one test."""
    found = rows(site, "select i.id from issues_issue i join accounts_department d on d.id = i.unit_id "
                       "where i.state = 'rectifying' and d.name = '桥头镇人民政府' order by i.id")  # fmt: skip
    return iter([pk for (pk,) in found])


def state(site, pk: int) -> str:
    return rows(site, f"select state from issues_issue where id = {pk}")[0][0]


def apply(page: Page, pk: int, words: str, pictures: int = 1) -> None:
    page.goto(f"/issues/{pk}/apply/")
    page.get_by_label("整改措施与完成情况").fill(words)
    if pictures:
        page.set_input_files("#step input[type=file]", [photo(pk * 100 + n) for n in range(pictures)])
        expect(page.locator(".previews li")).to_have_count(pictures)


def cut(page: Page) -> None:
    """Pages still come, and nothing goes."""
    page.context.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())


def mend(page: Page) -> None:
    page.context.unroute("**/*")


def hand_in(page: Page) -> None:
    page.click(SEND)
    expect(page.locator("[data-stored] h2")).to_have_text("已存在手机上，待上传")


def test_who_was_overtaken_without_a_line_is_told_and_loses_nothing(enter, issues, site):
    pk, page, desk = next(issues), enter("zhenban"), enter("zhenban", DESK)
    apply(page, pk, "在手机上写的整改情况")
    page.context.set_offline(True)
    hand_in(page)
    apply(desk, pk, "在电脑上先办了")
    desk.click(SEND)
    desk.wait_for_url(re.compile(rf"/issues/{pk}/$"))
    assert state(site, pk) == "applied"
    page.context.set_offline(False)
    expect(page.locator("[data-stored] h2")).to_have_text("已收下，等核对")
    expect(page.locator("[data-stored] p").first).to_contain_text("等河长办核对")
    page.goto("/unsent/")
    expect(page.locator("[data-sent-rows] [data-state]").first).to_have_text("已收下，等河长办核对")
    page.goto(f"/issues/{pk}/")
    expect(page.get_by_text("在手机上写的整改情况")).to_be_visible()
    expect(page.get_by_role("heading", name="没有办成：申请销号")).to_have_count(1)


def test_who_was_overtaken_at_a_desk_is_told_at_once(enter, issues, site):
    pk, late, first = next(issues), enter("zhenban", DESK), enter("zhenban", DESK)
    apply(late, pk, "在另一页上写的整改情况")
    apply(first, pk, "先办了")
    first.click(SEND)
    first.wait_for_url(re.compile(rf"/issues/{pk}/$"))
    late.click(SEND)
    expect(late.locator("[data-stored] h2")).to_have_text("已收下，等核对")
    expect(late.locator("[data-stored] p").first).to_contain_text("不能再“申请销号”")


def test_the_form_opened_again_says_that_it_is_filled_in(enter, issues):
    pk, page = next(issues), enter("zhenban")
    apply(page, pk, "已经填好的整改情况")
    cut(page)
    hand_in(page)
    page.goto(f"/issues/{pk}/apply/")
    expect(page.locator("[data-pending]")).to_contain_text("已经填好的不用再填")
    page.goto("/me/")
    expect(page.locator("[data-leaving]").last).to_have_attribute("data-confirm", re.compile("还有 1 条没有上传"))
    mend(page)
    page.goto(f"/issues/{pk}/")
    expect(page.locator("[data-pending]")).to_have_count(0)
    page.goto(f"/issues/{pk}/apply/")
    expect(page.locator("[data-pending]")).to_have_count(0)


def test_what_is_to_be_put_right_leads_back_to_the_form_with_its_words(enter, issues, site):
    pk, page = next(issues), enter("zhenban")
    apply(page, pk, "忘了拍照的一次", pictures=0)
    page.context.set_offline(True)
    hand_in(page)
    page.context.set_offline(False)
    expect(page.locator("[data-stored] h2")).to_have_text("需要您看一下")
    page.goto("/unsent/")
    expect(page.locator("[data-words]")).to_contain_text("照片")
    page.get_by_role("button", name="打开修改").click()
    page.wait_for_url(f"**/issues/{pk}/apply/")
    expect(page.get_by_label("整改措施与完成情况")).to_have_value("忘了拍照的一次")
    page.set_input_files("#step input[type=file]", [photo(pk * 100)])
    expect(page.locator(".previews li")).to_have_count(1)
    page.click(SEND)
    page.wait_for_url(re.compile(rf"/issues/{pk}/$"))
    assert state(site, pk) == "applied"
    assert rows(site, f"select count(*) from issues_issuetransition where issue_id = {pk} and verb = 'apply'") == [(1,)]


def test_throwing_away_asks_first(enter, issues, site):
    pk, page = next(issues), enter("zhenban")
    apply(page, pk, "不要了的一份")
    cut(page)
    hand_in(page)
    page.goto("/unsent/")
    page.get_by_role("button", name="删除").click()
    expect(page.locator("dialog")).to_contain_text("文字和照片都会删掉")
    page.get_by_role("button", name="取消").click()
    expect(page.locator("[data-rows] .parcel")).to_have_count(1)
    page.get_by_role("button", name="删除").click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator("[data-rows] .parcel")).to_have_count(0)
    assert page.evaluate(QUEUE) == []
    mend(page)
    page.reload()
    assert state(site, pk) == "rectifying"


def bring_in(office: Page, path) -> None:
    office.goto("/parcels/file/")
    office.set_input_files("input[type=file]", path)
    office.get_by_role("button", name="看看里面有什么").click()
    expect(office.get_by_text("待导入").first).to_be_visible()
    office.get_by_role("button", name="导入 1 条").click()
    expect(office.get_by_text("已导入").first).to_be_visible()


def test_the_file_of_a_phone_goes_in_at_the_office_whole_or_in_parts(enter, issues, site, tmp_path):
    pk, page, office = next(issues), enter("zhenban"), enter("hezhangban", DESK)
    apply(page, pk, "手机快没电了", pictures=3)
    cut(page)
    hand_in(page)
    page.goto("/unsent/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="另存为文件").click()
    waiting.value.save_as(tmp_path / "one.json")
    expect(page.locator("[data-files]")).to_be_hidden()
    page.evaluate("document.querySelector('[data-listing]').dataset.most = '20000'")  # of each file, instead of 19 MB
    page.get_by_role("button", name="另存为文件").click()
    links = page.locator("[data-file-links] a")
    expect(links).to_have_count(3)
    names = []
    for number in reversed(range(3)):
        with page.expect_download() as waiting:
            links.nth(number).click()
        names.append(waiting.value.suggested_filename)
        waiting.value.save_as(tmp_path / f"{number}.json")
    assert len(set(names)) == 3
    for path in sorted(tmp_path.glob("[0-9].json"), reverse=True):
        bring_in(office, path)
    office.goto("/parcels/file/")
    office.set_input_files("input[type=file]", tmp_path / "one.json")
    office.get_by_role("button", name="看看里面有什么").click()
    expect(office.get_by_text("已经收到").first).to_be_visible()
    assert state(site, pk) == "rectifying"  # kept, and not done in the person's name
    mend(page)
    page.get_by_role("button", name="现在上传").click()
    until(page, SENT)
    assert state(site, pk) == "applied"
    assert rows(site, f"select count(*) from issues_issuetransition where issue_id = {pk} and verb = 'apply'") == [(1,)]


def test_files_are_cut_between_records_and_within_one_that_is_too_heavy(enter):
    page = enter("zhenban")
    page.goto("/unsent/")
    told = page.evaluate(PARTS, [[[3000], [3000], [3000, 3000, 3000, 3000], [100]], 8000])
    assert told == [
        [[0, 1, None, True], [1, 1, None, True]],
        [[3, 1, None, True]],
        [[2, 2, [1, 2], False]],
        [[2, 2, [2, 2], False]],
    ]
