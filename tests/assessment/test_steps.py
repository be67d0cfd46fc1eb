"""What was done with a round, on its page; and the steps of rounds that are older than the table."""

from datetime import datetime
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assessment.rounds import services
from assessment.rounds.models import Round, RoundTransition
from hezhang.core.audit import still
from hezhang.core.kernel.periods import SHANGHAI
from tests.assessment import acts, build
from tests.assessment.acts import at

pytestmark = pytest.mark.story_until("2026-10-08")
STEPS = "assessment_roundtransition"


def busy(cast) -> Round:
    """A round with something of everything."""
    found = acts.quarter(cast)
    services.withdraw_entry(acts.entry(cast, found), by=cast.head, at=build.AFTER)
    acts.entry(cast, found, region=cast.town2, reason="乱倒渣土")
    acts.ACTS["override"].run(build.score_of(found, cast.town, "on_time_rate"), cast.clerk, cast)
    services.freeze(found, by=cast.head, at=build.AFTER)
    return found


def told(client, found) -> list[tuple[str, str, str]]:
    page = BeautifulSoup(client.get(at("round", found.pk)).content, "html.parser")
    lines = page.select(".timeline li")
    return [
        (one.b.text, one.select_one(".step-who").text, getattr(one.select_one(".step-words"), "text", ""))
        for one in lines
    ]


def test_the_page_tells_what_was_done_newest_first(cast, enter):
    found = busy(cast)
    clerk, head = "文思齐（澄江区 科员）", "何长清（澄江区 主任）"
    lines = told(enter(cast.leader), found)
    assert [line[0] for line in lines] == [
        "定稿",
        "人工核定",
        "人工录入",
        "撤销录入",
        "人工录入",
        "重新计算",
        "开展考核",
    ]
    assert {line[1].split("（")[0] for line in lines} == {clerk.split("（")[0], head.split("（")[0]}
    assert lines[2][2] == "柳岸镇 暗访一般问题 ×1：乱倒渣土"


def test_a_chief_reads_nothing_of_other_towns(cast, enter):
    found = busy(cast)
    own = told(enter(cast.town_chief), found)
    assert [line[0] for line in own] == ["定稿", "人工核定", "撤销录入", "人工录入", "重新计算", "开展考核"]
    assert not any("柳岸镇" in line[2] for line in own)
    assert RoundTransition.objects.visible_to(cast.handler).count() == 0
    assert RoundTransition.objects.visible_to(cast.neighbour_clerk).count() == 0


def test_a_long_way_is_folded(cast, enter):
    found = acts.quarter(cast)
    for _ in range(9):
        services.compute(found, by=cast.clerk, at=build.AFTER)
    page = BeautifulSoup(enter(cast.clerk).get(at("round", found.pk)).content, "html.parser")
    assert page.select_one("main details summary").text == "更早的 3 步"
    assert len(page.select("main details .timeline li")) == 3


def way(found) -> list[tuple]:
    fields = ("verb", "from_state", "to_state", "at", "user_id", "post_id", "region_id", "words")
    return sorted(found.transitions.values_list(*fields), key=str)


@pytest.mark.django_db(transaction=True)
def test_a_round_that_is_older_than_its_steps_gets_them(cast):
    """Back to the code that kept no steps, and forward: what the journal and the rows know is there again."""
    found = busy(cast)
    before = way(found)
    try:
        _migrate("0004_spans_in_place")
        assert STEPS not in connection.introspection.table_names()
    finally:
        _migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes("assessment")[0][1:])
        still.put_up(connection)
    assert way(found) == before
    assert services.verify_digest(Round.objects.get(pk=found.pk))
    with pytest.raises(Exception, match="append-only"):
        found.transitions.update(words="")


def _migrate(name: str) -> None:
    """As the command does it: what stands still is free while tables are rebuilt."""
    still.take_away(connection)
    MigrationExecutor(connection).migrate([("assessment", name)])


def test_without_a_journal_the_round_itself_knows_who_froze_it(cast):
    """A round whose journal lies elsewhere: nothing is made up, what the row says is told."""
    at_ = datetime(2026, 10, 8, 10, tzinfo=SHANGHAI)
    scheme = build.open_round(cast).scheme
    bare = Round.objects.create(
        scheme=scheme, region=cast.county, span="month", starts_on="2026-08-01", ends_on="2026-08-31",
        state="frozen", frozen_at=at_, frozen_by=cast.head,
    )  # fmt: skip
    migration = import_module("assessment.migrations.0006_steps_so_far")
    assert list(migration.of_whole(apps, bare)) == [
        {"verb": "freeze", "at": at_, "post_id": cast.head.pk, "user_id": cast.head.user_id}
    ]
