"""Measures of an official document (GB/T 9704-2012, 5 and 7), in mm and pt; both renderers take them from here."""

from __future__ import annotations

# 5.1, 5.2.1: A4, 天头 37, 订口 28, 版心 156 × 225; the other two margins follow.
PAGE = (210.0, 297.0)
TEXT = (156.0, 225.0)
TOP, LEFT = 37.0, 28.0
RIGHT = PAGE[0] - LEFT - TEXT[0]
BOTTOM = PAGE[1] - TOP - TEXT[1]
MM_PT = 72 / 25.4

# 5.2.2, 5.2.3: 三号仿宋, 22 lines of 28 characters. At 16 pt, 28 characters are 2 mm too wide for 版心: drawn together.
BODY, LINE = 16.0, 28.0
CHARACTERS = 28
TIGHT = 0.25
TITLE, TITLE_LINE = 22.0, 36.0  # 7.3.1: 二号小标宋
NOTE, NOTE_LINE = 14.0, 24.0  # 7.4.2, 7.5: 四号, of the last lines and the page number
CELL, CELL_LINE = 12.0, 20.0  # of tables: 小四, on which the standard is silent
# 7.5: the page number's dashes lie 7 mm below 版心; a line of 四号 is 5 mm high.
NUMBER_BELOW = 7.0
FOOTER = BOTTOM - NUMBER_BELOW - 2.5
# 7.2.4, 7.2.7: 发文机关标志 and the line below 文号 are red.
RED = "FF0000"
HEAD, HEAD_LINE = 40.0, 56.0

INDENT = 2  # 7.3.3: characters at the beginning of a paragraph
SEAL_RIGHT = 4  # 7.3.5.1: 成文日期 stands four characters from the right


def width_in_characters(text: str) -> float:
    """How wide a line is, in Chinese characters: Latin letters and figures are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def title_lines(text: str) -> list[str]:
    """The title as it is broken, where a word ends and never before a last lonely one (7.3.1: 词意完整，长短适宜)."""
    most = TEXT[0] * MM_PT / TITLE
    if width_in_characters(text) <= most:
        return [text]
    for marks in ("的", "、）》”", "年度区县市镇乡", text):
        cuts = [at for at, char in enumerate(text[:-1], 1) if char in marks and text[at] not in "的、，）》”"]
        cuts = [at for at in cuts if max(map(width_in_characters, (text[:at], text[at:]))) <= most]
        if cuts:
            best = min(cuts, key=lambda at: abs(width_in_characters(text[:at]) - width_in_characters(text[at:])))
            return [text[:best], text[best:]]
    return [text]  # of three lines: the page breaks it


def head_size(text: str) -> float:
    """发文机关标志 as large as it goes on one line, in pt."""
    return min(HEAD, TEXT[0] * MM_PT / max(width_in_characters(text), 1))


def ending(signature: str, day: str) -> tuple[float, float]:
    """署名 and 成文日期: how many characters from the right each ends. The shorter stands in the middle over the longer."""
    mine, dates = width_in_characters(signature), width_in_characters(day)
    if mine <= dates:
        return SEAL_RIGHT + (dates - mine) / 2, float(SEAL_RIGHT)
    right = max(0.0, min(SEAL_RIGHT - (mine - dates) / 2, CHARACTERS - mine))
    return right, right + (mine - dates) / 2
