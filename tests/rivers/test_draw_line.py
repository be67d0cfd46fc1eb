"""A reach gets a line, and a lake its outline."""

from math import inf, nan, sin

import pytest

from hezhang.core.audit.models import Entry
from hezhang.core.geo.polyline import decode
from hezhang.core.geo.shapes import strays
from hezhang.core.kernel.refusal import EditedMeanwhile, NotAllowed, Refusal
from rivers.lines.models import ReachLine, RiverShape
from rivers.lines.rules import MOST_POINTS
from rivers.lines.services import Swapped, Unsure, draw_line, draw_lines, draw_shape, remove_line, remove_shape
from rivers.registry.services import create_river

LINE = [(27.93 + 0.002 * sin(step / 9), 120.8 + step * 0.0005) for step in range(100)]
RING = [(27.93, 120.80), (27.94, 120.80), (27.94, 120.81), (27.93, 120.81)]


def test_a_line_is_stored_whole_and_drawn_simplified(cast):
    line = draw_line(cast.town_reach, LINE, by=cast.clerk)
    line.refresh_from_db()
    assert line.points == 100 and float(line.length_km) == pytest.approx(5.16, abs=0.01)
    assert line.positions() == [pytest.approx(point, abs=1e-6) for point in LINE]
    [(reach, river, tier, version, drawn)] = ReachLine.objects.visible_to(cast.clerk).drawn_rows()
    assert (reach, river, tier, version) == (cast.town_reach.pk, cast.river.pk, "town", 1)
    assert len(drawn) < len(line.path) / 3
    assert line.south == min(lat for lat, _ in LINE) and line.east == LINE[-1][1]
    entry = Entry.objects.get(action="river_line.draw")
    assert entry.after["points"] == 100 and entry.region_id == cast.town.code


def test_who_sees_it(cast):
    draw_line(cast.village_reach, LINE, by=cast.clerk)
    seen = {
        key
        for key in ("clerk", "town_chief", "village2_chief", "neighbour_clerk", "system_admin")
        if ReachLine.objects.visible_to(cast[key]).exists()
    }
    assert seen == {"clerk", "town_chief"}


@pytest.mark.parametrize("key", ["town_chief", "neighbour_clerk", "handler"])
def test_who_may_not(cast, key):
    with pytest.raises(NotAllowed):
        draw_line(cast.town_reach, LINE, by=cast[key])


@pytest.mark.parametrize(
    ("points", "word"),
    [
        ([], "两个不同的点"),
        ([LINE[0]], "两个不同的点"),
        ([LINE[0]] * 5, "两个不同的点"),
        ([LINE[0], (nan, 120.8)], "第 2 个点不是有效坐标"),
        ([LINE[0], (27.9, inf)], "第 2 个点不是有效坐标"),
        ([LINE[0], (27.9, 1208)], "第 2 个点不是有效坐标"),
        ([*LINE, *LINE[::-1]], "与自身重叠"),
        ([LINE[0], LINE[1]] * (MOST_POINTS // 2) + [LINE[2]], "坐标点太多"),
    ],
)
def test_what_is_no_line(cast, points, word):
    with pytest.raises(Refusal, match=word):
        draw_line(cast.town_reach, points, by=cast.clerk, sure=True)
    assert not ReachLine.objects.exists() and not Entry.objects.filter(action="river_line.draw").exists()


def test_swapped_coordinates_come_back_the_right_way_round(cast):
    with pytest.raises(Swapped, match="写反") as refused:
        draw_line(cast.town_reach, [(lng, lat) for lat, lng in LINE], by=cast.clerk)
    assert refused.value.points == LINE


def test_what_is_unlikely_is_asked_about(cast):
    draw_line(cast.town_reach, LINE, by=cast.clerk)
    loop = [LINE[0], LINE[40], (LINE[40][0] + 0.02, LINE[40][1]), (LINE[40][0] - 0.02, LINE[20][1])]
    far = [(lat + 1, lng) for lat, lng in LINE]
    with pytest.raises(Unsure) as asked:
        draw_line(cast.village_reach, loop, by=cast.clerk)
    assert ["自相交叉" in one or "上级河段" in one for one in asked.value.doubts] == [True, True]
    with pytest.raises(Unsure, match=r"111 公里.*上级河段.*最远"):
        draw_line(cast.village_reach, far, by=cast.clerk)
    assert ReachLine.objects.count() == 1
    draw_line(cast.village_reach, loop, by=cast.clerk, sure=True)
    draw_line(cast.village2_reach, LINE[20:60], by=cast.clerk)
    assert ReachLine.objects.count() == 3


def test_of_two_who_draw_the_second_is_told(cast):
    first = draw_line(cast.town_reach, LINE, by=cast.clerk, seen=0)
    with pytest.raises(EditedMeanwhile):
        draw_line(cast.town_reach, LINE[:50], by=cast.head, seen=0)
    second = draw_line(cast.town_reach, LINE[:50], by=cast.head, seen=1)
    assert (second.pk, second.version, second.points) == (first.pk, 2, 50)
    with pytest.raises(EditedMeanwhile):
        remove_line(second, by=cast.clerk, seen=1)
    remove_line(second, by=cast.clerk, seen=2)
    assert not ReachLine.objects.exists()
    with pytest.raises(Refusal, match="已被他人删除"):
        draw_line(cast.town_reach, LINE, by=cast.clerk, seen=2)
    assert Entry.objects.get(action="river_line.remove").before["points"] == 50


def test_many_at_once_are_all_or_none(cast, django_assert_max_num_queries):
    draw_line(cast.town_reach, LINE, by=cast.clerk)
    pairs = [(cast.town_reach, LINE[:50]), (cast.village_reach, LINE[:20]), (cast.village2_reach, LINE[20:50])]
    with pytest.raises(Refusal):
        draw_lines([*pairs, (cast.county_reach, LINE[:1])], by=cast.clerk, source="file")
    assert ReachLine.objects.count() == 1
    with django_assert_max_num_queries(12):
        draw_lines(pairs, by=cast.clerk, source="file")
    stored = ReachLine.objects.order_by("pk").values_list("reach", "points", "version", "source")
    assert [row[0] for row in stored] == [reach.pk for reach, _ in pairs]
    assert [row[1:] for row in stored] == [(50, 2, "file"), (20, 1, "file"), (30, 1, "file")]
    assert Entry.objects.filter(action="river_line.draw").count() == 4


def test_a_lake_has_a_ring_or_a_point(cast):
    lake = create_river(by=cast.clerk, name="南湖", kind="lake", code="990102R0009", region=cast.county)
    shape = draw_shape(lake, RING[:1], by=cast.clerk)
    assert (shape.points, shape.area_km2) == (1, None)
    shape = draw_shape(lake, [*RING, RING[0]], by=cast.clerk)
    assert shape.points == 4 and float(shape.area_km2) == pytest.approx(1.09, rel=0.02)
    assert not RiverShape.objects.visible_to(cast.neighbour_clerk).exists()
    [row] = RiverShape.objects.visible_to(cast.clerk).drawn_rows()
    assert row[0] == lake.pk and row[4] == 4
    with pytest.raises(Refusal, match="围不成水面"):
        draw_shape(lake, [RING[0], RING[2], RING[1], RING[3]], by=cast.clerk)
    remove_shape(shape, by=cast.clerk)
    assert not RiverShape.objects.exists()


def test_the_drawn_line_is_within_its_tolerance(cast):
    line = draw_line(cast.town_reach, LINE, by=cast.clerk)
    assert strays(LINE, decode(line.drawn), 9)[0] == 0
