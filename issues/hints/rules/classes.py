"""类别 and 严重程度 from the words of a description."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from issues.clocks.choices import Severity
from issues.hints.rules.learning import Learned
from issues.hints.rules.places import bigrams

MOST = 3
WORD_WEIGHT = 2.0  # of a keyword, in the logarithm of likelihood; a longer one speaks more plainly
UNLIKELY = -12.0  # what the ledger says of a class that it has never seen
MU = 666.7  # m² of a 亩
AREA = re.compile(r"(\d+(?:\.\d+)?)\s*(平方米|平米|㎡|m2|m²|亩)")
VOLUME = re.compile(r"(\d+(?:\.\d+)?)\s*(立方米|立方|方|m3|m³)")
# 河湖管理监督检查办法(试行) 附表: 高秆作物、林木 and 围网养殖 by area, 挖砂取土 by volume (domain.md §3.1, the grades are a proposal).
LARGE, MIDDLING, DUG = 5000.0, 1000.0, 500.0
BY_AREA, BY_VOLUME = "乱占", "乱采"


@dataclass(frozen=True)
class Suggestion:
    """What is suggested (a name, a grade, a number) and why, in words."""

    value: str
    why: str
    score: float = 0.0


def suggest_classes(text: str, words: Iterable[tuple[str, str]], learned: Learned) -> list[Suggestion]:
    """At most three classes, the likeliest first. ``words``: (class, word) of the office's table."""
    found, told = bigrams(text), defaultdict(list)
    for name, word in words:
        if word in text:
            told[name].append(word)
    scores = learned.scores(found)
    total = {
        name: scores.get(name, UNLIKELY if scores else 0.0) + sum(_weight(word) for word in _longest(told[name]))
        for name in {*scores, *told}
    }
    ranked = sorted(total, key=lambda name: (-total[name], name))
    likely = [name for name in ranked if told[name] or scores.get(name, UNLIKELY) > UNLIKELY / 2]
    return [Suggestion(name, _why(name, told[name], learned, found), total[name]) for name in likely[:MOST]]


def _weight(word: str) -> float:
    return WORD_WEIGHT * (1 + (len(word) - 2) * 0.5)


def _longest(words: list[str]) -> list[str]:
    """Without those that are part of another: 建筑垃圾 is not 垃圾 as well."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _why(name: str, words: list[str], learned: Learned, found: frozenset[str]) -> str:
    if words:
        return "因" + "".join(f"“{word}”" for word in _longest(words)[:3])
    return f"本区台账中 {learned.speaks_for(name, found)} 件“{name}”用词相近"


def suggest_grades(text: str, category: str, words: Iterable[tuple[str, str]], learned: Learned) -> list[Suggestion]:
    """One grade or none: by size where the supervision rules give one, by the office's words, by its own ledger."""
    if sized := _by_size(text, category):
        return [sized]
    graver = [Suggestion(grade, f"因“{word}”") for grade, word in words if grade and word in text]
    if graver:
        return [max(graver, key=lambda one: list(Severity).index(Severity(one.value)))]
    scores = learned.scores(bigrams(text))
    best = max(scores, key=lambda grade: scores[grade]) if scores else ""
    return [Suggestion(best, "本区台账中用词相近的多为此级")] if best else []


def _by_size(text: str, category: str) -> Suggestion | None:
    if category == BY_AREA and (area := max((_square(*each) for each in AREA.findall(text)), default=0.0)):
        grade = Severity.MAJOR if area >= LARGE else Severity.SERIOUS if area >= MIDDLING else Severity.MINOR
        return Suggestion(grade, f"因面积约 {area:.0f} 平方米")
    dug = max((float(number) for number, _ in VOLUME.findall(text)), default=0.0)
    if category == BY_VOLUME and dug >= DUG:
        return Suggestion(Severity.MAJOR, f"因方量约 {dug:.0f} 立方米")
    return None


def _square(number: str, unit: str) -> float:
    return float(number) * (MU if unit == "亩" else 1.0)
