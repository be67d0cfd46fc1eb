"""Files with lines: features → matched with reaches and lakes → plan with every fault and guess → services."""

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.importing.desk.fields import Elsewhere, register_elsewhere
from rivers.lines.importing.carrying import import_lines, keep_file, kept_file, make_plan
from rivers.lines.importing.planning import Plan, Row

LINES = register_elsewhere(
    Elsewhere(
        "河线、湖泊轮廓",
        "GeoJSON、KML（KMZ）、GPX 或压缩的 shapefile；按编码或名称对应河段、湖泊，先试算再写入。",
        "rivers:import_lines",
        is_office,
        (".geojson", ".json", ".kml", ".kmz", ".gpx", ".zip", ".shp"),
    )
)

__all__ = ["Plan", "Row", "import_lines", "keep_file", "kept_file", "make_plan"]
