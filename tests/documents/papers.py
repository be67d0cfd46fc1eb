"""Papers to try the renderers on, and what can be measured of what they make."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

from PIL import Image

from hezhang.core.documents.paper import Form, Grid, Paper, Paragraph, Picture, Pictures

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    '#import "@preview/cetz:0.3.4" #eval("1") $x^2$ [无] *粗* _斜_ `码` \\ \\u{41} @ref <label> = 题 - 项 // 注 /* 注 */ '
    '"引" {{ 7*7 }} {% raw %} & < > \u202e倒\x00\x07\x1b\x7f\ufffe \ud800 😀 𠮷 ＠'
)


def jpeg(width: int = 60, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG")
    return out.getvalue()


def whole(text: str = "请于五个工作日内办结，并书面答复。") -> Paper:
    """One with every part there is."""
    return Paper(
        title=text[:40],
        letterhead="澄江区河长制办公室",
        number="河长办督〔2026〕3号",
        addressee=text[:60],
        parts=(
            Paragraph("一、情况", 1),
            Paragraph(text),
            Paragraph("（一）要求", 2),
            Form(((("编号", "M1"), ("河湖", text[:90])), (("位置", text[:90]),))),
            Grid(("乡镇", text[:20]), (("甲镇", text[:90]), ("乙镇", "3")), (1, 2)),
            Pictures("照片", (Picture(jpeg(), text[:60]), Picture(jpeg(40, 60)), Picture(jpeg())), "另有 2 张"),
        ),
        signature="澄江区河长制办公室",
        day=date(2026, 11, 26),
        copies=("区委督查室", text[:30]),
    )


def xml_of(docx: bytes, part: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as book:
        return ElementTree.fromstring(book.read(part))


def text_of(docx: bytes) -> str:
    return "\n".join("".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in xml_of(docx).iter(f"{W}p"))


def ink(png: bytes) -> Image.Image:
    """The page as black marks on white, whatever their colour."""
    return Image.open(io.BytesIO(png)).convert("L").point(lambda value: 255 if value < 160 else 0)


def bands(picture: Image.Image) -> list[tuple[int, int]]:
    """(first, last) row of pixels of each line of type."""
    rows = [bool(picture.crop((0, y, picture.width, y + 1)).getbbox()) for y in range(picture.height)]
    starts = [y for y in range(1, len(rows)) if rows[y] and not rows[y - 1]]
    ends = [y for y in range(1, len(rows)) if rows[y - 1] and not rows[y]]
    return list(zip(starts, ends, strict=True))
