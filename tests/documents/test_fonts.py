"""Fonts: a missing one is named, one in the office's own folder is found, none at all stops PDF and pictures in words."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from hezhang.core.documents import fonts
from hezhang.core.documents.preflight import fonts as checked


def having(*names: str) -> SimpleNamespace:
    return SimpleNamespace(families=lambda: list(names))


def test_what_is_missing_is_named_and_replaced():
    found = fonts.chosen(having("FangSong_GB2312", "SimHei", "Noto Serif CJK SC"))
    assert found.families["body"] == "FangSong_GB2312" and found.families["title"] == "Noto Serif CJK SC"
    assert found.missing == ("楷体_GB2312", "方正小标宋简体", "宋体")
    assert "“方正小标宋简体”" in found.notice and "FONT_DIR" in found.notice


def test_nothing_is_said_when_all_are_there():
    every = fonts.chosen(having(*(wanted[0] for _, wanted, _ in fonts.KINDS.values())))
    assert every.missing == () and every.notice == ""


def test_without_any_chinese_font_the_docx_is_offered_instead(monkeypatch):
    with pytest.raises(fonts.NoFontError, match="Word 文件（docx）不受影响"):
        fonts.chosen(having("DejaVu Sans", "Liberation Serif"))


@pytest.mark.fonts
@pytest.mark.once
def test_a_font_in_the_offices_folder_is_found(settings, tmp_path):
    known = next(one for one in fonts.book("").fonts() if one.path and Path(one.path).stat().st_size < 1_000_000)
    shutil.copy(known.path, tmp_path)
    settings.FONT_DIR = str(tmp_path)
    assert any(one.path and one.path.startswith(str(tmp_path)) for one in fonts.of_office().fonts())


def test_the_machine_is_asked():
    assert [line.mark.value for line in checked()] in (["正常"], ["注意"], ["错误"])
