"""The page 搜索: everything that the words are in and the post may see, and nothing else."""

from datetime import date
from html import unescape
from re import findall

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hezhang.core.search import facts
from hezhang.core.search.models import Entry
from rivers.boards.services import create_signboard
from rivers.water.services import create_section

pytestmark = pytest.mark.story_until("2026-10-08")
URL = "/search/"


@pytest.fixture
def world(cast):
    create_signboard(by=None, reach=cast.town_reach, code="GS-017", place="石拱桥头", renewed_on=date(2026, 1, 1))
    facts_ = {"river": cast.river, "region": cast.town, "target": 3, "body": "river"}
    create_section(by=None, name="石拱桥断面", code="D-1", **facts_)
    return cast


def found(post, typed: str) -> dict[str, list[str]]:
    return {group.source.kind: [hit.title for hit in group.hits] for group in facts.search(post, typed).groups}


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("澄溪", {"river", "reach", "chief", "board", "section"}),
        ("990102r0001", {"river"}), ("gs-017", {"board"}), ("GS 017", {"board"}), ("017", {"board"}),
        ("石拱桥", {"board", "section"}), ("拱", {"board", "section"}), ("石桥", set()), ("sgq", {"board", "section"}),
        ("乔立本", {"chief", "person"}), ("qlb 镇长", {"chief", "person"}), ("乔立本 村", set()),
        ("桥头镇 澄溪", {"reach", "chief", "board", "section"}), ("望湖", set()),
    ],
)  # fmt: skip
def test_kinds_found_by_the_clerk(world, typed, kinds):
    assert set(found(world.clerk, typed)) == kinds


def test_who_is_called_so_comes_first(world):
    """桥头镇 is the town of the one, and in the name of the other."""
    assert found(world.clerk, "桥头镇")["reach"][0] == "澄溪桥头镇段"
    assert found(world.clerk, "上桥村")["reach"] == ["澄溪上桥村段"]


def test_the_kind_that_is_called_so_comes_first(world):
    assert next(iter(found(world.clerk, "澄溪"))) == "river"
    assert next(iter(found(world.clerk, "石拱桥断面"))) == "section"
    assert next(iter(found(world.clerk, "GS-017"))) == "board"


def test_the_scope_is_that_of_the_pages(world):
    assert "river" in found(world.village_chief, "澄溪")
    assert found(world.village_chief, "澄溪")["reach"] == ["澄溪上桥村段"]
    assert found(world.neighbour_clerk, "澄溪") == {}
    assert "person" not in found(world.village_chief, "尚有田")


def test_a_phone_is_found_whole_by_who_may_see_it_whole_and_shown_masked(world, enter):
    for member, number in (("village_chief", "13800005678"), ("head", "13800001234")):
        world[member].user.phone = number
        world[member].user.save()
    assert found(world.clerk, "13800005678") == {"person": ["尚有田"]}
    assert found(world.clerk, "13800005") == found(world.clerk, "5678") == {}
    # A clerk may not see the number of the head, and does not learn whose it is.
    assert found(world.clerk, "13800001234") == found(world.town_chief, "13800005678") == {}
    page = enter(world.clerk).get(URL, {"q": "13800005678"}).content.decode()
    assert "138****5678" in page and page.count("13800005678") == page.count('value="13800005678"') + page.count(
        "q=13800005678"
    )


def test_the_full_list_has_as_many(world, enter):
    client = enter(world.clerk)
    page = client.get(URL, {"q": "桥 澄"}).content.decode()
    links = findall(r'<a class="search-all" href="([^"]+)" data-hit>全部 (\d+) 条', page)
    assert len(links) == 4
    for url, number in links:
        assert client.get(unescape(url)).context["listing"].total == int(number)


def test_what_htmx_gets_is_the_part(world, enter):
    part = enter(world.clerk).get(URL, {"q": "澄溪"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "澄溪桥头镇段" in part


def test_a_page_costs_few_queries_however_much_is_found(world, enter):
    client = enter(world.clerk)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL, {"q": "澄"}).status_code == 200
    assert len(queries) <= 15


HOSTILE = [
    "' OR 1=1 --",
    "a & !b | (c <-> d):*",
    '"',
    "\\",
    "%",
    "_",
    "*",
    "NOT",
    "^澄",
    "-澄",
    "{words}:澄",
    "😀",
    "\x00",
    "NEAR(a b)",
]


@pytest.mark.parametrize("typed", [*HOSTILE, "河" * 12_000, "a " * 6_000, "\ud800澄", "𠮷", "𰻝𰻝面"], ids=ascii)
def test_whatever_is_typed_is_only_words(world, enter, typed):
    client = enter(world.clerk)
    if "\ud800" not in typed:
        assert client.get(URL, {"q": typed}).status_code == 200
    facts.search(world.clerk, typed)


def test_an_administrator_without_anything_to_search_has_no_box(world, enter):
    assert enter(world.audit_admin).get(URL).status_code == 403
    assert "data-search" not in enter(world.audit_admin).get("/").content.decode()
    assert "data-search" in enter(world.system_admin).get("/").content.decode()
    assert set(found(world.system_admin, "澄")) == {"person"}


def test_the_command_checks_and_mends(world, capsys):
    call_command("reindex", "--check")
    Entry.objects.filter(kind="river").delete()
    with pytest.raises(CommandError, match="共 1 条"):
        call_command("reindex", "--check")
    call_command("reindex", "river")
    call_command("reindex", "--check")
    assert "河湖：更新 1，移除 0" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有这些种类：boat"):
        call_command("reindex", "boat")
