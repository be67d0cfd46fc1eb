"""Every URL × every member × own town, sibling town, neighbour county: what lies outside is not there.

The rows of the matrix are made from the resolver: a new URL with arguments fails here until ``RECIPES`` says which
row of the world they name. Each request is undone, so that the members don't disturb one another.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import KEYS
from tests.guards import scope_world
from tests.guards.test_urls_guarded import PUBLIC

pytestmark = pytest.mark.story_until("2026-10-08")

ANSWERS = {200, 302, 400, 403, 404, 405, 409, 422}
# Nothing is told, and nothing happens. 405 is given by address alone, before anything is looked up.
CLOSED = {403, 404, 405}
# Argument of the URL → kind of row in the world. By URL name where the argument is called pk.
NAMED = {
    "river_pk": "river",
    "reach_pk": "reach",
    "code": "region",
    "mark": "session",
    "key": "table",
    "thing": "thing",
}
RECIPES = {
    "assessment:round": "round",
    "assessment:compute": "round",
    "assessment:freeze": "round",
    "assessment:report": "round",
    "assessment:add_entry": "round",
    "assessment:withdraw_entry": "entry",
    "assessment:subject": "subject",
    "assessment:score": "score",
    "assessment:override": "score",
    "assessment:scheme": "scheme",
    "assessment:edit_scheme": "scheme",
    "audit:entry": "journal",
    "audit:history": "river",
    "issues:map_issue": "issue",
    "issues:photo": "photo",
    "issues:of_river": "river",
    "issues:of_patrol": "patrol",
    "notify:message": "message",
    "patrols:call": "post",
    "patrols:duty_chief": "post",
    "patrols:finding_photo": "finding_photo",
    "patrols:of_river": "river",
    "patrols:patrol": "patrol",
    "patrols:recall": "patrol",
    "patrols:review": "patrol",
    "people:end_post": "post",
    "people:edit_department": "department",
    "rivers:river": "river",
    "rivers:edit_river": "river",
    "rivers:reach": "reach",
    "rivers:edit_reach": "reach",
    "rivers:appoint": "reach",
    "rivers:who": "reach",
    "rivers:dismiss": "tenure",
    "rivers:leave": "post",
    "rivers:renew_signboard": "board",
    "rivers:split_reach": "reach",
    "rivers:join_reaches": "reach",
    "rivers:undo_cut": "cut",
    "rivers:section": "section",
    "rivers:record_month": "section",
    "rivers:set_target": "section",
    "rivers:map_reach": "reach",
    "rivers:map_board": "board",
    "rivers:map_section": "section",
    "rivers:draw_line": "reach",
    "rivers:move_signboard": "board",
    "rivers:move_section": "section",
    "accounts:revoke_phone": "phone",
    "people:revoke_phone": "phone",
    "web:job": "job",
    "web:job_file": "job",
}
RECIPES |= {
    f"people:{name}": "user" for name in ("person", "edit_person", "enable_person", "disable_person", "reset_password")
}
RECIPES |= {"people:create_post": "user", "people:end_session": "user", "people:reset_two_step": "user"}
RECIPES |= {f"people:{name}": "user" for name in ("create_post", "ask_post", "ask_reset", "ask_disable")}
RECIPES |= {"people:ask_end": "post", "desk:batch": "import_batch", "desk:undo_import": "import_batch"}
RECIPES |= {f"oversight:{name}": "request" for name in ("request", "confirm_request", "decline_request")}
RECIPES |= {"oversight:withdraw_request": "request"}
RECIPES |= {f"issues:{name}": "issue" for name in ("issue", "register", "dispatch", "reject", "supplement")}
UNIT_STEPS = ("sign_for", "return", "rectify", "apply", "verify", "send_back", "close")
RECIPES |= {f"issues:{name}": "sent" for name in UNIT_STEPS}
RECIPES |= {f"rivers:{name}": "handover" for name in ("handover", "hand_over", "take_over", "witness", "file_paper")}
RECIPES |= {"rivers:recount": "handover", "rivers:undo": "handover"}
# The same for every county: no row belongs to a place.
SHARED = {"desks:help_page": {"slug": "start"}, "accounts:set_password": {"link": "ABCD-EFGH-JKMN-PQRS"}}
TABLES = ("setting", "add_setting", "customise_setting", "restore_setting")
SHARED |= {f"web:{name}": {"key": "norms"} for name in TABLES}
RECIPES |= {f"web:{name}": "setting" for name in ("edit_setting", "delete_setting")}
# 三员: the system has one of each, so what they keep is not bound to a county (visible_to of these querysets).
EVERYWHERE = {
    "system_admin": {"people:", "oversight:", "desk:"},
    "security_admin": {"people:", "oversight:"},
    "audit_admin": {"audit:"},
}
# Members of 桥头镇, for whom 柳岸镇 is another's.
TOWN = ["town_chief", "village_chief", "village2_chief", "town_handler", "patroller"]
# Rows that are somebody else's in this world (a job of nobody in the list above, a file that is not written yet).
UNOPENED = {"web:job_file"}


def walk(patterns: Any, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    """(name, names of the arguments) of every URL."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, namespace + (f"{each.namespace}:" if each.namespace else ""))
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", set(each.pattern.regex.groupindex)


