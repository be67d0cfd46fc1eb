"""A select box is written by ourselves, for its speed: it must say what Django's own template says."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms.renderers import DjangoTemplates

from hezhang.core.web.rendering import FieldGroups

GROUPED = [("", "---"), ("河流", [(1, "澄溪"), (2, '<b>&"')]), ("湖泊", [(3, "镜湖")])]


class Choices(forms.Form):
    plain = forms.ChoiceField(choices=[("", "不限"), ("a'b\"<", "甲 & 乙"), (7, "丙")])
    grouped = forms.ChoiceField(choices=GROUPED, widget=forms.Select(attrs={"class": "form-select", "disabled": True}))
    several = forms.MultipleChoiceField(choices=GROUPED)
    answer = forms.NullBooleanField()


@pytest.mark.parametrize("asked", [{}, {"plain": "a'b\"<", "grouped": "2", "several": ["1", "3"], "answer": "true"}])
def test_it_says_what_djangos_own_says(asked):
    ours, django = Choices(asked, renderer=FieldGroups()), Choices(asked, renderer=DjangoTemplates())
    for name in Choices.base_fields:
        told = [told_by(form[name].as_widget()) for form in (ours, django)]
        assert told[0] == told[1] and len(told[0]) > 3


def told_by(html):
    """Every tag with its attributes and the words in it."""
    return [
        (one.name, one.attrs, one.name == "option" and one.text.strip()) for one in BeautifulSoup(html, "html.parser")()
    ]
