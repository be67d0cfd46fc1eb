"""The server's side: a template's bytes go to the child, faults in words or a filled document come back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import clean

TOO_MUCH = "模板太复杂，检查没有做完，已拒绝。请精简后再上传。"
BUSY = "服务器正在处理别的模板，请过一分钟再试。"
MOST_BYTES = 5 * 1024 * 1024
TOO_LARGE = "模板超过 5 MB，请压缩图片后再上传。"
_workshop = Workshop("hezhang.core.documents.templates.child", memory=640, cpu=10, seconds=40, orders=20)


class TemplateError(Refusal):
    """The template cannot be taken, or filled; says what to do."""


@dataclass(frozen=True)
class Asked:
    """What a template may name, and which of it it must."""

    names: tuple[str, ...]
    needed: tuple[str, ...]


def doctor(data: bytes, asked: Asked) -> list[str]:
    """What is wrong with the template, in sentences; [] when it can be taken. It is filled once, to see that it can be."""
    sample = {name: f"{name}＆<样例>\n第二行" for name in asked.names}
    try:
        return list(json.loads(_run(data, asked, sample, check=True)))
    except TemplateError as error:
        return [str(error)]


def fill(data: bytes, asked: Asked, values: Mapping[str, str]) -> bytes:
    """The template with the values in it; a name without a value is left empty. Raises TemplateError."""
    told = {name: clean(str(values.get(name, ""))) for name in asked.names}
    return _run(data, asked, told, check=False)


def _run(data: bytes, asked: Asked, values: dict[str, str], *, check: bool) -> bytes:
    if len(data) > MOST_BYTES:
        raise TemplateError(TOO_LARGE)
    told: dict[str, Any] = {"names": asked.names, "needed": asked.needed, "values": values, "check": check}
    parts: list[bytes] = []
    try:
        _workshop.run(told, data, parts.append)
    except BusyError as busy:
        raise TemplateError(BUSY, status=503) from busy
    except OverrunError as much:
        raise TemplateError(TOO_MUCH) from much
    except RefusedError as refused:
        raise TemplateError(str(refused)) from refused
    return b"".join(parts)
