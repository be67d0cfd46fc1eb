"""The controls of test_offline.py: the same trial with one guard off, by a switch of the test alone, must be seen to fail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.entering import sign_in
from tests.browser.network import STAGE, Line, rows
from tests.browser.phones import Phone, stored, until, wait_until, walk
from tests.browser.queues import SUBMIT, SUMS, all_sent, begin, forget, hand_in, ids, patrols, photos, trouble

pytestmark = pytest.mark.browser
# Guards that a control takes away, in the script as the phone gets it: (file, what stands there, what stands there instead).
NO_STORE = ("parcels/keeping", 'inParcels("readwrite", (table) => table.put(parcel, parcel.id))', "Promise.resolve()")
NO_RECEIPT = (
    "parcels/delivering",
    'return { state: "later"',
    'return { state: "sent", receipt: { url: "/", page: "/me/" }',
)
NO_NUMBER = (
    "parcels/delivering",
    'data.set(kind === "walk" ? "client_id" : "parcel", id)',
    'data.set("client_id", crypto.randomUUID())',
)
NO_LOCK = ("parcels/lock", "if (navigator.locks)", "if (navigator) return act();\n  if (navigator.locks)")
NO_PAUSE = ("parcels/sender", "Math.min(LONGEST, 2 ** tries) * 1000", "0")
NO_PATIENCE = ("parcels/handover", "timer = setTimeout(end, SILENCE, ", "timer = Number(SILENCE, ")
NO_SLOTS = ("lib/staging", "Boolean(photo.upload) && Date.now() - photo.at < FRESH", "false")
NO_PHOTO_ANSWER = (
    "lib/staging",
    "await send(url, data, how);",
    'await send(url, data, how).catch(() => ({ told: { id: " " } }));',
)
NO_COUNT = ("walk/draft", "String(each.photos.length)", '""')
NO_SAME_BYTES = ("lib/staging", 'data.append("photo", blob,', 'data.append("photo", new Blob([blob, "x"]),')
NO_NEXT_REACH = ("walk/reaches", "if (!reach) return false;", "return false;")
NO_OWNER = ("lib/sending", 'if (user) request.setRequestHeader("X-Parcel-User", user);', "")
NO_PHOTOS_AGAIN = ("parcels/reconciling", "delete photo.upload", "photo.upload")


def without(phone: Phone, *guards: tuple[str, str, str]) -> None:
    for guard in guards:
        phone.context.route(re.compile(rf"/js/{guard[0]}\.[^/]*js$"), taken_away(guard))


def taken_away(guard: tuple[str, str, str]):
    _, there, instead = guard

    def answer(route):
        code = route.fetch().text()
        assert there in code
        route.fulfill(body=code.replace(there, instead), content_type="text/javascript")

    return answer


def walking(chief: Phone) -> None:
    begin(chief)
    chief.page.wait_for_selector("[data-act=finish]:visible")


def more_than(site, before: int) -> bool:
    return len(rows(site, "select id from patrols_patrol")) > before


def test_what_is_not_stored_is_lost(phone, wire):
    chief = phone("block")
    without(chief, NO_STORE)
    walking(chief)
    wire.set("down")
    hand_in(chief, 1, 0)
    chief.kill()
    wire.set("up")
    chief.open()
    chief.again("zhangcun")
    chief.page.goto("/unsent/")
    expect(chief.page.locator("[data-none]")).to_be_visible()


def test_without_the_service_worker_a_page_that_is_loaded_again_is_gone(phone, wire):
    chief = phone("block")
    walking(chief)
    wire.set("down")
    with pytest.raises(Error, match="ERR_"):
        chief.page.reload()


def test_without_it_and_without_the_page_that_becomes_the_next_reach_the_day_ends_after_one_walk(phone, wire):
    chief = phone("block")
    without(chief, NO_NEXT_REACH)
    walking(chief)
    wire.set("down")
    hand_in(chief, 1, 0)
    chief.page.locator("[data-next-rows] button").first.click()
    assert chief.page.locator("[data-stage=walking]").is_hidden()
    assert len(ids(chief)) == 1


def test_an_answer_that_passes_for_a_receipt_loses_the_walk(phone, site):
    chief = phone("block")
    without(chief, NO_RECEIPT)
    begin(chief)
    trouble("500", site, chief)
    walk(chief.page)
    chief.page.wait_for_url("**/me/")
    all_sent(chief)
    assert patrols(site, ids(chief)) == []


def test_a_number_made_at_each_try_doubles_the_walk(phone, site):
    chief = phone("block")
    without(chief, NO_NUMBER)
    begin(chief)
    before = len(rows(site, "select id from patrols_patrol"))
    trouble("lost", site, chief)
    walk(chief.page)
    stored(chief.page)
    wait_until(chief.page, lambda: more_than(site, before + 1))


def test_without_a_pause_a_server_in_trouble_is_pressed_again_and_again(phone):
    chief, presses = phone("block"), []
    without(chief, NO_PAUSE)
    begin(chief)
    chief.context.route(SUBMIT, lambda route: presses.append(1) or route.fulfill(status=500, body="500"))
    walk(chief.page)
    wait_until(chief.page, lambda: len(presses) >= 12)  # with its pauses a quarter of an hour


def test_without_patience_a_silent_server_keeps_the_walker_waiting(phone, wire):
    chief = phone("block")
    without(chief, NO_PATIENCE)
    chief.page.clock.install()
    walking(chief)
    wire.set("mute")
    walk(chief.page)
    until(chief.page, "async () => Boolean(document.querySelector('[data-act=submit][aria-busy]'))")
    chief.page.clock.run_for(30_000)
    assert chief.page.locator("[data-act=submit][aria-busy]").is_visible()


def test_without_its_slots_a_cut_line_costs_the_photos_that_were_there(phone):
    chief = phone("block")
    without(chief, NO_SLOTS)
    begin(chief)
    line = Line(chief.page, STAGE, cut=(2,))
    walk(chief.page, 3)
    stored(chief.page)
    all_sent(chief)
    assert len(line.sizes) == 5  # the first, the second cut, and all three anew


def test_a_photo_believed_without_an_answer_is_missed_by_the_count(phone, site):
    chief = phone("block")
    without(chief, NO_PHOTO_ANSWER)
    begin(chief)
    Line(chief.page, STAGE, cut=(2,))
    walk(chief.page, 2)
    expect(chief.page.locator("[data-trouble-words]")).not_to_be_empty()  # back with its user, and nothing lost
    assert chief.page.locator("[data-stage=summary]").is_visible()
    assert ids(chief) == []


def test_believed_and_not_counted_it_is_lost(phone, site):
    chief = phone("block")
    without(chief, NO_PHOTO_ANSWER, NO_COUNT)
    begin(chief)
    Line(chief.page, STAGE, cut=(2,))
    walk(chief.page, 2)
    chief.page.wait_for_url("**/receipt/")
    pictures = chief.page.evaluate(SUMS)
    assert patrols(site, ids(chief)) == ids(chief)
    assert (len(pictures), len(photos(site, pictures))) == (2, 1)


def test_a_photo_that_changes_on_its_way_is_seen_by_its_digest(phone, site):
    chief = phone("block")
    without(chief, NO_SAME_BYTES)
    begin(chief)
    walk(chief.page, 1)
    chief.page.wait_for_url("**/receipt/")
    assert patrols(site, ids(chief)) == ids(chief)
    assert photos(site, chief.page.evaluate(SUMS)) == []


@pytest.mark.parametrize(("guards", "made"), [((NO_LOCK,), 1), ((NO_LOCK, NO_NUMBER), 2)])
def test_without_the_lock_two_tabs_are_at_one_walk_and_only_its_number_keeps_it_single(phone, site, guards, made):
    chief, held = phone("block"), []
    without(chief, *guards)
    other = chief.context.new_page()
    other.goto("/unsent/")
    before = len(rows(site, "select id from patrols_patrol"))
    chief.context.route(SUBMIT, lambda route: held.append(route))  # the method itself takes no mark of Playwright
    begin(chief)
    walk(chief.page)
    other.get_by_role("button", name="现在上传").click()
    wait_until(chief.page, lambda: len(held) >= 2)
    answered: list[object] = []
    chief.context.on("requestfinished", lambda request: answered.append(request) if request in sent else None)
    sent = [route.request for route in held]
    chief.context.unroute(SUBMIT)
    for route in held:
        route.continue_()
    wait_until(chief.page, lambda: len(answered) >= 2)
    assert len(rows(site, "select id from patrols_patrol")) == before + made


def test_without_its_owner_a_walk_goes_in_as_another_persons(phone, site):
    chief = phone("block")
    without(chief, NO_OWNER)
    walking(chief)
    chief.sign_out(stay=True)
    sign_in(chief.context.new_page(), "xunhe")
    walk(chief.page)
    all_sent(chief)
    whose = (
        "select u.username from patrols_patrol p join accounts_user u on u.id = p.user_id order by p.id desc limit 1"
    )
    [(name,)] = rows(site, whose)
    assert name == "xunhe"


def test_a_walk_sent_again_without_its_photos_does_not_come_back(phone, site):
    chief = phone("block")
    without(chief, NO_PHOTOS_AGAIN)
    begin(chief)
    walk(chief.page, 2)
    chief.page.wait_for_url("**/receipt/")
    wanted = ids(chief)
    forget(site, wanted, chief.page.evaluate(SUMS))
    chief.sign_out()
    sign_in(chief.page, "zhangcun")
    wait_until(chief.page, lambda: [each["state"] for each in chief.queue()] == ["look"])
    assert patrols(site, wanted) == []
