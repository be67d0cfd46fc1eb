"""No text is cut without a word: every text field has a limit, says it to the counter, and leaves the cutting to nobody."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms

from hezhang.core.office.parameters import tables
from hezhang.core.office.parameters.forms import form_for
from hezhang.core.web.fields import WordsField
from hezhang.core.web.templatetags.ui import control, error_words

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")
# A text control drawn by hand, or a list's search box, must not cut a paste either.
CUTTING = re.compile(r"<(?:input|textarea)[^>]*\bmaxlength=|\.maxLength\s*=[^=]")


def our_forms() -> Iterator[type[forms.BaseForm]]:
    for package in OURS:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not re.search(r"\.(migrations|management|[aw]sgi)\b", module.name):
                importlib.import_module(module.name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__.startswith(OURS) and hasattr(each, "base_fields"):
            yield each


def wrong_fields(fields: dict[str, forms.Field]) -> list[str]:
    """What is wrong with the text fields among these, by name."""
    plain = type("Plain", (forms.Form,), dict(fields))()
    found = []
    for name, field in fields.items():
        if type(field) not in (forms.CharField, forms.SlugField, WordsField) or field.widget.is_hidden:
            continue
        html = control(plain[name])
        if field.max_length is None:
            found.append(f"{name}: no limit")
        elif f'data-limit="{field.max_length}"' not in html or "maxlength" in html:
            found.append(f"{name}: the counter is not told, or the browser cuts")
        if isinstance(field.widget, forms.Textarea) and not isinstance(field, WordsField):
            found.append(f"{name}: a box of several lines is a WordsField")
    return found


def test_every_form():
    found = {each.__qualname__: wrong for each in our_forms() if (wrong := wrong_fields(each.base_fields))}
    found.pop("SampleForm", None), found.pop("ShortForm", None)  # the page of parts shows bare controls, too
    assert found == {}


def test_every_table_under_settings():
    for group in tables.grouped().values():
        for table in group:
            assert wrong_fields(form_for(table).fields) == [], table.key


@pytest.mark.parametrize(
    "field",
    [forms.CharField(), forms.CharField(widget=forms.Textarea), forms.CharField(max_length=9, widget=forms.Textarea)],
)
def test_the_guard_fails_for_a_field_without_limit_and_a_bare_box(field):
    assert wrong_fields({"text": field})


def test_no_template_and_no_script_cuts():
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").rglob("*.js")]
    assert [str(file) for file in files if CUTTING.search(file.read_text("utf8"))] == []
    assert CUTTING.search('<textarea name="a" maxlength="500">')


@pytest.mark.parametrize(("typed", "is_fine"), [("字" * 5, True), ("字\r\n" * 2 + "字", True), ("字" * 12_000, False)])
def test_a_text_over_the_limit_is_refused_by_name_with_both_numbers_and_stays(typed, is_fine):
    form = type("Plain", (forms.Form,), {"text": WordsField(label="问题描述", most=5)})({"text": typed})
    assert form.is_valid() == is_fine
    if not is_fine:
        assert error_words(form["text"]) == ["“问题描述”最多 5 个字，现在有 12000 个。"]
        assert typed in control(form["text"])


# Long slices that cut no sentence: letters to search by, rows of a query, the end of a file's name, a width to measure.
NO_SENTENCE = re.compile(r"initials\(|values_list\(|ILLEGAL_CHARACTERS_RE|^name$|^str\(value\)$")


def long_cuts(source: str) -> list[str]:
    """What is sliced to a fixed length that only texts have: ``kernel.words.shortened`` ends such a cut with “…”."""
    return [
        cut
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.lower is None
        if isinstance(node.slice.upper, ast.Constant) and int(node.slice.upper.value) >= 40
        if not NO_SENTENCE.search(cut := ast.unparse(node.value))
    ]


def test_a_sentence_that_is_cut_for_its_column_says_so():
    files = [file for package in OURS for file in (ROOT / package).rglob("*.py") if "migrations" not in file.parts]
    assert {str(file): cuts for file in files if (cuts := long_cuts(file.read_text("utf8")))} == {}
    assert long_cuts("row(explain(one)[:300], told.label[:120])") == ["explain(one)", "told.label"]
