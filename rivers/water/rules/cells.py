"""What offices write into the cells of a monthly sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rivers.water.choices import Monitored
from rivers.water.rules.quality import tidy

NOTHING = {"", "-", "--", "—", "——", "–", "/", "\\", "*", "无", "空"}
STATES = {
    Monitored.DRY: ("断流", "干涸", "干枯", "无水", "河干"),
    Monitored.FROZEN: ("封冻", "冰封", "结冰", "冰冻"),
    Monitored.NO_DATA: ("未监测", "未测", "未检测", "停测", "未采样", "无数据", "缺测"),
}
BY_WORD = {word: state for state, words in STATES.items() for word in words}


@dataclass(frozen=True)
class Told:
    """A row as it is meant: whether there was water to measure, and the figures (item → text, "" for none)."""

    monitored: str
    readings: dict[str, str]


def state_in(text: str) -> Monitored | None:
    """断流（河道整治） → DRY; None where the cell names no state."""
    plain = tidy(text).split("(")[0]
    return BY_WORD.get(plain)


def figure_in(text: str) -> str:
    """A figure in the one notation; "" for a dash, and for a word that says why there is none."""
    plain = tidy(text)
    return "" if plain in NOTHING or state_in(text) else plain


def told_by(cells: Mapping[str, str], monitored: str = "") -> Told:
    """A row of cells (item → text); 断流 and its like count wherever they stand. ``monitored``: the row's own word or code."""
    readings = {item: figure_in(text) for item, text in cells.items()}
    named = next((state for text in cells.values() if (state := state_in(text))), None)
    state = Monitored(monitored) if monitored in Monitored.values else state_in(monitored)
    # A state in a cell speaks for the row when nothing was measured; beside figures it speaks for its own cell alone.
    if named and not any(readings.values()) and state in (None, Monitored.YES):
        state = named
    return Told(state or Monitored.YES, readings)
