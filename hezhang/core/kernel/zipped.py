"""The parts of a zip file as they really inflate. Runs in children (``confined``): what it is given may be a bomb."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator

from hezhang.core.kernel.confined_child import RefusedError

CHUNK = 1 << 18
DAMAGED = "文件打不开，可能已损坏。请用 Office 或 WPS 打开检查，另存后再试。"


class DamagedError(RefusedError):
    """No zip file that an office program has written."""


def chunks_of(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes as they really inflate, whatever size the directory claims."""
    # Encrypted parts, and methods that no office program uses.
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamagedError(DAMAGED)
    try:
        name, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    except struct.error as error:
        raise DamagedError(DAMAGED) from error
    # The local header is read for its own lengths: the directory may name others, to hide a second part.
    start = part.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[i : i + CHUNK]) for i in range(0, len(packed), CHUNK))
        return
    yield from _inflated(packed)


def _inflated(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    try:
        while not engine.eof and rest:
            chunk = engine.decompress(rest, CHUNK)
            rest = engine.unconsumed_tail
            if chunk:
                yield chunk
    except zlib.error as error:
        raise DamagedError(DAMAGED) from error
