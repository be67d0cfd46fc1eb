"""Points as they are stored: JSON, deflated; a point takes about twelve bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from math import isfinite

from patrols.tracks.rules import Fix

MOST_UNPACKED = 32 * 1024 * 1024


def packed(fixes: Iterable[Fix]) -> bytes:
    rows = [[one if one is None or isfinite(one) else str(one) for one in fix] for fix in fixes]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)


def unpacked(data: bytes) -> list[Fix]:
    rows = json.loads(zlib.decompressobj().decompress(bytes(data), MOST_UNPACKED))
    return [Fix(*(float(one) if isinstance(one, str) else one for one in row)) for row in rows]
