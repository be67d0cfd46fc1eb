"""A zipped shapefile: .shp, .shx, .dbf and .prj of one layer. Runs in the child."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

import shapefile

from hezhang.core.geo.files.features import DAMAGED, MOST_POINTS, TOO_MANY, GeoFileError, Raw, text_of, unzipped

MAGIC = b"\x00\x00\x27\x0a"
NEEDED = (".shp", ".shx", ".dbf", ".prj")
WHAT = {".shp": ".shp（图形）", ".shx": ".shx（索引）", ".dbf": ".dbf（属性）", ".prj": ".prj（坐标系）"}
KINDS = {1: "point", 11: "point", 21: "point", 3: "line", 13: "line", 23: "line", 5: "ring", 15: "ring", 25: "ring"}
# Geographic systems whose degrees can be taken as they are.
KNOWN = (
    "WGS_1984",
    "WGS84",
    "WGS 84",
    "CGCS_2000",
    "CGCS2000",
    "China_Geodetic_Coordinate_System_2000",
    "China Geodetic",
)
OLD = {"1954": "北京 1954", "1980": "西安 1980"}


def features(data: bytes) -> Iterator[Raw]:
    """Every shape with its record."""
    shp, shx, dbf, prj, cpg = _layer(unzipped(data, (*NEEDED, ".cpg")))
    check_system(text_of(prj))
    if shp[:4] != MAGIC:
        raise GeoFileError(DAMAGED)
    if len(shp) > MOST_POINTS * 16 * 3:
        raise GeoFileError(TOO_MANY)
    try:
        reader = shapefile.Reader(
            shp=io.BytesIO(shp), shx=io.BytesIO(shx), dbf=io.BytesIO(dbf), encoding=_encoding(dbf, cpg),
            encodingErrors="replace",
        )  # fmt: skip
        for each in reader.iterShapeRecords():
            yield _raw(each.shape, each.record.as_dict())
    except GeoFileError:
        raise
    except Exception as error:  # the reader trusts the file: a wrong count shows as an error of any kind
        raise GeoFileError(DAMAGED) from error


def _layer(parts: dict[str, bytes]) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    by_ending: dict[str, list[str]] = {}
    for name in parts:
        by_ending.setdefault(PurePosixPath(name).suffix.lower(), []).append(name)
    layers = by_ending.get(".shp", [])
    if len(layers) > 1:
        names = "、".join(PurePosixPath(name).stem for name in sorted(layers)[:5])
        raise GeoFileError(f"压缩包里有 {len(layers)} 个图层（{names}）。请每个图层单独压缩，分几次导入。")
    missing = [WHAT[ending] for ending in NEEDED if ending not in by_ending]
    if missing:
        raise GeoFileError(f"压缩包里缺少 {'、'.join(missing)}。请把同名的 .shp、.shx、.dbf、.prj 一起压缩后再导入。")
    shp, shx, dbf, prj = (parts[by_ending[ending][0]] for ending in NEEDED)
    return shp, shx, dbf, prj, parts[by_ending[".cpg"][0]] if ".cpg" in by_ending else b""


def check_system(wkt: str) -> None:
    """GeoFileError unless the .prj names degrees of WGS-84 or CGCS2000."""
    name = (re.findall(r"\[\s*\"([^\"]{1,80})\"", wkt) or ["无法识别"])[0]
    if re.match(r"\s*(PROJCS|PROJCRS|COMPD_CS|BOUNDCRS|DERIVEDPROJCRS)", wkt, re.IGNORECASE):
        raise GeoFileError(f"文件用的是投影坐标系“{name}”（单位米），请先转换为经纬度（WGS-84 或 CGCS2000）再导入。")
    for year, words in OLD.items():
        if year in name:
            raise GeoFileError(f"文件用的是{words}坐标系（{name}），与 WGS-84 相差几十米以上，请先转换后再导入。")
    if not any(known.lower() in name.lower() for known in KNOWN):
        raise GeoFileError(f"文件的坐标系“{name}”认不出来，请先转换为经纬度（WGS-84 或 CGCS2000）再导入。")


def _encoding(dbf: bytes, cpg: bytes) -> str:
    told = cpg.decode("ascii", "ignore").strip().lower()
    if told in ("utf-8", "utf8", "65001"):
        return "utf-8"
    try:
        # From the first record on: names of fields are cut at ten bytes, within a letter if need be.
        dbf[int.from_bytes(dbf[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _raw(shape: shapefile.Shape, words: dict[str, object]) -> Raw:
    raw = Raw(
        kind=KINDS.get(shape.shapeType, "other"),
        words={key: str(value) for key, value in words.items() if value is not None},
    )
    if raw.kind == "other":
        raw.wrong = "没有几何图形" if shape.shapeType == 0 else "不支持的几何类型"
        return raw
    points = [(spot[1], spot[0]) for spot in shape.points]
    starts = [*getattr(shape, "parts", [0]), len(points)]
    raw.parts = [points[start:end] for start, end in pairwise(starts)]
    if raw.kind == "ring" and len(raw.parts) > 1:
        # Outer rings run clockwise, holes against it: a lake is kept without its islands.
        outer = [part for part in raw.parts if _clockwise(part)]
        raw.parts = outer or raw.parts[:1]
    return raw


def _clockwise(ring: list[tuple[float, float]]) -> bool:
    return sum((d - b) * (a + c) for (a, b), (c, d) in pairwise(ring)) > 0
