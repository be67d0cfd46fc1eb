"""What the readers of all kinds share: how much is taken, and a feature on its way to the parent. Runs in the child."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from hezhang.core.geo import polyline
from hezhang.core.geo.datums import Datum, to_wgs
from hezhang.core.kernel.confined_child import RefusedError

MOST_POINTS, MOST_FEATURES = 800_000, 60_000
MOST_WORDS, LONGEST_WORD = 60, 200
DIGITS = 7  # on the way to the parent: a centimetre
MOST_UNZIPPED = 160 * 1024 * 1024
TOO_MANY = f"文件里的坐标点超过 {MOST_POINTS:,} 个，已拒绝。请在制图软件中简化线条，或分几次导入。"
MANY_FEATURES = f"文件里的要素超过 {MOST_FEATURES:,} 个，已拒绝。请分几次导入。"
DAMAGED = "文件打不开，可能已损坏或格式不符。请用制图软件重新导出后再导入。"
BOMB = "压缩包解压后过大，已拒绝。请只留下要导入的图层后再压缩。"


class GeoFileError(RefusedError):
    """The file cannot be taken; the message is Chinese and says what to do."""


@dataclass
class Raw:
    """One feature as the file has it: parts of (latitude, longitude) as text or numbers, in the file's own system."""

    kind: str = "other"  # line, ring, point, other
    words: dict[str, str] = field(default_factory=dict)
    parts: list[list[tuple[Any, Any]]] = field(default_factory=list)
    wrong: str = ""


@dataclass
class Taker:
    """Counts what comes, puts it into WGS-84, and says of each feature what is wrong with it."""

    datum: Datum
    points: int = 0
    features: int = 0

    def take(self, raw: Raw) -> dict[str, Any]:
        self.features += 1
        self.points += sum(map(len, raw.parts))
        if self.points > MOST_POINTS:
            raise GeoFileError(TOO_MANY)
        if self.features > MOST_FEATURES:
            raise GeoFileError(MANY_FEATURES)
        told: dict[str, Any] = {"number": self.features, "kind": raw.kind, "words": _short(raw.words)}
        try:
            parts = [[self._position(lat, lng) for lat, lng in part] for part in raw.parts]
        except ValueError as wrong:
            return told | {"parts": [], "wrong": raw.wrong or str(wrong)}
        return told | {"parts": [polyline.encode(part, DIGITS) for part in parts], "wrong": raw.wrong}

    def _position(self, lat: Any, lng: Any) -> tuple[float, float]:
        try:
            north, east = float(lat), float(lng)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"坐标“{str(lng)[:20]},{str(lat)[:20]}”不是数字") from None
        if not (isfinite(north) and isfinite(east)):
            raise ValueError("有不是数字的坐标（NaN 或无穷大）")
        if abs(north) > 180 or abs(east) > 180:
            raise ValueError(f"坐标（{east:g}，{north:g}）不是经纬度，像是投影坐标（单位米）")
        return to_wgs(north, east, self.datum)


def _short(words: dict[str, Any]) -> dict[str, str]:
    """What a name or a code may stand in; long texts and the sixtieth field are neither."""
    kept = [(str(key)[:LONGEST_WORD], str(value).strip()) for key, value in words.items() if value not in (None, "")]
    return {key: value for key, value in kept[:MOST_WORDS] if value and len(value) <= LONGEST_WORD}


def text_of(data: bytes) -> str:
    """UTF-8 first: it refuses nearly all GB 18030, which in its turn takes anything."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise GeoFileError(DAMAGED)


def unzipped(data: bytes, endings: Iterable[str]) -> dict[str, bytes]:
    """Parts of the archive with these endings, by their name in it. What the archive says of their sizes is not believed."""
    wanted, left, found = tuple(endings), MOST_UNZIPPED, {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNZIPPED:
                raise GeoFileError(BOMB)
            for part in archive.infolist():
                name = part.filename
                # What macOS puts beside every file has the same ending, and is none.
                if not name.lower().endswith(wanted) or "__macosx" in name.lower():
                    continue
                with archive.open(part) as stream:
                    found[name] = stream.read(left + 1)
                left -= len(found[name])
                if left < 0 or len(found) > 500:
                    raise GeoFileError(BOMB)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, GeoFileError):
            raise
        raise GeoFileError("压缩包打不开，可能已损坏或加了密码。请重新压缩（.zip，不加密码）后再导入。") from error
    return found
