"""The API explains itself: a sound schema without warnings, and a page whose examples work."""

import html
import re

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from hezhang.portal.api.doors import DOORS
from hezhang.portal.api.facts import document, doors_told
from issues.feed import services
from issues.feed.models import Change
from tests.api.conftest import program
from tests.issues import build

CURL = re.compile(r'curl -H "Authorization: Bearer \$TOKEN" "http://testserver(/[^"]*)"')


@pytest.fixture(autouse=True)
def _fresh():
    document.cache_clear()
    GENERATOR_STATS.reset()


def test_the_schema_is_sound_and_nothing_was_guessed():
    told = document()
    validate_schema(told)
    assert not GENERATOR_STATS._warn_cache and not GENERATOR_STATS._error_cache
    assert {f"/api/v1/{door.many}" for door in DOORS} <= {path.removesuffix("/") for path in told["paths"]}
    sent = {path for path, each in told["paths"].items() if "post" in each}
    steps = {"/api/v1/problems/", "/api/v1/problems/{id}/steps/", "/api/v1/patrols/"}
    assert sent == steps | {"/api/v1/leads/", "/api/v1/photos/"}
    assert all(set(each) <= {"get", "post"} for each in told["paths"].values())


def test_what_is_pushed_is_what_is_told(cast, enter):
    build.reported(cast)
    change = Change.objects.select_related("transition", "issue").get()
    body = document()["webhooks"]["problem.changed"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]) == {*services.event_of(change), "delivery", "position"} == set(body["required"])
    kinds = {"string": str, "integer": int}
    assert all(
        isinstance(value, kinds[body["properties"][name]["type"]]) for name, value in services.event_of(change).items()
    )
    assert "problem.changed" in enter(cast.head).get("/api/").content.decode()


def test_every_field_and_parameter_is_told():
    for told in doors_told():
        assert told.about and all(each.kind and (each.words or each.values) for each in told.parameters), told.address
        assert told.fields or told.door.document or not told.reads
        assert all(one.about and one.example and all(each.words for each in one.fields) for one in told.sent)
        assert [each.name for each in told.fields if not (each.words or each.values)] == [], told.address


def test_the_examples_of_the_page_work(enter, made, cast, several):
    page = html.unescape(enter(cast.head).get("/api/").content.decode())
    examples = CURL.findall(page)
    assert len(examples) == len([door for door in DOORS if door.reads]) + 1
    client = program(made(cast.head).secret)
    for example in examples:
        answer = client.get(example)
        assert answer.status_code == 200, example
        assert b"".join(answer) if answer.streaming else answer.content


def test_what_is_answered_is_what_the_schema_tells(made, cast, several):
    client = program(made(cast.head).secret)
    for told in doors_told():
        if told.fields:
            row = client.get(told.address).json()["results"][0]
            assert list(row) == [each.name for each in told.fields], told.address


def test_people_download_it_and_programs_read_it(enter, made, cast):
    by_hand = enter(cast.town_handler).get("/api/schema/").json()
    by_token = program(made(cast.head).secret).get("/api/v1/openapi.json")
    assert by_hand == by_token.json() and by_hand["servers"] == [{"url": "http://testserver"}]
    assert program("hz_none").get("/api/v1/openapi.json").status_code == 401
