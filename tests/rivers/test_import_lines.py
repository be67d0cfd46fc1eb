"""A file with lines goes in: matched, tried, confirmed; and comes out so that it goes in again unchanged."""

from math import sin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import Feature
from rivers.lines.importing.planning import joined_parts, plan
from rivers.lines.models import ReachLine, RiverShape
from rivers.lines.services import draw_line
from rivers.registry.services import create_river
from tests.geo.books import geojson, shapes, turned

LINE = [(27.93 + 0.002 * sin(step / 9), 120.8 + step * 0.0005) for step in range(100)]
RING = [(27.93, 120.80), (27.94, 120.80), (27.94, 120.81)]
PAGE = reverse("rivers:import_lines")


def a_line(points=LINE, number=1, **words) -> Feature:
    return Feature(number, "line", words, [points])


def send(client, data: bytes, name: str, **asked):
    file = SimpleUploadedFile(name, data)
    return client.post(PAGE, {"file": file, "datum": Datum.WGS84.value} | asked)


def confirm(client, tried, **asked):
    token = tried.url.split("upload=")[1].split("&")[0]
    return client.post(PAGE, {"confirm": token, "datum": Datum.WGS84.value} | asked)


def test_upload_try_confirm_once(cast, enter):
    client = enter(cast.clerk)
    data = shapes((LINE, "R1-town", "随便"), (LINE[:50], "", "澄溪 上桥村段"))
    tried = send(client, data, "河段.zip")
    page = client.get(tried.url).content.decode()
    assert "可以导入，请先核对下面的说明" in page and "推测：按名称对应到河段“澄溪上桥村段”" in page
    assert not ReachLine.objects.exists()
    for _ in range(2):  # a second click
        assert confirm(client, tried).status_code == 302
    assert set(ReachLine.objects.values_list("reach", "source", "version")) == {
        (cast.town_reach.pk, "file", 1),
        (cast.village_reach.pk, "file", 1),
    }
    entry = Entry.objects.get(action="import.lines")
    assert entry.after["summary"][0] == ["新增", 2] and entry.after["datum"] == "wgs84"


def test_a_fault_in_one_keeps_all_out(cast, enter):
    client = enter(cast.clerk)
    data = geojson(
        ("LineString", turned(LINE), {"编码": "R1-town"}),
        ("LineString", turned(LINE[:1]), {"编码": "R1-village"}),
        ("LineString", turned(LINE), {"编码": "R9-none"}),
    )
    tried = send(client, data, "a.geojson")
    page = client.get(tried.url).content.decode()
    assert "有 2 个要素不能导入" in page and "两个不同的点" in page and "没有编码或名称对得上的河段" in page
    assert confirm(client, tried).status_code == 409
    assert not ReachLine.objects.exists()
    tried = send(client, geojson(("LineString", turned(LINE), {"编码": "R9-none"})), "b.geojson", skip="on")
    assert "R9-none" in client.get(tried.url).content.decode()


@pytest.mark.parametrize(("name", "words"), [("a.txt", "请上传 .geojson"), ("a.zip", "压缩包打不开")])
def test_what_is_no_such_file(cast, enter, name, words):
    client = enter(cast.clerk)
    sent = send(client, b"x", name)
    page = sent if sent.status_code == 422 else client.get(sent.url)
    assert words in page.content.decode()


def test_nobody_else_opens_the_upload(cast, enter):
    tried = send(enter(cast.clerk), geojson(("LineString", turned(LINE), {"编码": "R1-town"})), "a.json")
    assert enter(cast.head).get(tried.url).status_code == 404
    assert enter(cast.town_chief).get(PAGE).status_code == 403


def test_whose_line_it_is(cast):
    other = create_river(by=cast.clerk, name="清溪", kind="river", code="990102R0002", region=cast.county)
    assert [row.target for row in plan([a_line(id="R1-village")], cast.clerk).rows] == [cast.village_reach]
    [whole] = plan([a_line(name="澄溪")], cast.clerk).rows
    assert whole.target == cast.county_reach and "最上级河段" in whole.remarks[0]
    assert "还没有划分河段" in plan([a_line(name="清溪")], cast.clerk).rows[0].problem and other.pk
    again = plan([a_line(c="R1-town"), a_line(number=2, c="R1-town")], cast.clerk).rows
    assert again[0].problem == "" and "与第 1 个要素对应同一个" in again[1].problem
    [foreign] = plan([a_line(c="R1-town")], cast.neighbour_clerk).rows
    assert foreign.target is None and foreign.problem


def test_parts_that_meet_are_one_line():
    first, second, third = LINE[:30], LINE[29:60], LINE[59:]
    assert joined_parts([second, third[::-1], first]) == ([*first, *second, *third], 0)
    line, left = joined_parts([first, third])
    assert left == 1 and line == first


def test_what_goes_out_comes_in_unchanged(cast, enter):
    lake = create_river(by=cast.clerk, name="南湖", kind="lake", code="990102R0003", region=cast.county)
    client = enter(cast.clerk)
    send_ring = geojson(("Polygon", [turned([*RING, RING[0]])], {"名称": "南湖"}))
    assert confirm(client, send(client, send_ring, "a.json")).status_code == 302
    assert RiverShape.objects.get().river == lake
    draw_line(cast.town_reach, LINE, by=cast.clerk)
    for kind in ("geojson", "kml"):
        answer = client.get(reverse("rivers:export_lines"), {"format": kind})
        tried = send(client, b"".join(answer.streaming_content), f"a.{kind}")
        summary = dict(client.get(tried.url).context["plan"].summary)
        assert summary == {"新增": 0, "替换": 0, "未变": 2, "跳过": 0}
    assert Entry.objects.filter(action="export").count() == 2


def test_export_of_one_river_and_of_ones_own_scope(cast, enter):
    draw_line(cast.village_reach, LINE, by=cast.clerk)
    draw_line(cast.village2_reach, LINE, by=cast.clerk)
    address = reverse("rivers:export_lines")
    text = b"".join(enter(cast.village_chief).get(address).streaming_content).decode()
    assert "上桥村段" in text and "下桥村段" not in text
    whole = enter(cast.clerk).get(address, {"river": cast.river.pk, "format": "kml"})
    assert b"".join(whole.streaming_content).count("下桥村段".encode()) == 2
    assert enter(cast.neighbour_clerk).get(address, {"river": cast.river.pk}).status_code == 404
    assert enter(cast.clerk).get(address, {"river": "x"}).status_code == 404
    assert enter(cast.clerk).get(address, {"format": "dwg"}).status_code == 404
