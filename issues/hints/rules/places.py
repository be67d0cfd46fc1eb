"""How alike two descriptions are."""

from __future__ import annotations

import re

NOT_WORDS = re.compile(r"[\W\d_a-zA-Z]+")  # figures and marks: 约 9 立方米 and 约 14 立方米 are told in the same words


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, of words alone; a text of one character is that one."""
    words = [word for word in NOT_WORDS.split(text) if word]
    pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
    return frozenset(pairs or words)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 (nothing in common) to 1 (the same pairs): what both have, of what either has."""
    return len(one & other) / len(one | other) if one and other else 0.0
