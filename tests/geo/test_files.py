"""Files with lines are read in a child, whatever they are; what cannot be taken is said in plain words."""

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

from hezhang.core.geo.datums import Datum, wgs_to_bd, wgs_to_gcj
from hezhang.core.geo.files import GeoFileError, read_features
from hezhang.core.geo.files.writing import Drawn, as_geojson, as_kml
from tests.geo.books import WGS_PRJ, geojson, gpx, kml, shapes, spots, turned, zipped

LINE = [(27.931234, 120.801234), (27.932, 120.81), (27.94, 120.82)]
RING = [(27.93, 120.80), (27.94, 120.80), (27.94, 120.81), (27.93, 120.80)]
GOOD = {
    "a.geojson": geojson(("LineString", turned(LINE), {"河段编码": "R1", "长": 3}), ("Polygon", [turned(RING)], {})),
    "a.kml": kml(
        f"<name>R1</name><LineString>{spots(LINE)}</LineString>",
        f"<name>湖</name><Polygon><outerBoundaryIs><LinearRing>{spots(RING)}</LinearRing></outerBoundaryIs>"
        f"<innerBoundaryIs><LinearRing>{spots(RING[:3])}</LinearRing></innerBoundaryIs></Polygon>",
    ),
    "a.gpx": gpx(*((str(lat), str(lng)) for lat, lng in LINE), name="R1"),
    "a.zip": shapes((LINE, "R1", "澄溪上桥村段")),
    "gbk.zip": shapes((LINE, "R1", "澄溪上桥村段"), encoding="gb18030"),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_read(name):
    first, *rest = read_features(GOOD[name], name, Datum.WGS84)
    assert (first.kind, first.wrong, "R1" in first.words.values()) == ("line", "", True)
    assert first.parts == [[pytest.approx(point, abs=1e-7) for point in LINE]]
    if name.endswith("zip"):
        assert first.words == {"HDBM": "R1", "HDMC": "澄溪上桥村段"}
    for area in rest:
        assert (area.kind, len(area.parts), len(area.parts[0])) == ("ring", 1, 4)


def test_a_kmz_is_an_archive_with_a_kml():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", GOOD["a.kml"])
    assert len(read_features(stream.getvalue(), "a.kmz", Datum.WGS84)) == 2


@pytest.mark.parametrize(("datum", "shift"), [(Datum.GCJ02, wgs_to_gcj), (Datum.BD09, wgs_to_bd)])
def test_the_declared_system_is_put_into_wgs84(datum, shift):
    data = geojson(("LineString", turned([shift(*point) for point in LINE]), {}))
    [feature] = read_features(data, "a.json", datum)
    assert feature.parts == [[pytest.approx(point, abs=2e-7) for point in LINE]]


ENTITY = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
PROJECTED = b'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"]]'
MANY = b'{"type":"LineString","coordinates":[' + b"[120.8,27.9]," * 1_300_000 + b"[1,2]]}"
REFUSED = [
    ("a.shp", b"", "压缩成一个 .zip"),
    ("a.geojson", b"", "格式不符"),
    ("a.geojson", b"[" * 5000, "格式不符"),
    ("a.geojson", b'{"type":"Topology"}', "不是 GeoJSON"),
    ("a.geojson", geojson(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}), "EPSG::4549.*转换为经纬度"),
    ("a.geojson", MANY, "坐标点超过"),
    ("a.kml", kml("<name>&b;</name>", head=ENTITY), "实体或文档类型"),
    ("a.kml", kml("<name>x"), "格式不符"),
    ("a.kml", GOOD["a.gpx"], "不是 KML"),
    ("a.gpx", gpx(*[("27.9", "120.8")] * 810_000), "坐标点超过"),
    ("a.zip", b"PK nothing", "压缩包打不开"),
    ("a.zip", shapes((LINE, "R1", ""), shx=None), r"缺少 .shx（索引）"),
    ("a.zip", shapes((LINE, "R1", ""), dbf=None, prj=None), r"缺少 .dbf（属性）、.prj（坐标系）"),
    ("a.zip", shapes((LINE, "R1", ""), prj=PROJECTED), "投影坐标系“CGCS2000_3_Degree_GK_CM_120E”"),
    ("a.zip", shapes((LINE, "R1", ""), prj=WGS_PRJ.replace("GCS_WGS_1984", "GCS_Xian_1980").encode()), "西安 1980"),
    ("a.zip", shapes((LINE, "R1", ""), prj=b'GEOGCS["GCS_Pulkovo_1942"]'), "Pulkovo_1942”认不出来"),
    ("a.zip", shapes((LINE, "R1", ""), shp=b"\0" * 400), "格式不符"),
    ("a.zip", zipped(shp=b"\0" * 161 * 1024 * 1024), "解压后过大"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), REFUSED, ids=[words for _, _, words in REFUSED])
def test_what_cannot_be_taken_is_said(name, data, words):
    with pytest.raises(GeoFileError, match=words):
        read_features(data, name, Datum.WGS84)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.gpx", gpx(("27.9", "120.8"), ("NaN", "120.9")), "NaN"),
        ("a.kml", kml("<LineString><coordinates>120.8,27.9 abc</coordinates></LineString>"), "不是数字"),
        ("a.kml", kml("<name>空</name>"), "没有线、面或点"),
        ("a.json", geojson(("LineString", [[40500000, 3100000], [40500100, 3100000]], {})), "投影坐标"),
        ("a.json", geojson(("LineString", [[120.8], None], {})), "写法不对"),
        ("a.json", geojson(("GeometryCollection", [], {})), "不支持的几何类型"),
        ("a.json", json.dumps({"type": "FeatureCollection", "features": [None, {}]}).encode(), "没有几何图形"),
    ],
)
def test_a_feature_that_is_wrong_says_why(name, data, words):
    found = read_features(data, name, Datum.WGS84)
    assert found and all(words in feature.wrong for feature in found)


def test_what_is_written_is_read_again():
    drawn = [
        Drawn("line", LINE, {"名称": '澄溪 <"上">&段', "编码": "R1"}),
        Drawn("ring", RING[:3], {"名称": "湖"}),
        Drawn("point", LINE[:1], {"名称": "井"}),
    ]
    for name, rows in {"a.geojson": as_geojson(drawn), "a.kml": as_kml(drawn, "河线 & 湖")}.items():
        back = read_features("".join(rows).encode(), name, Datum.WGS84)
        assert [one.kind for one in back] == ["line", "ring", "point"]
        assert back[0].words["编码"] == "R1" and '澄溪 <"上">&段' in back[0].words.values()
        assert back[0].parts == [[pytest.approx(point, abs=1e-7) for point in LINE]]
    assert ElementTree.fromstring("".join(as_kml(drawn, "a"))).tag.endswith("kml")
