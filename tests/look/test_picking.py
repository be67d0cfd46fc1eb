"""Long select boxes say the pinyin initials of their options, so that one can type them."""

from django import forms

from hezhang.core.accounts.models import Department
from hezhang.core.web.picking import LONG, with_initials


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
