"""Files with lines, made up for the tests."""

import io
import json
import zipfile

import shapefile

WGS_PRJ = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


def geojson(*features, **more) -> bytes:
    """(kind, coordinates, properties) each."""
    made = [
        {"type": "Feature", "properties": words, "geometry": {"type": kind, "coordinates": coordinates}}
        for kind, coordinates, words in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made} | more, ensure_ascii=False).encode()


def turned(points) -> list[list[float]]:
    """Longitude first, as files have it."""
    return [[lng, lat] for lat, lng in points]


def kml(*marks: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"{''.join(f'<Placemark>{mark}</Placemark>' for mark in marks)}</Document></kml>"
    ).encode()


def spots(points) -> str:
    return "<coordinates>" + " ".join(f"{lng},{lat},0" for lat, lng in points) + "</coordinates>"


def gpx(*points: tuple[str, str], name: str = "") -> bytes:
    track = "".join(f'<trkpt lat="{lat}" lon="{lng}"><ele>3</ele></trkpt>' for lat, lng in points)
    return f'<gpx version="1.1"><trk><name>{name}</name><trkseg>{track}</trkseg></trk></gpx>'.encode()


def zipped(**parts: bytes) -> bytes:
    """An archive of layer.shp, layer.dbf …; a part that is None is left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, data in parts.items():
            if data is not None:
                archive.writestr(f"河段/layer.{ending}", data)
    return stream.getvalue()


def shapes(*lines, encoding: str = "utf-8", **instead) -> bytes:
    """A zipped shapefile of (points, 编码, 名称); ``instead`` replaces its parts."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, encoding=encoding) as writer:
        writer.field("HDBM", "C", 40)
        writer.field("HDMC", "C", 80)
        for points, code, name in lines:
            writer.line([turned(points)])
            writer.record(code, name)
    parts = {"shp": shp.getvalue(), "shx": shx.getvalue(), "dbf": dbf.getvalue(), "prj": WGS_PRJ.encode()}
    return zipped(**(parts | instead))
