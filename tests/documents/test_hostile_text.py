"""What people type is data: it is shown as it stands, and means nothing to Typst, to Word or to XML."""

import pytest

from hezhang.core.documents.as_docx import docx
from hezhang.core.documents.as_typst import pdf, told
from hezhang.core.documents.paper import Paper, Paragraph, lines
from tests.documents.papers import HOSTILE, text_of, whole


def test_hostile_text_arrives_as_it_is_in_a_docx():
    shown = text_of(docx(whole(HOSTILE)))
    for piece in ('#import "@preview/cetz:0.3.4"', "$x^2$", "*粗*", "{{ 7*7 }}", "& < >", "倒", "😀 𠮷"):
        assert piece in shown, piece
    assert not any(mark in shown for mark in "\u202e\x00\x07\x1b\x7f\ufffe")


@pytest.mark.fonts
def test_hostile_text_is_a_string_to_typst():
    data, _ = told(whole(HOSTILE))
    assert '#import "@preview/cetz:0.3.4" #eval("1") $x^2$' in data["parts"][1]["lines"][0]
    assert pdf(whole(HOSTILE)).startswith(b"%PDF-")


TEXTS = {"han": "长" * 12_000, "latin": "W" * 12_000, "markup": "#[$" * 4_000, "blank": " \n\t " * 3_000}
TEXTS |= {"backslash": "\\" * 12_000, "lines": f"{'行' * 11}\n" * 1_000}


@pytest.mark.fonts
@pytest.mark.once
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_twelve_thousand_characters_are_not_cut(text):
    paper = Paper(title="通报", parts=(Paragraph(text),))
    assert pdf(paper).startswith(b"%PDF-")
    shown = text_of(docx(paper))
    assert all(one in shown for one in lines(text)) and len(shown) >= len("".join(lines(text)))


@pytest.mark.fonts
def test_a_paper_may_be_empty():
    assert docx(Paper(title="")) and pdf(Paper(title=""))
