"""The lines of reaches as GeoJSON: for a GIS, feature by feature as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from rest_framework.request import Request

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.api import services
from hezhang.core.api.asking import known_only
from hezhang.core.api.problems import Misasked
from hezhang.core.geo.files.writing import Drawn, as_geojson
from hezhang.core.geo.positions import Box
from rivers.lines.models import ReachLine
from rivers.registry.api import Reaches

KIND = "application/geo+json"
FEATURES = {
    "type": "object",
    "description": "RFC 7946；坐标为 WGS-84，经度在前",
    "properties": {"type": {"type": "string"}, "features": {"type": "array", "items": {"type": "object"}}},
}


class ReachLines(Reaches):
    """河段中心线（GeoJSON，WGS-84，经度在前），可直接在 QGIS 等软件中打开；没有画线的河段不在其中。"""

    many, one, title = "reaches.geojson", "", "河线"
    document = (KIND, FEATURES)
    example = "tier=town"

    @classmethod
    def parameters(cls) -> dict[str, str]:
        names = {name: words for name, words in super().parameters().items() if name not in cls.paging}
        return names | {"bbox": "范围：西,南,东,北（度）"}

    def list(self, request: Request) -> StreamingHttpResponse:  # type: ignore[override]
        asked: Any = request._request
        known_only(asked, set(self.parameters()))
        lines = self._lines(asked)
        response = StreamingHttpResponse(as_geojson(_noted(lines, asked)), content_type=KIND)
        response["Cache-Control"] = "private, no-store"
        return response

    def _lines(self, request: PostRequest) -> QuerySet[ReachLine]:
        held = ReachLine.objects.visible_to(request.post).filter(reach__in=self.chosen(request).order_by().values("pk"))
        if words := request.GET.get("bbox", ""):
            held = held.touching(_box(words))
        return held.select_related("reach__river", "reach__region").order_by("reach__code")


def _box(words: str) -> Box:
    """As OGC has it: west, south, east, north."""
    try:
        west, south, east, north = (float(word) for word in words.split(","))
    except ValueError:
        raise Misasked("参数 bbox 应为四个数：西,南,东,北，如 119.9,30.2,120.1,30.4。") from None
    return south, north, west, east


def _noted(lines: QuerySet[ReachLine], request: Any) -> Iterator[Drawn]:
    """Each line with its words; what was read is noted when it has been."""
    rows = 0
    for line in lines.iterator(chunk_size=500):
        rows += 1
        yield Drawn("line", line.positions(), _words(line))
    services.note_read(request.token, door=ReachLines.many, rows=rows, at=timezone.now())


def _words(line: ReachLine) -> dict[str, Any]:
    reach = line.reach
    told = {"id": reach.pk, "code": reach.code, "name": reach.name, "tier": reach.tier, "river": reach.river_id}
    told |= {"river_code": reach.river.code, "river_name": reach.river.name, "region": reach.region_id}
    return told | {
        "region_name": reach.region.name,
        "line_km": float(line.length_km),
        "changed_at": line.changed_at.isoformat(),
    }


DOORS = [ReachLines]
