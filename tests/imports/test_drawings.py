"""Files of drawn places are tables of the desk: any kind that has positions takes them."""

import pytest

from hezhang.core.geo.datums import wgs_to_gcj
from hezhang.core.web.excel import FileError
from hezhang.core.web.importing.drawings import NOTHING, WHICH_DATUM, sheet_of
from rivers.water.models import Section
from tests.geo.books import geojson, kml, spots, turned
from tests.imports.desks import bring_in

PLACE = (27.93, 120.81)


def test_a_feature_is_a_row_with_its_words_and_its_place():
    data = geojson(
        ("Point", turned([PLACE])[0], {"名称": "甲", "x": 4, "坐标": "1,2"}),
        ("LineString", turned([PLACE, (27.95, 120.81)]), {"名称": "乙", "长": 3}),
    )
    sheet = sheet_of(data, "点位.geojson", "wgs84")
    assert sheet.name == "点位"
    assert sheet.rows == [["经度", "纬度", "名称", "长"], [120.81, 27.93, "甲", None], [120.81, 27.94, "乙", "3"]]


def test_the_place_is_told_in_wgs84():
    data = kml(f"<name>甲</name><Point>{spots([wgs_to_gcj(*PLACE)])}</Point>")
    assert sheet_of(data, "a.kml", "gcj02").rows[1] == [120.81, 27.93, "甲"]


@pytest.mark.parametrize(
    ("data", "datum", "words"), [(geojson(), "wgs84", NOTHING), (b"{", "wgs84", "已损坏"), (geojson(), "", WHICH_DATUM)]
)
def test_what_is_no_table_of_places(data, datum, words):
    with pytest.raises(FileError, match=words):
        sheet_of(data, "a.geojson", datum)


def test_what_cannot_be_placed_says_why():
    sheet = sheet_of(geojson(("Point", [500000, 3000000], {"名称": "米"})), "a.geojson", "wgs84")
    assert "投影坐标" in sheet.rows[1][0] and sheet.rows[1][1] is None


def test_another_kind_takes_it_too(cast):
    words = {"断面": "桥头断面", "河湖": "澄溪", "区划": "桥头镇", "目标水质": "Ⅲ类"}
    sheet = sheet_of(geojson(("Point", turned([PLACE])[0], words)), "断面.geojson", "cgcs2000")
    assert bring_in("sections", [sheet], by=cast.clerk).plan.counts["new"] == 1
    section = Section.objects.get()
    assert (section.lat, section.lng) == PLACE
