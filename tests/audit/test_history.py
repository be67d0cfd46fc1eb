"""沿革: who changed what, and the row as of a day, from the journal's before-values."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hezhang.core.kernel.periods import SHANGHAI
from hezhang.core.office.journal import facts, traced
from rivers.boards.services import create_signboard, renew_signboard
from rivers.chiefs.services import appoint, dismiss
from rivers.registry.choices import RiverKind
from rivers.registry.models import River
from rivers.registry.services import create_reach, create_river, edit_reach, edit_river
from rivers.water.services import create_section, record_month
from tests import cast as stage

FIRST = datetime(2026, 1, 5, 10, tzinfo=SHANGHAI)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["清溪", "浊溪", "白河"]),
        "kind": st.sampled_from(RiverKind.values),
        "length_km": st.sampled_from([None, 3, 12.5, 100]),
        "basin": st.sampled_from(["", "东江水系", "西江水系"]),
        "region": st.sampled_from(["county", "town", "village"]),
    },
)
MARCH = pytest.mark.clock("2026-03-20T12:00")


def snapshot(river: River) -> dict[str, str]:
    """The row's words as they are now; the journal plays no part in it."""
    row = River.objects.get(pk=river.pk)
    length = facts.NOTHING if row.length_km is None else f"{row.length_km.normalize():f}"
    words = {"名称": row.name, "类别": row.get_kind_display(), "长度（km）": length, "所属区划": row.region.name}
    return words | {"所在水系": row.basin or facts.NOTHING}


@pytest.mark.once
class AsOf(TestCase):
    @settings(max_examples=15)
    @given(st.lists(st.tuples(EDITS, st.integers(0, 3)), max_size=6))
    def test_as_of_a_day_is_the_snapshot_taken_then(self, edits):
        cast, at, taken = stage.build(), FIRST, {}
        with time_machine.travel(at, tick=False):
            river = create_river(by=cast.clerk, name="原溪", kind="river", code="R-9", region=cast.county, length_km=7)
        taken[at.date()] = snapshot(river)
        for values, days in edits:
            at += timedelta(days=days, minutes=1)
            wanted = values | ({"region": cast.places[values["region"]]} if "region" in values else {})
            with time_machine.travel(at, tick=False):
                edit_river(River.objects.get(pk=river.pk), wanted, by=cast.clerk)
            taken[at.date()] = snapshot(river)
        for day, shown in taken.items():
            then = facts.as_of(River.objects.get(pk=river.pk), day)
            assert {label: then[label] for label in shown} == shown


def made(cast):
    with time_machine.travel(FIRST, tick=False):
        river = create_river(by=cast.clerk, name="原溪", kind="river", code="R-9", region=cast.county)
        reach = create_reach(
            by=cast.clerk, river=river, tier="village", region=cast.village, code="R-9-1", name="原溪段"
        )
    with time_machine.travel(FIRST + timedelta(days=30), tick=False):
        edit_river(river, {"name": "清溪", "kind": "canal", "length_km": 4}, by=cast.clerk)
        edit_reach(reach, {"bank": "left"}, by=cast.clerk)
        tenure = appoint(
            by=cast.clerk, post=cast.village_chief, reach=reach, kind="responsible", starts_on=date(2026, 1, 6)
        )
        dismiss(tenure, date(2026, 2, 1), by=cast.clerk)
    return river, reach


@MARCH
def test_acts_in_the_words_of_the_fields(cast):
    river, reach = made(cast)
    latest, first = facts.acts_of(river)
    assert latest.changes == [("名称", "原溪", "清溪"), ("类别", "河流", "渠道"), ("长度（km）", "—", "4")]
    assert latest.who.startswith("文思齐（") and latest.what == "河湖：修改"
    assert ("所属区划", "—", "澄江区") in first.changes
    acts = facts.acts_of(reach)
    assert [act.what.split("（")[0] for act in acts] == ["河长任职：离任", "河长任职：任命", "河段：修改", "河段：新增"]
    assert acts[0].changes == [("离任日期", "—", "2026年2月1日")]
    assert ("类别", "—", "责任河长") in acts[1].changes


@MARCH
def test_boards_and_sections_too(cast):
    board = create_signboard(by=cast.clerk, reach=cast.town_reach, code="B1", place="桥头", renewed_on=date(2026, 1, 1))
    renew_signboard(board, date(2026, 3, 1), by=cast.clerk)
    assert facts.acts_of(board)[0].changes == [("更新日期", "2026年1月1日", "2026年3月1日")]
    place = {"river": cast.river, "region": cast.town, "target": 3, "body": "river"}
    section = create_section(by=cast.clerk, name="断面", code="D-1", **place)
    record_month(by=cast.clerk, section=section, month=date(2026, 2, 1), readings={"nh3n": "1.2"})
    changes = facts.acts_of(section)[0].changes
    assert ("监测值", "—", "nh3n=1.2") in changes and all(label.isascii() is False for label, _, _ in changes)


@MARCH
def test_the_page_shows_a_day_beside_today(cast, enter):
    river, _ = made(cast)
    url, client = f"/journal/history/river/{river.pk}/", enter(cast.clerk)
    page = client.get(url, {"on": "2026-01-10"}).content.decode()
    assert "2026年1月5日登记，此后的变更都有记录。" in page and "<b>原溪</b>" in page
    assert client.get(url, {"on": "2026-03-01"}).content.decode().count("<b>原溪</b>") == 0


@MARCH
@pytest.mark.parametrize(
    ("on", "words"),
    [("2025-12-31", "日志不知道那一天的情况"), ("2026-13-01", "请按"), ("x", "请按"), ("2030-01-01", "不能晚于今天")],
)
def test_a_day_that_cannot_be_shown(cast, enter, on, words):
    river, _ = made(cast)
    answer = enter(cast.clerk).get(f"/journal/history/river/{river.pk}/", {"on": on})
    assert answer.status_code == 200 and words in answer.content.decode() and "当日" not in answer.content.decode()


@MARCH
def test_what_came_past_the_journal_is_said_to(cast, enter):
    page = enter(cast.clerk).get(f"/journal/history/river/{cast.river.pk}/").content.decode()
    assert "日志中没有这条记录的变更。" in page
    edit_river(cast.river, {"name": "清溪"}, by=cast.clerk)
    page = enter(cast.clerk).get(f"/journal/history/river/{cast.river.pk}/").content.decode()
    assert "2026年3月20日起有变更记录；登记和更早的变更未经日志。" in page


@MARCH
def test_whose_history_it_is(cast, enter):
    url = f"/journal/history/river/{cast.river.pk}/"
    assert [enter(cast[key]).get(url).status_code for key in ("village_chief", "neighbour_clerk", "system_admin")] == [
        200, 404, 403,
    ]  # fmt: skip
    assert enter(cast.clerk).get("/journal/history/boat/1/").status_code == 404


def test_one_kind_has_one_name():
    assert traced.of(River()).thing == "river"
    with pytest.raises(ValueError, match="river"):
        traced.trace(traced.Traced("river", facts.Entry, lambda post: None, lambda post: None, str))
