"""The type that PDF and pictures are set in: the standard's own where it is there, else what stands in for it.

Looked for in the folder of the office's own (``FONT_DIR``) and in the system. A .docx only names its fonts and needs none here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from hezhang.core.kernel.refusal import Refusal

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback")
# What a document calls the type, as Word names it, and the families under which it is sold.
KINDS = {
    "body": ("仿宋_GB2312", ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S", "FZFangSong-Z02"), SERIF),
    "bold": ("黑体", ("SimHei", "STHeiti", "FZHei-B01S", "FZHei-B01"), SANS),
    "second": ("楷体_GB2312", ("KaiTi_GB2312", "KaiTi", "STKaiti", "FZKai-Z03S", "FZKai-Z03"), SERIF),
    "title": ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0"), SERIF),
    "number": ("宋体", ("SimSun", "NSimSun", "STSong", "FZShuSong-Z01S"), SERIF),
}
NONE = "服务器上没有中文字体，生成不了 PDF 和图片；Word 文件（docx）不受影响，请先下载它。请管理员安装中文字体，或把字体文件放进 FONT_DIR 所指的文件夹。"


class NoFontError(Refusal):
    """There is no Chinese font at all: a page of empty squares would be worse than none."""

    status = 503


@dataclass(frozen=True)
class Chosen:
    """Which family each kind of type is set in; ``missing``: the standard's names of those that another stands in for."""

    families: dict[str, str]
    missing: tuple[str, ...]

    @property
    def notice(self) -> str:
        """For the page with the documents; "" when nothing is missing."""
        if not self.missing:
            return ""
        named = "、".join(f"“{name}”" for name in self.missing)
        return f"服务器没有装{named}，PDF 和图片用相近的字体代替；Word 文件不受影响。要用规定的字体，请管理员把字体文件放进 FONT_DIR 所指的文件夹。"


@lru_cache(maxsize=4)
def book(folder: str, changed: float = 0) -> typst.Fonts:
    """The fonts that there are. Read once: it takes a quarter of a second. ``changed``: when the folder was."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=[folder] if folder else [])


def of_office() -> typst.Fonts:
    """The system's and the office's own; a font put into the folder is there at the next document."""
    folder = settings.FONT_DIR
    if folder and (path := Path(folder)).is_dir():
        return book(str(path), path.stat().st_mtime)
    return book("")


def chosen(fonts: typst.Fonts | None = None) -> Chosen:
    """Raises NoFontError where no Chinese font is to be had."""
    there = {name.lower(): name for name in (fonts or of_office()).families()}
    families, missing = {}, []
    for kind, (name, wanted, others) in KINDS.items():
        found = _first(there, (*wanted, name))
        if not found:
            missing.append(name)
            found = _first(there, (*others, *SERIF, *SANS))
        if not found:
            raise NoFontError(NONE)
        families[kind] = found
    return Chosen(families, tuple(missing))


def _first(there: dict[str, str], names: tuple[str, ...]) -> str:
    return next((there[name.lower()] for name in names if name.lower() in there), "")