def arguments(name: str, wanted: set[str], rows: dict[str, Any]) -> dict[str, Any] | None:
    """The arguments of a URL out of one place's rows; None when that place has no such row; KeyError: no recipe."""
    if name in SHARED:
        return dict(SHARED[name])
    kinds = {arg: NAMED[arg] if arg in NAMED else RECIPES[name] for arg in wanted}
    if not set(kinds.values()) <= set(rows):
        return None
    return {arg: rows[kind] for arg, kind in kinds.items()}


def without_recipe(urls: list[tuple[str, set[str]]]) -> list[str]:
    """URLs of which nobody has said yet which row they name."""
    return [name for name, wanted in urls if wanted - set(NAMED) and name not in SHARED and name not in RECIPES]


def cells(world: Any) -> Iterator[tuple[str, str, str]]:
    """(name, place, URL); the place is "" where the URL names no row of a place."""
    for name, wanted in URLS:
        for place in scope_world.PLACES if wanted and name not in SHARED else ("",):
            kwargs = arguments(name, wanted, world.rows.get(place, {}))
            if kwargs is not None:
                yield name, place, reverse(name, kwargs=kwargs)


def is_outside(member: str, name: str, place: str) -> bool:
    """Whether the row must not be there for the member."""
    if any(name.startswith(prefix) for prefix in EVERYWHERE.get(member, ())):
        return False
    if member.startswith("neighbour_"):
        return place in ("own", "sibling")
    return member != "city_chief" and (place == "neighbour" or (place == "sibling" and member in TOWN))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One dataset for the module, in a transaction of its own."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield scope_world.build(media)
        transaction.set_rollback(True)


@pytest.fixture
def ask(world, settings):
    """(client, method, URL) → answer; whatever the request did is undone."""
    settings.MEDIA_ROOT, settings.DEMO = world.media, False
    logging.disable(logging.CRITICAL)

    def _ask(client: Client, method: str, url: str) -> Any:
        client.raise_request_exception = False
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            response = getattr(client, method)(url)
            transaction.set_rollback(True)
        if response.streaming:
            b"".join(response)  # which closes the file; close() would close the connection, too
        client.cookies = cookies
        return response

    yield _ask
    logging.disable(logging.NOTSET)


URLS = sorted(walk(get_resolver().url_patterns))


def test_every_url_has_a_recipe():
    assert without_recipe(URLS) == []


def test_a_url_without_a_recipe_is_noticed():
    assert without_recipe([("new:thing", {"pk"}), ("new:list", set())]) == ["new:thing"]


@pytest.mark.django_db
@pytest.mark.parametrize("member", KEYS)
def test_member(world, ask, enter, member):
    client, wrong = enter(world.cast[member]), []
    for name, place, url in cells(world):
        if place == "sibling" and member not in TOWN:
            continue
        allowed = CLOSED if is_outside(member, name, place) else ANSWERS
        for method in ("get", "post"):
            status = ask(client, method, url).status_code
            if status not in allowed:
                wrong.append(f"{method} {name} ({place or 'everywhere'}): {status}")
    assert wrong == []


@pytest.mark.django_db
def test_the_rows_are_there_for_somebody(world, ask, enter):
    """Otherwise closed doors would prove nothing."""
    left = {name: url for name, place, url in cells(world) if place == "own"}
    for member in ("clerk", "head", "handler", "town_chief", "system_admin", "security_admin", "audit_admin"):
        client = enter(world.cast[member])
        for name, url in list(left.items()):
            if {ask(client, method, url).status_code for method in ("get", "post")} - CLOSED:
                del left[name]
    assert set(left) == UNOPENED


@pytest.mark.django_db
def test_signed_out_is_sent_to_sign_in(world, ask):
    client, wrong = Client(), []
    for name, _, url in cells(world):
        for method in ("get", "post"):
            response = ask(client, method, url)
            if name not in PUBLIC and not response.headers.get("Location", "").startswith(reverse("accounts:sign_in")):
                wrong.append(f"{method} {name}: {response.status_code}")
    assert wrong == []
