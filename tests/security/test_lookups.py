"""Conditions, orders, dates and page numbers that a form would never send: 400 or no effect, never a fault."""

from urllib.parse import quote

import pytest
from django.urls import get_resolver

from hezhang.core.web.lists import registry

# of the round in tests/security/hostile.py
pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.once, pytest.mark.clock()]

LISTS = {
    "/rivers/": "clerk",
    "/rivers/signboards/": "clerk",
    "/rivers/sections/": "clerk",
    "/rivers/chiefs/": "clerk",
    "/patrols/": "clerk",
    "/patrols/duty/": "clerk",
    "/patrols/start/": "village_chief",
    "/patrols/walk/": "village_chief",
    "/issues/": "clerk",
    "/issues/report/": "clerk",
    "/assessment/": "clerk",
    "/people/": "clerk",
    "/people/departments/": "clerk",
    "/messages/": "clerk",
    "/messages/outbox/": "clerk",
    "/journal/": "audit_admin",
}
# Also in the phone's own shape of the list.
PHONE = dict.fromkeys(("/patrols/", "/issues/", "/assessment/"), "village_chief")
VALUES = [
    "\x00",
    "2026-13-45",
    "0000-00-00",
    "9" * 40,
    "-1",
    "NaN",
    "' OR 1=1 --",
    "𠮷\u202e😀",
    "user__password",
    "__class__",
    "9223372036854775808",
]
OWN = ["order", "page", "page_size", "columns", "tab", "after", "before", "q", "reach", "river", "span", "town", "post"]
LOOKUPS = {"user__password__startswith": "a", "state__in": "closed", "reporter__user__password__gt": "", "pk__gte": "1"}


def parameters() -> list[str]:
    """Every name that any list reads, with the endings of two-part fields."""
    _ = get_resolver().url_patterns
    names = {
        name
        for entry in registry._entries.values()
        if entry.spec.filterset
        for name in entry.spec.filterset.base_filters
    }
    endings = ("", "_after", "_before", "_min", "_max", "_0", "_1")
    return [*OWN, *sorted(name + end for name in names for end in endings)]


@pytest.mark.parametrize(("url", "member"), [*LISTS.items(), *PHONE.items()])
def test_no_value_is_a_fault(world, enter, url, member):
    client, names = enter(world.cast[member]), parameters()
    client.raise_request_exception = False
    for value in VALUES:
        for some in (OWN, names):
            status = client.get(f"{url}?{'&'.join(f'{name}={quote(value)}' for name in some)}").status_code
            assert status in (200, 400, 404), (url, value, status)


@pytest.mark.parametrize(("url", "member"), [*LISTS.items(), *PHONE.items()])
def test_look_ups_have_no_effect(world, enter, url, member):
    client = enter(world.cast[member])
    if url == "/patrols/walk/":
        url = f"{url}?reach={world.cast.village_reach.pk}&"
    plain = client.get(url)
    tried = client.get(
        url, {**LOOKUPS, **dict(part.split("=") for part in url.partition("?")[2].strip("&").split("&") if part)}
    )
    assert (plain.status_code, tried.status_code) == (200, 200)
    if "listing" in (plain.context or ()):
        assert [row.pk for row in plain.context["listing"].page.rows] == [
            row.pk for row in tried.context["listing"].page.rows
        ]


@pytest.mark.parametrize("order", ["user__password", "-user__password", "?", "pk;drop table", "river__region__name"])
def test_no_order_but_that_of_a_column(world, enter, order):
    client = enter(world.cast.clerk)
    for url in ("/issues/", "/people/", "/rivers/"):
        listing = client.get(url, {"order": order}).context["listing"]
        assert listing.asked.column == "" and "不能按所给的列排序，已按默认顺序显示。" in listing.asked.notices


@pytest.mark.parametrize("pk", ["9223372036854775808", "99999999999999999999999999", "0"])
def test_numbers_beyond_the_database_are_404(world, enter, pk):
    client = enter(world.cast.clerk)
    client.raise_request_exception = False
    for url in ("rivers", "rivers/reaches", "patrols", "issues", "assessment", "people", "messages", "patrols/duty"):
        assert client.get(f"/{url}/{pk}/").status_code == 404, url
    assert client.get(f"/tasks/settings/norms/{pk}/edit/").status_code == 404


def test_a_filter_does_not_reach_beyond_the_scope(world, enter):
    """By the neighbour's region, unit, river or chief: nothing of theirs comes, on the page or in the workbook."""
    client, far = enter(world.cast.clerk), world.rows["neighbour"]
    for url in (
        "/issues/",
        "/patrols/",
        "/rivers/",
        "/rivers/signboards/",
        "/rivers/sections/",
        "/people/departments/",
    ):
        for name in parameters():
            if name in OWN:
                continue
        every = {name: far["region"] for name in parameters() if name not in OWN}
        for params in (every, {"region": far["region"]}, {"river": far["river"]}, {"q": "望北"}, {"name": "望北"}):
            page = client.get(url, params)
            listing = page.context["listing"] if "listing" in (page.context or ()) else None
            assert page.status_code == 200
            for row in listing.page.rows if listing else ():
                assert "望北" not in str(row), (url, params)
