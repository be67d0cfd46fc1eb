"""Without signal: what was handed in lies on the phone until the server's receipt, whatever happens to phone, line and server.

Each promise has its control: the same trial with the guard off, by a switch of the test alone, must be seen to fail.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.line import Wire, flapping
from tests.browser.network import rows
from tests.browser.phones import QUEUE, Phone, stored, until, walk

pytestmark = pytest.mark.browser
SUBMIT = "**/patrols/submit/"
# The bytes of every photo on the phone, by their SHA-256: what is to arrive.
SUMS = """async () => {
  const base = await new Promise(done => { indexedDB.open("hz-patrol", 1).onsuccess = event => done(event.target.result); });
  const all = base.transaction("photos").objectStore("photos").getAll();
  await new Promise(done => { all.onsuccess = done; });
  base.close();
  const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, "0")).join("");
  return Promise.all(all.result.map(async buffer => hex(await crypto.subtle.digest("SHA-256", buffer))));
}"""


@pytest.fixture
def wire(site) -> Iterator[Wire]:
    made = Wire(int(site.url.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def phone(play, site, wire, tmp_path):
    """The village chief's phone behind a line of its own; ``workers="block"``: where there is no service worker (WeChat on iOS)."""
    opened = []

    def _phone(workers: str = "allow", key: str = "zhangcun") -> Phone:
        made = Phone(play, tmp_path / f"phone{len(opened)}", wire.url, workers=workers)
        opened.append(made)
        made.enter(key)
        return made

    yield _phone
    for each in opened:
        each.close()


# Guards that a control takes away, in the script as the phone gets it: (file, what stands there, what stands there instead).
NO_STORE = ("keeping", 'inParcels("readwrite", (table) => table.put(parcel, parcel.id))', "Promise.resolve()")
NO_RECEIPT = ("delivering", 'return { state: "later"', 'return { state: "sent", receipt: { url: "/", page: "/me/" }')
NO_NUMBER = (
    "delivering",
    'data.set(kind === "walk" ? "client_id" : "parcel", id)',
    'data.set("client_id", crypto.randomUUID())',
)


def without(phone: Phone, guard: tuple[str, str, str]) -> None:
    name, there, instead = guard

    def answer(route):
        code = route.fetch().text()
        assert there in code
        route.fulfill(body=code.replace(there, instead), content_type="text/javascript")

    phone.context.route(re.compile(rf"/js/parcels/{name}\.[^/]*js$"), answer)


def ids(phone: Phone) -> list[str]:
    return sorted(each["id"].replace("-", "") for each in phone.queue())


def patrols(site, wanted: list[str]) -> list[str]:
    """The rows that the server has under these numbers."""
    return sorted(str(number) for (number,) in rows(site, "select client_id from patrols_patrol") if number in wanted)


def photos(site, wanted: list[str]) -> list[str]:
    """The photos of findings with these digests, each as often as it hangs on one."""
    sql = "select u.sha256 from patrols_findingphoto p join files_upload u on u.id = p.upload_id"
    return sorted(sha for (sha,) in rows(site, sql) if sha in wanted)


def begin(phone: Phone) -> None:
    phone.page.locator(".reach-card .btn").first.click()


def all_sent(phone: Phone) -> None:
    until(phone.page, f"async () => (await ({QUEUE})()).every(each => each.state === 'sent')")


def hand_in(phone: Phone, count: int, each: int) -> None:
    """So many walks with so many photos, one after the other on the page that is open: nothing is loaded meanwhile."""
    for number in range(count):
        walk(phone.page, each)
        stored(phone.page)
        if number < count - 1:
            phone.page.locator("[data-next-rows] button").nth(number % 2).click()


@pytest.mark.parametrize("workers", ["allow", "block"])
def test_a_day_without_signal_and_a_killed_browser_lose_and_double_nothing(phone, site, wire, workers):
    chief = phone(workers)
    if workers == "allow":
        chief.ready()
        wire.set("down")
        chief.page.reload()  # from the phone itself
        expect(chief.page.locator("[data-offline]")).to_contain_text("离线：这是")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("down")
    hand_in(chief, 20, 3)
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    assert (len(wanted), len(set(pictures))) == (20, 60)
    assert patrols(site, wanted) == []
    chief.kill()
    chief.open()
    if workers == "allow":
        chief.page.goto("/unsent/")
        expect(chief.page.locator("[data-waiting-title]")).to_have_text("未上传 20 条")
    wire.set("up")
    chief.again("zhangcun")  # sent on load, without a tap
    all_sent(chief)
    assert patrols(site, wanted) == wanted
    assert photos(site, pictures) == sorted(pictures)


def test_control_what_is_not_stored_is_seen_to_be_lost(phone, wire):
    chief = phone("block")
    without(chief, NO_STORE)
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("down")
    hand_in(chief, 1, 0)
    chief.kill()
    wire.set("up")
    chief.open()
    chief.again("zhangcun")
    chief.page.goto("/unsent/")
    expect(chief.page.locator("[data-none]")).to_be_visible()


def test_a_line_that_comes_and_goes_costs_nothing(phone, site, wire):
    chief = phone()
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("down")
    hand_in(chief, 4, 2)
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    with flapping(wire, up=2, down=3):
        all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)


