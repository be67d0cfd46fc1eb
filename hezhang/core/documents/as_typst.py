"""A paper as PDF or as pictures of its pages, set by Typst from our own template.

Texts go in as JSON and are shown as strings: no character of theirs means anything to Typst. Nothing outside a folder
of the call's own can be read, and no package is fetched.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from hezhang.core.documents import measures as m
from hezhang.core.documents.fonts import chosen, of_office
from hezhang.core.documents.paper import Form, Grid, Paper, Paragraph, Part, Pictures, line, lines

TEMPLATE = Path(__file__).with_name("official.typ").read_bytes()
PPI = 110  # of a page shown on a screen: 909 × 1286


def pdf(paper: Paper) -> bytes:
    """The document to be printed. Raises NoFontError."""
    return set_in_type(TEMPLATE, *told(paper), form="pdf")[0]


def pictures(paper: Paper, ppi: float = PPI) -> list[bytes]:
    """Every page as PNG. Raises NoFontError."""
    return set_in_type(TEMPLATE, *told(paper), form="png", ppi=ppi)


def set_in_type(template: bytes, data: dict[str, Any], files: dict[str, bytes], **options: Any) -> list[bytes]:
    """What the template makes of the data; ``files``: the photos it names. ``form``: pdf (one file) or png (one a page)."""
    fonts = of_office()
    data["fonts"] = chosen(fonts).families
    form, ppi = options["form"], options.get("ppi")
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        compiler = typst.Compiler(
            root=folder,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(data)},
            package_path=folder,
            package_cache_path=folder,
        )
        made = compiler.compile(input=template, format=form, ppi=ppi)
    return made if isinstance(made, list) else [made or b""]


def told(paper: Paper) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The paper as the template reads it, and its photos under names of ours."""
    files: dict[str, bytes] = {}
    signature, day = line(paper.signature), paper.day_words
    ends = m.ending(signature, day)
    head = line(paper.letterhead)
    data = {
        "measures": {name.lower(): value for name, value in vars(m).items() if name.isupper()},
        "title": [one for text in lines(paper.title) for one in m.title_lines(text)], "number": line(paper.number), "addressee": line(paper.addressee),
        "letterhead": head, "head_size": m.head_size(head), "parts": [_part(part, files) for part in paper.parts],
        "signature": signature, "signature_right": ends[0], "day": day, "day_right": ends[1],
        "copies": paper.copies_words,
    }  # fmt: skip
    return data, files


def _part(part: Part, files: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        return {"kind": "text", "level": part.level, "lines": lines(part.text)}
    if isinstance(part, Form):
        return {"kind": "form", "lines": [[[line(label), lines(value)] for label, value in row] for row in part.lines]}
    if isinstance(part, Grid):
        rows = [[{"lines": lines(one), "short": m.width_in_characters(one) <= 8} for one in row] for row in part.rows]
        return {"kind": "grid", "heads": [line(head) for head in part.heads], "rows": rows, "widths": part.widths}
    return _photos(part, files)


def _photos(part: Pictures, files: dict[str, bytes]) -> dict[str, Any]:
    shown = []
    for photo in part.shown:
        name = f"photo-{len(files)}.jpg"
        files[name] = photo.jpeg
        shown.append({"file": name, "caption": line(photo.caption)})
    return {"kind": "photos", "title": line(part.title), "shown": shown, "note": line(part.note)}
