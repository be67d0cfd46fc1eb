"""What every door does: scope, filters, order, paging, marks, problems."""

import pytest
from django.urls import get_resolver

from hezhang.portal.api.doors import DOORS
from rivers.registry.models import Reach
from tests.api.conftest import program
from tests.guards.test_urls_guarded import walk

WORDS = {"town": "990102101000", "parent": "990102000000", "q": "澄", "section": "S1", "since": "2026-01-01"}
READ = [door for door in DOORS if door.reads]
PAGED = [door for door in READ if not door.document]
LISTED = [door for door in PAGED if door.spec.filterset]


def keys(answer, key="id") -> list:
    assert answer.status_code == 200, answer.content.decode()
    return [row[key] for row in answer.json()["results"]]


def test_the_doors_are_the_addresses():
    names = {name for name, _ in walk(get_resolver().url_patterns) if name.startswith("api:")}
    singles = {f"api:{door.one}" for door in PAGED if door.one}
    sent = {f"api:{door.one}_{last}" for door in DOORS for last in door.takes_one}
    # A list for each, what is below it, and the description of it all.
    assert singles | sent <= names and len(names) == len(DOORS) + len(singles) + len(sent) + 1


def test_rows_are_those_of_the_post(read, cast):
    own = set(Reach.objects.visible_to(cast.town_chief).values_list("pk", flat=True))
    assert set(keys(read(cast.town_chief, "reaches/"))) == own < set(keys(read(cast.head, "reaches/")))
    assert read(cast.town_chief, f"reaches/{cast.county_reach.pk}/").status_code == 404
    assert read(cast.head, f"reaches/{cast.county_reach.pk}/").json()["chiefs"] == ["季明河"]


@pytest.mark.parametrize("door", LISTED, ids=lambda door: door.many)
def test_a_filter_keeps_what_the_lists_page_keeps(made, cast, board, section, door):
    client = program(made(cast.head).secret)
    chosen = {name: each[0] for name, each in door.values().items() if name != "tab"}
    chosen |= {name: word for name, word in WORDS.items() if name in door.parameters()}
    for name, value in chosen.items():
        answer = client.get(f"/api/v1/{door.many}/?{name}={value}&page_size=500")
        asked = answer.wsgi_request
        kept = door.spec.filterset(asked.GET, queryset=door().chosen(asked), request=asked).qs
        assert answer.status_code == 200 and len(answer.json()["results"]) == kept.count(), name


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("towm=990102101000", "town"),
        ("kind=boat", "kind"),
        ("order=length_km", "length_km"),
        ("order=--code", "code"),
        ("page_size=0", "500"),
        ("page_size=501", "500"),
        ("page_size=２", "500"),
        ("after=xyz", "after"),
        ("tab=none", "tab"),
    ],
)
def test_what_makes_no_sense_is_told(read, cast, query, words):
    door = "reaches/" if query.startswith("tab") else "rivers/"
    answer = read(cast.head, door, query)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_cursor_of_another_order_is_refused(read, cast):
    following = read(cast.head, "reaches/", "page_size=1").json()["next"]
    assert read(cast.head, "reaches/", following.partition("?")[2] + "&order=-code").status_code == 400


def test_pages_hold_while_rows_come(made, cast):
    client = program(made(cast.head).secret)
    answer = client.get("/api/v1/reaches/?page_size=2")
    seen = keys(answer, "code")
    before = set(Reach.objects.values_list("code", flat=True))
    for code in ("A-first", "R1-town2", "Z-last"):  # in front of, within and behind the page
        Reach.objects.create(river=cast.river, tier="town", region=cast.town2, code=code, name=code)
    while answer.json()["next"]:
        answer = client.get(answer.json()["next"])
        seen += keys(answer, "code")
    assert len(seen) == len(set(seen)) and before <= set(seen) and "Z-last" in seen


def test_the_same_again_is_304_and_a_change_is_not(made, cast):
    client = program(made(cast.head).secret)
    for path in ("reaches/", f"reaches/{cast.town_reach.pk}/"):
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"") and "private" in first["Cache-Control"]
    Reach.objects.filter(pk=cast.town_reach.pk).update(start_place="新桥")
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_condition_for_writers_keeps_no_reader_out(made, cast):
    client = program(made(cast.head).secret)
    for name, value in (("If-Match", '"x"'), ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")):
        assert client.get("/api/v1/rivers/", headers={name: value}).status_code == 200


def test_it_only_reads(made, cast):
    client = program(made(cast.head).secret)
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(client, method)("/api/v1/rivers/")
        assert answer.status_code == 405 and answer["Content-Type"] == "application/problem+json", method
    head = client.head("/api/v1/rivers/")
    assert (head.status_code, head.content) == (200, b"")


def test_what_is_not_there_is_a_problem_and_no_page(made, cast):
    client = program(made(cast.head).secret)
    for path in ("rivers/999999/", "boats/", "rivers/x/"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 404 and answer.json()["status"] == 404
    assert client.get("/api/v1/rivers/", headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("door", PAGED, ids=lambda door: door.many)
def test_the_questions_do_not_grow_with_the_rows(made, cast, several, door, django_assert_max_num_queries):
    client = program(made(cast.head).secret)
    client.get(f"/api/v1/{door.many}/")  # the day's row of the count is there
    numbers = []
    for size in (1, 3, 500):
        with django_assert_max_num_queries(6) as asked:
            client.get(f"/api/v1/{door.many}/?page_size={size}")
        numbers.append(len(asked))
    assert len(set(numbers)) == 1


def test_a_read_too_many_waits(made, cast, settings):
    settings.API_READS_PER_MINUTE = 2
    client = program(made(cast.head).secret)
    answers = [client.get("/api/v1/rivers/") for _ in range(4)]
    assert [answer.status_code for answer in answers][:2] == [200, 200] and answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60 and "秒后" in answers[-1].json()["detail"]
    assert program(made(cast.head).secret).get("/api/v1/rivers/").status_code == 200
