"""What lies on a phone, what the server has of it, and the trouble between the two."""

from __future__ import annotations

import sqlite3

from tests.browser.network import rows
from tests.browser.phones import QUEUE, Phone, stored, until, walk

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
    until(
        phone.page,
        f"async () => {{ const all = await ({QUEUE})(); return all.length && all.every(each => each.state === 'sent'); }}",
    )


def hand_in(phone: Phone, count: int, each: int) -> None:
    """So many walks with so many photos, one after the other on the page that is open: nothing is loaded meanwhile."""
    for number in range(count):
        walk(phone.page, each)
        stored(phone.page)
        if number < count - 1:
            phone.page.locator("[data-next-rows] button").nth(number % 2).click()


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


def forget(site, wanted: list[str], pictures: list[str]) -> None:
    """What a backup of yesterday does not have: these walks, and the photos with these digests."""
    words, sums = (",".join(f"'{each}'" for each in found) for found in (wanted, pictures))
    walks = f"select id from patrols_patrol where client_id in ({words})"
    findings = f"select id from patrols_finding where patrol_id in ({walks})"
    with sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        base.execute(f"delete from patrols_findingphoto where finding_id in ({findings})")
        base.execute(f"delete from patrols_finding where patrol_id in ({walks})")
        base.execute(f"delete from patrols_patrol where client_id in ({words})")
        base.execute(f"delete from parcels_parcel where client_id in ({words})")
        base.execute(
            f"delete from files_staged where upload_id in (select id from files_upload where sha256 in ({sums}))"
        )
        base.execute(f"delete from files_upload where sha256 in ({sums})")
