"""Without signal: what was handed in lies on the phone until the server's receipt, whatever happens to phone, line and server.

Each promise has its control in test_offline_controls.py.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.entering import sign_in
from tests.browser.line import flapping
from tests.browser.network import STAGE, Line
from tests.browser.phones import stored, until, wait_until, walk
from tests.browser.queues import SUBMIT, SUMS, all_sent, begin, forget, hand_in, ids, patrols, photos, trouble

pytestmark = pytest.mark.browser
# As another tab does that is sending: it has the lock before a page of this one, until it lets go.
HELD = "navigator.locks.request('hz-parcels', () => new Promise((done) => { window.letGo = done; }));"
WAITING = "async () => (await navigator.locks.query()).pending.some(({ name }) => name === 'hz-parcels')"


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
    wait_until(chief.page, lambda: wire.cuts)  # the first try may have met a line that was just gone
    assert patrols(site, wanted) == []
    wire.set("up")
    all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)


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


def test_a_server_in_trouble_is_tried_again_after_longer_and_longer_pauses(phone, site):
    chief, at = phone("block"), []

    def answer(route):
        at.append(chief.page.evaluate("Date.now()"))
        route.fulfill(status=500, body="500") if len(at) < 3 else route.continue_()

    begin(chief)
    chief.context.route(SUBMIT, answer)
    walk(chief.page)
    stored(chief.page)
    all_sent(chief)
    pauses = [later - earlier for earlier, later in pairwise(at)]
    assert [pause >= least for pause, least in zip(pauses, (1000, 2000), strict=True)] == [True, True]
    assert patrols(site, ids(chief)) == ids(chief)


def test_photos_that_are_there_are_not_sent_again_after_a_cut(phone, site):
    chief = phone("block")
    begin(chief)
    line = Line(chief.page, STAGE, cut=(2,))
    walk(chief.page, 3)
    stored(chief.page)
    all_sent(chief)
    assert len(line.sizes) == 4  # the first, the second cut, the second, the third
    assert len(photos(site, chief.page.evaluate(SUMS))) == 3


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
    chief.sign_out()
    wire.set("up")
    sign_in(chief.page, "xunhe")
    expect(chief.page.locator("[data-parcels-words]")).to_contain_text("这部手机上另有别人的 1 条记录没有上传")
    chief.page.goto("/unsent/")
    expect(chief.page.locator("[data-foreign]")).to_contain_text("别人的 1 条记录")
    assert chief.page.locator("[data-parcel]").count() == 0
    chief.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    assert patrols(site, wanted) == []
    chief.sign_out()
    sign_in(chief.page, "zhangcun")
    all_sent(chief)
    assert patrols(site, wanted) == wanted


def test_a_page_left_open_does_not_send_as_who_signed_in_elsewhere(phone, site, wire):
    chief = phone("block")
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")
    chief.sign_out(stay=True)
    other = chief.context.new_page()
    sign_in(other, "xunhe")
    walk(chief.page)
    expect(chief.page.locator("[data-stored-words]")).to_contain_text("另一位同志登录")
    assert patrols(site, ids(chief)) == [] and [each["state"] for each in chief.queue()] == ["waiting"]


def test_a_database_of_yesterday_is_filled_again_by_the_phone_at_the_next_sign_in(phone, site):
    chief = phone("block")
    begin(chief)
    walk(chief.page, 2)
    chief.page.wait_for_url("**/receipt/")
    wanted, pictures = ids(chief), chief.page.evaluate(SUMS)
    assert patrols(site, wanted) == wanted
    forget(site, wanted, pictures)
    chief.page.reload()  # without the question nothing goes: the control
    all_sent(chief)
    assert patrols(site, wanted) == []
    chief.sign_out()
    chief.again("zhangcun")
    wait_until(chief.page, lambda: patrols(site, wanted))
    all_sent(chief)
    assert patrols(site, wanted) == wanted and photos(site, pictures) == sorted(pictures)


def test_what_the_server_has_lost_waits_its_turn_while_another_tab_is_sending(phone, site):
    chief = phone("block")
    begin(chief)
    walk(chief.page)
    chief.page.wait_for_url("**/receipt/")
    wanted = ids(chief)
    forget(site, wanted, [])
    chief.sign_out()
    chief.context.add_init_script(HELD)
    chief.again("zhangcun")
    until(chief.page, WAITING)
    assert patrols(site, wanted) == []
    chief.page.evaluate("letGo()")
    wait_until(chief.page, lambda: patrols(site, wanted))
