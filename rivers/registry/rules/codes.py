"""Patterns of codes, over plain values. Anhui's DB34/T 3735.1-2020 gives the lengths: rivers, reservoirs and reaches 12, lakes 8."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rivers.registry.choices import Coded

# Six digits of the county and a serial of six; SL 249 codes only the large rivers, so theirs is a column of its own.
PATTERNS: dict[str, str] = {
    Coded.RIVER: "{county}{serial:6}",
    Coded.LAKE: "{county}{serial:2}",
    Coded.RESERVOIR: "{county}{serial:6}",
    Coded.WETLAND: "{county}{serial:6}",
    Coded.CANAL: "{county}{serial:6}",
    Coded.REACH: "{county}{serial:6}",
    # As the outfalls of a working system: county, letter of the kind, serial (630122B02), with room for a county's all.
    Coded.ASSET: "{county}{letter}{serial:5}",
    Coded.BOARD: "{county}P{serial:5}",
}
# What the pattern may name, and how long it is at most.
WORDS = {"county": 6, "city": 4, "town": 9, "letter": 3, "river": 12}
ONLY = {"letter": Coded.ASSET, "river": Coded.REACH}
LONGEST = {Coded.ASSET: 24, Coded.BOARD: 24}
COLUMN = 20  # characters of a code of rivers and reaches
SERIAL = re.compile(r"\{serial:(\d)\}$")
TOKEN = re.compile(r"\{(\w+)\}")
PLAIN = re.compile(r"[A-Za-z0-9_-]*")


def wrong_with(pattern: str, what: str) -> str:
    """Why no code can be made by the pattern, or ""."""
    end = SERIAL.search(pattern)
    if end is None or pattern.count("{serial") != 1:
        return "规则的最后应是顺序号，如 {serial:6}（6 位），而且只有一个。"
    if not 2 <= int(end[1]) <= 8:
        return "顺序号应为 2 至 8 位。"
    front = pattern[: end.start()]
    names = TOKEN.findall(front)
    if unknown := [name for name in names if name not in WORDS or ONLY.get(name, what) != what]:
        return f"不认识 {{{unknown[0]}}}。可用：{usable(what)}。"
    rest = TOKEN.sub("", front)
    if not PLAIN.fullmatch(rest):
        return "除 {…} 外只能用英文字母、数字、“-”和“_”。"
    # Two counties would otherwise use up one another's numbers, and a code would not say where it lies.
    if not {"county", "city", "town", "river"} & set(names):
        return "规则应含区划：{county}（6 位区县代码）、{town}（9 位乡镇代码）等。"
    most = LONGEST.get(Coded(what), COLUMN)
    long = len(rest) + sum(WORDS[name] for name in names) + int(end[1])
    return f"按此规则编码可达 {long} 位，最多 {most} 位。" if long > most else ""


def usable(what: str) -> str:
    """The words that may stand in the pattern of this thing."""
    return "、".join(f"{{{name}}}" for name in WORDS if ONLY.get(name, what) == what)


def prefix_of(pattern: str, region_code: str, told: Mapping[str, str]) -> tuple[str, int]:
    """(what stands before the serial, its digits) for a region; ``told``: letter, river."""
    end = SERIAL.search(pattern)
    if end is None:
        raise ValueError(f"pattern without a serial: {pattern}")
    known = {"county": region_code[:6], "city": region_code[:4], "town": region_code[:9], **told}
    return TOKEN.sub(lambda found: known[found[1]], pattern[: end.start()]), int(end[1])
