"""KML, KMZ and GPX, read tag by tag. Runs in the child. A file that declares entities or a document type is not read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from xml.parsers import expat

from hezhang.core.geo.files.features import DAMAGED, MOST_FEATURES, MOST_POINTS, TOO_MANY, GeoFileError, Raw, unzipped

ENTITIES = "文件里声明了实体或文档类型（DTD），有安全风险，已拒绝。请用制图软件重新导出后再导入。"
NO_KML = "压缩包里没有 .kml 文件。请重新导出 KMZ，或直接导入 KML。"
DEEPEST = 200


class TagReader(ABC):
    """Follows the tags; ``opened`` and ``closed`` of a kind of file make the features."""

    def __init__(self, root: str) -> None:
        self.root, self.path, self.text, self.found = root, [], [], []
        self.raw: Raw | None = None
        self.points = 0

    def read(self, data: bytes) -> Iterator[Raw]:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._read_text
        parser.buffer_text = True
        try:
            for start in range(0, len(data), 1 << 18):
                parser.Parse(data[start : start + (1 << 18)], start + (1 << 18) >= len(data))
                yield from self.found
                self.found.clear()
        except expat.ExpatError as error:
            raise GeoFileError(DAMAGED) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self.path and name != self.root:
            raise GeoFileError(f"这不是 {self.root.upper()} 文件。请核对文件后缀，或用制图软件重新导出。")
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise GeoFileError(DAMAGED)
        self.text = []
        self.opened(name, attributes)

    def _end(self, name: str) -> None:
        self.closed(name.rpartition(":")[2], "".join(self.text).strip())
        self.path.pop()
        self.text = []

    def _read_text(self, text: str) -> None:
        self.text.append(text)

    def add(self, part: list[tuple[str, str]]) -> None:
        """A part of the feature at hand; counted while reading, so that a long file ends early."""
        self.points += len(part)
        if self.points > MOST_POINTS:
            raise GeoFileError(TOO_MANY)
        if self.raw is not None:
            self.raw.parts.append(part)

    def finish(self) -> None:
        if self.raw is not None and len(self.found) <= MOST_FEATURES:
            self.found.append(self.raw)
        self.raw = None

    @abstractmethod
    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""

    @abstractmethod
    def closed(self, name: str, text: str) -> None:
        """It ends; ``text`` stood last in it."""


class _Kml(TagReader):
    field = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Placemark":
            self.raw = Raw()
        elif name in ("Data", "SimpleData"):
            self.field = attributes.get("name", "")

    def closed(self, name: str, text: str) -> None:
        raw = self.raw
        if raw is None:
            return
        if name == "Placemark":
            if not raw.parts:
                raw.wrong = "没有线、面或点"
            self.finish()
        elif name == "name" and self.path[-2] == "Placemark":
            raw.words["name"] = text
        elif name in ("SimpleData", "value") and self.field:
            raw.words[self.field] = text
        elif name == "coordinates" and "innerBoundaryIs" not in self.path:
            self._coordinates(raw, text)

    def _coordinates(self, raw: Raw, text: str) -> None:
        kind = {"LineString": "line", "LinearRing": "ring", "Point": "point"}.get(self.path[-2], "other")
        if raw.parts and raw.kind != kind:
            # A line with a mark at its middle is still a line.
            if "line" not in (raw.kind, kind):
                raw.wrong = "一个要素里既有面又有点"
            if raw.kind == "line":
                return
            raw.parts.clear()
        raw.kind = kind
        spots = [spot.split(",") for spot in text.split()]
        self.add([(spot[1] if len(spot) > 1 else "", spot[0]) for spot in spots])


class _Gpx(TagReader):
    KINDS = {"trk": "line", "rte": "line", "wpt": "point"}

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.part: list[tuple[str, str]] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in self.KINDS and len(self.path) == 2:
            self.raw, self.part = Raw(kind=self.KINDS[name]), []
        if name in ("trkpt", "rtept", "wpt"):
            self.part.append((attributes.get("lat", ""), attributes.get("lon", "")))
            if len(self.part) > MOST_POINTS:
                raise GeoFileError(TOO_MANY)

    def closed(self, name: str, text: str) -> None:
        if self.raw is None:
            return
        if name == "trkseg" or (name in self.KINDS and self.part):
            self.add(self.part)
            self.part = []
        if name in self.KINDS and len(self.path) == 2:
            self.finish()
        elif name in ("name", "desc", "cmt") and len(self.path) == 3:
            self.raw.words[name] = text


def _count(data: bytes, mark: bytes, most: int) -> None:
    """A file with too many points is sent back before it is read; ``most`` marks stand in every point, one more at its end."""
    if data.count(mark) > MOST_POINTS * most:
        raise GeoFileError(TOO_MANY)


def _refuse(*_: object) -> None:
    raise GeoFileError(ENTITIES)


def kml(data: bytes) -> Iterator[Raw]:
    """Every placemark."""
    _count(data, b",", 2)
    return _Kml("kml").read(data)


def gpx(data: bytes) -> Iterator[Raw]:
    """Every track, route and waypoint."""
    _count(data, b"lat=", 1)
    return _Gpx("gpx").read(data)


def kmz(data: bytes) -> Iterator[Raw]:
    """The placemarks of the documents in the archive."""
    documents = unzipped(data, [".kml"])
    if not documents:
        raise GeoFileError(NO_KML)
    read: Callable[[bytes], Iterator[Raw]] = kml
    return (raw for document in documents.values() for raw in read(document))
