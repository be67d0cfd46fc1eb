"""The template doctor: names what is wrong, takes what is sound, and holds against templates that mean harm."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from hezhang.core.documents.templates import Asked, TemplateError, child, doctor, fill
from tests.documents.papers import text_of

ASKED = Asked(("问题编号", "整改时限", "主送"), ("问题编号", "整改时限"))
SOUND = ("编号 {{ 问题编号 }}", "{{ 整改时限 }}", "{%p if 主送 %}", "致 {{ 主送 }}", "{%p endif %}")


def word(*paragraphs: str, head: str = "", title: str = "") -> bytes:
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = head
    document.core_properties.title = title
    document.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part edited, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {one: book.read(one) for one in book.namelist()}
        for part, content in (parts | {name: edit(parts.get(name, b""))}).items():
            new.writestr(part, content)
    return out.getvalue()


def test_a_sound_template_is_taken_and_filled():
    assert doctor(word(*SOUND), ASKED) == []
    told = {"问题编号": "M1 <b>&{{ 7*7 }} #$[*\\ {% raw %} \x00", "整改时限": "11月\n12月"}
    shown = text_of(fill(word(*SOUND), ASKED, told))
    assert "M1 <b>&{{ 7*7 }} #$[*\\ {% raw %}" in shown and "11月" in shown and "12月" in shown and "致" not in shown


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (("{{ 问题编码 }}{{ 整改时限 }}{{ 问题编号 }}",), "“{{ 问题编码 }}”不认识。是不是“{{ 问题编号 }}”"),
        (("{{ xyz }}{{ 整改时限 }}{{ 问题编号 }}",), "可用的有：问题编号、整改时限、主送"),
        (("{{ 问题编号 }}",), "缺少占位符“{{ 整改时限 }}”"),
        (("{% if 主送 %}{{ 问题编号 }}{{ 整改时限 }}",), "写错的占位符"),
        (("{{ 问题编号 ",), "写错的占位符"),
    ],
)
def test_what_is_wrong_or_missing_is_named(paragraphs, words):
    assert words in "".join(doctor(word(*paragraphs), ASKED))


HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ 问题编号.__class__ }}", "{{ 问题编号|attr('__class__') }}",
    "{{ self }}", "{{ cycler.__init__.__globals__ }}", "{{ lipsum() }}", "{{ 'x' * 999999999 }}", "{{ 7*7 }}", "{{ 问题编号[0] }}",
    "{% for x in range(10**12) %}x{% endfor %}", "{% for x in 问题编号 %}{% for y in 问题编号 %}x{% endfor %}{% endfor %}",
    "{% set x = 1 %}", "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% call x() %}{% endcall %}", "{{ 问题编号 ~ 问题编号 }}", "{% with a=1 %}{% endwith %}", "{% raw %}{{ x }}{% endraw %}{{ x }}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_names_is_let_through(text):
    data = word(*SOUND, text)
    assert doctor(data, ASKED), text
    with pytest.raises(TemplateError):
        fill(data, ASKED, {})


@pytest.mark.parametrize("place", ["head", "title"])
def test_head_and_properties_are_looked_at_too(place):
    assert doctor(word(*SOUND, **{place: "{{ ''.__class__ }}"}), ASKED)


def test_the_second_fence_holds_alone():
    env = child._environment()
    assert not env.globals and not env.filters and not env.tests
    with pytest.raises(Exception, match="unsafe"):
        env.from_string("{{ x.__class__.__mro__ }}").render(x="")


RELATION = (
    b'<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://evil/t.dotm" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("part", "edit", "words"),
    [
        ("word/vbaProject.bin", lambda old: b"x", "带有宏"),
        (
            "word/_rels/document.xml.rels",
            lambda old: old.replace(b"</Relationships>", RELATION + b"</Relationships>"),
            "外部文件",
        ),
        ("word/document.xml", lambda old: old.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "不是 Word 文档"),
        ("word/media/big.bin", lambda old: bytes(40 * 1024 * 1024), "30 MB"),
        ("word/document.xml", lambda old: b"<w:document", "打不开"),
    ],
    ids=["macro", "outside", "entity", "bomb", "broken"],
)
def test_packages_that_mean_harm(part, edit, words):
    assert words in "".join(doctor(changed(word(*SOUND), part, edit), ASKED))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x03\x04" + bytes(99)])
def test_what_is_no_document(data):
    assert "打不开" in doctor(data, ASKED)[0]


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    ["{% if 主送 %}" * 20_000, "{{" * 60_000, "{%p if 主送 %}" * 400 + "{%p endif %}" * 400],
    ids=["open", "braces", "deep"],
)
def test_what_would_never_end_is_stopped(text):
    faults = doctor(word(*SOUND, text), ASKED)
    assert faults and doctor(word(*SOUND), ASKED) == []


def test_too_large_is_refused_unopened():
    assert "5 MB" in doctor(bytes(5 * 1024 * 1024 + 1), ASKED)[0]
