"""GeoJSON (RFC 7946) and KML 2.2, feature by feature, so that a whole county need not be held at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from hezhang.core.geo.positions import Point

DIGITS = 6


@dataclass(frozen=True)
class Drawn:
    """What is written: a line, a ring (``kind`` "ring", its last point is not the first) or a point, with its words."""

    kind: str
    points: list[Point]
    words: dict[str, Any]  # the first is the feature's name in KML


def as_geojson(features: Iterable[Drawn]) -> Iterator[str]:
    """A FeatureCollection; longitude comes first in GeoJSON."""
    yield '{"type":"FeatureCollection","features":['
    for number, each in enumerate(features):
        spots = [[round(lng, DIGITS), round(lat, DIGITS)] for lat, lng in _closed(each)]
        geometry = {
            "line": {"type": "LineString", "coordinates": spots},
            "ring": {"type": "Polygon", "coordinates": [spots]},
            "point": {"type": "Point", "coordinates": spots[0]},
        }[each.kind]
        feature = {"type": "Feature", "properties": each.words, "geometry": geometry}
        yield (",\n" if number else "\n") + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


def as_kml(features: Iterable[Drawn], title: str) -> Iterator[str]:
    """One document of placemarks."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    yield f"<name>{escape(title)}</name>\n"
    for each in features:
        yield f"<Placemark><name>{escape(next(iter(each.words.values()), ''))}</name><ExtendedData>"
        for key, value in each.words.items():
            yield f'<Data name="{escape(key)}"><value>{escape(str(value))}</value></Data>'
        yield f"</ExtendedData>{_geometry(each)}</Placemark>\n"
    yield "</Document></kml>\n"


def _geometry(each: Drawn) -> str:
    spots = " ".join(f"{lng:.{DIGITS}f},{lat:.{DIGITS}f}" for lat, lng in _closed(each))
    coordinates = f"<coordinates>{spots}</coordinates>"
    if each.kind == "ring":
        return f"<Polygon><outerBoundaryIs><LinearRing>{coordinates}</LinearRing></outerBoundaryIs></Polygon>"
    return f"<{'Point' if each.kind == 'point' else 'LineString'}>{coordinates}</{'Point' if each.kind == 'point' else 'LineString'}>"


def _closed(each: Drawn) -> list[Point]:
    return [*each.points, each.points[0]] if each.kind == "ring" else each.points
