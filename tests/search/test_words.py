"""Words: what is folded, cut and demanded. The index may offer too much, never too little."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hezhang.core.search import words

TEXTS = st.text(st.sampled_from("河长桥a1B9-. ３é\u3000\x00𠮷😀"), max_size=24)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("澄溪（上段）", "澄溪 上段"), ("Ｍ０２-３号桥", "m02 3 号桥"), ("  a\tB\x00c ", "a b c"), ("😀", ""), ("", ""),
        ("DN300管", "dn300 管"),
    ],
)  # fmt: skip
def test_folded(text, folded):
    assert words.fold(text) == folded


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_what_a_text_holds_its_grams_hold(text, query):
    """Were it otherwise, the index would hide a row that the words are in."""
    stored, held = words.stored(text), set(words.grams(words.fold(text)))
    asked = words.read(query)
    if all(pattern in stored for pattern in asked.patterns()):
        assert set(asked.grams()) <= held


@settings(max_examples=40)
@given(TEXTS.filter(lambda text: len(words.fold(text)) > 2), st.data())
def test_every_part_of_a_text_finds_it(text, data):
    """From three characters on wherever it stands; shorter Latin only from its start."""
    folded = words.fold(text)
    first = data.draw(st.integers(0, len(folded) - 3))
    part = folded[first : first + 3]
    if " " not in part:
        assert all(pattern in words.stored(text) for pattern in words.read(part).patterns())


@pytest.mark.parametrize("typed", ["", "   ", "😀 !", "\x00", "%_"])
def test_no_word_is_no_query(typed):
    assert not words.read(typed)


def test_a_query_is_cut_to_a_few_short_words():
    asked = words.read("河" * 12_000 + " 长")
    assert asked.folded == ("河" * words.LONGEST,)
    assert len(words.read(" ".join(f"词{n}" for n in range(50))).folded) == words.MOST_WORDS


def test_a_word_is_asked_for_once():
    assert words.read("河长 河长 Cx cx").folded == ("河长", "cx")