def test_a_line_cut_in_the_middle_of_a_photo_goes_on_from_there(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("cut", after=6_000)  # half a photo
    walk(chief.page, 2)
    stored(chief.page)
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    while not wire.cuts:  # the first try may have met a line that was just gone
        chief.page.wait_for_timeout(50)
    assert patrols(site, wanted) == []
    wire.set("up")
    all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)


def trouble(kind: str, site, phone: Phone) -> None:
    """The server as it must not be: it fails, or takes the walk and its answer is lost on the way."""

    def answer(route):
        if kind == "500":
            route.fulfill(status=500, body="<h1>500</h1>", content_type="text/html")
        elif kind == "502":
            route.fulfill(status=502, body='{"url": "/"}', content_type="application/json")
        else:
            route.fetch()
            route.abort()

    phone.context.route(SUBMIT, answer, times=1)


@pytest.mark.parametrize("kind", ["500", "502", "lost"])
def test_no_answer_but_the_receipt_ends_the_sending(phone, site, kind):
    chief = phone("block")
    begin(chief)
    trouble(kind, site, chief)
    walk(chief.page)
    stored(chief.page)
    wanted = ids(chief)
    all_sent(chief)
    expect(chief.page.locator("[data-stage=stored] h2:visible")).to_have_text("已提交")
    assert patrols(site, wanted) == wanted


def test_control_an_answer_that_passes_for_a_receipt_is_seen_to_lose(phone, site):
    chief = phone("block")
    without(chief, NO_RECEIPT)
    begin(chief)
    trouble("500", site, chief)
    walk(chief.page)
    chief.page.wait_for_url("**/me/")
    all_sent(chief)
    assert patrols(site, ids(chief)) == []


def test_control_a_number_made_at_each_try_is_seen_to_double(phone, site):
    chief = phone("block")
    without(chief, NO_NUMBER)
    begin(chief)
    before = len(rows(site, "select id from patrols_patrol"))
    trouble("lost", site, chief)
    walk(chief.page)
    stored(chief.page)
    while len(rows(site, "select id from patrols_patrol")) < before + 2:
        chief.page.wait_for_timeout(50)


def test_a_server_that_never_answers_holds_nobody_up(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("mute")
    walk(chief.page)
    stored(chief.page)  # by the patience of the page, not of the line
    wanted = ids(chief)
    wire.set("up")
    all_sent(chief)
    assert patrols(site, wanted) == wanted


def test_two_tabs_send_each_parcel_once(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("down")
    hand_in(chief, 3, 1)
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    sent: list[str] = []
    chief.context.on(
        "request", lambda request: request.method == "POST" and sent.append(request.url.rpartition("/p")[2])
    )
    wire.set("up")
    other = chief.context.new_page()
    other.goto("/unsent/")
    chief.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)
    assert sent.count("atrols/submit/") == 3


def test_another_person_on_the_phone_neither_sees_nor_sends_them(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    wire.set("down")
    hand_in(chief, 1, 1)
    wanted = ids(chief)
    chief.context.clear_cookies()
    wire.set("up")
    sign_in(chief.page, "xunhe")
    expect(chief.page.locator("[data-parcels-words]")).to_contain_text("这部手机上另有别人的 1 条记录没有上传")
    chief.page.goto("/unsent/")
    expect(chief.page.locator("[data-foreign]")).to_contain_text("别人的 1 条记录")
    assert chief.page.locator("[data-parcel]").count() == 0
    chief.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    assert patrols(site, wanted) == []
    chief.context.clear_cookies()
    sign_in(chief.page, "zhangcun")
    all_sent(chief)
    assert patrols(site, wanted) == wanted


def test_a_page_left_open_does_not_send_as_who_signed_in_elsewhere(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    chief.context.clear_cookies()
    other = chief.context.new_page()
    sign_in(other, "xunhe")
    walk(chief.page)
    expect(chief.page.locator("[data-stored-words]")).to_contain_text("另一位同志登录")
    assert patrols(site, ids(chief)) == [] and [each["state"] for each in chief.queue()] == ["waiting"]


def forget(site, wanted: list[str]) -> None:
    """What a backup of yesterday does not have."""
    words = ",".join(f"'{number}'" for number in wanted)
    walks = f"select id from patrols_patrol where client_id in ({words})"
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        findings = f"select id from patrols_finding where patrol_id in ({walks})"
        base.execute(f"delete from patrols_findingphoto where finding_id in ({findings})")
        base.execute(f"delete from patrols_finding where patrol_id in ({walks})")
        base.execute(f"delete from patrols_patrol where client_id in ({words})")
        base.execute(f"delete from parcels_parcel where client_id in ({words})")


def test_a_database_of_yesterday_is_filled_again_by_the_phone_at_the_next_sign_in(phone, site):
    chief = phone("block")
    begin(chief)
    walk(chief.page, 2)
    chief.page.wait_for_url("**/receipt/")
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    assert patrols(site, wanted) == wanted
    forget(site, wanted)
    chief.page.reload()  # without the question nothing goes: the control
    all_sent(chief)
    assert patrols(site, wanted) == []
    chief.context.clear_cookies()
    chief.again("zhangcun")
    while not patrols(site, wanted):
        chief.page.wait_for_timeout(50)
    all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)
