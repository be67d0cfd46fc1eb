"""Long select boxes and groups of boxes say the pinyin initials of their options, so that one can type them."""

import re

from django import forms
from django.template.loader import render_to_string

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Department
from hezhang.core.web.picking import LONG, with_initials
from tests.campaigns.campaigns import somebody


def drawn(count: int, label: str) -> str:
    choices = [("", "请选择"), *((n, label) for n in range(1, count + 1))]
    return str(with_initials(forms.Select(choices=choices).render("town", 2)))


def test_long_boxes_only():
    assert "data-py" not in drawn(LONG, "北堰镇")
    assert drawn(LONG + 1, "北堰镇 · 河口村").count('data-py="byz hkc"') == LONG + 1


def test_words_stay_escaped_and_the_choice_stays_chosen():
    html = drawn(LONG + 1, '<b>"北&堰"')
    assert "<b>" not in html and html.count("selected") == 1
    assert 'data-py="b b y">&lt;b&gt;' in html


def test_a_form_and_a_list_draw_them(cast, enter):
    for n in range(LONG + 1):
        Department.objects.create(name=f"测试局{n}", region=cast.county)
    assert 'data-py="csj3"' in enter(cast.clerk).get("/issues/").content.decode()


def ticked(count: int, widget: type[forms.Widget] = forms.CheckboxSelectMultiple) -> str:
    class Asked(forms.Form):
        units = forms.MultipleChoiceField(label="单位", widget=widget, choices=[(n, "<北堰镇>") for n in range(count)])

    return render_to_string("components/field.html", {"field": Asked()["units"]})


def test_long_groups_of_boxes_only():
    assert "data-sift" not in ticked(LONG) and "data-py" not in ticked(LONG)
    long = ticked(LONG + 1)
    assert "data-sift" in long and long.count('data-py="byz"') == LONG + 1 and "<北堰镇>" not in long
    assert "data-sift" not in ticked(LONG + 1, forms.RadioSelect)


def test_boxes_stand_under_the_unit_they_belong_to(cast, enter, django_assert_max_num_queries):
    for n in range(LONG):
        unit = Department.objects.create(name=f"测试局{n}", region=cast.county)
        somebody(cast, f"甲{n}", cast.county, Role.HANDLER, department=unit, title="科员")
    client = enter(cast.clerk)
    client.get("/issues/campaigns/new/")
    with django_assert_max_num_queries(15):
        page = client.get("/issues/campaigns/new/").content.decode()
    assert page.count('role="group" aria-label="测试局') == LONG
    assert re.search(r'aria-label="测试局3" data-py="csj3">(?:(?!role="group").)*甲3（科员）', page, re.S)
