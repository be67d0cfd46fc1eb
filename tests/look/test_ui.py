"""The tags that every template uses."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from hezhang.core.kernel.choices import Toned
from hezhang.core.web.templatetags import ui
from issues.ledger.choices import State

NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)  # 14:05 in Shanghai


def draw(text: str, **context) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [(12, "剩余 12 天", "calm"), (3, "剩余 3 天", "orange"), (0, "今天到期", "orange"), (-2, "超期 2 天", "red")],
)
def test_due_words_with_colour_and_icon(days, words, tone):
    html = draw("{% due day %}", day=timezone.localdate() + timedelta(days=days))
    assert words in html
    assert f"due-{tone}" in html
    assert "<svg" in html


def test_no_date_is_a_dash():
    assert draw("{% due none %}{% day none %}{% when none %}{% ago none %}", none=None) == "————"


def test_days_and_times_are_local():
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert draw("{% day at %}|{% when at %}", at=late) == "2026年11月22日|2026年11月22日 00:30"
    assert draw("{% when at %}", at=NOW) == "2026年11月21日 14:05"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ({"seconds": 20}, "刚刚"),
        ({"minutes": 12}, "12 分钟前"),
        ({"hours": 3}, "3 小时前"),
        ({"hours": 15}, "昨天 23:05"),
        ({"days": 4}, "4 天前"),
        ({"days": 40}, "10月12日"),
        ({"days": 400}, "2025年10月17日"),
        ({"minutes": -5}, "11月21日"),
    ],
)
def test_how_long_ago(back, words):
    assert ui.ago_words(NOW - timedelta(**back), NOW) == words


@pytest.mark.parametrize(("days", "words"), [(40, "10月12日 14:05"), (400, "2025年10月17日 14:05")])
def test_the_brief_form_leaves_out_the_year_that_is_now(days, words):
    assert ui.brief_words(NOW - timedelta(days=days), NOW) == words


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_an_issue_has_a_colour_of_its_own_choice(state):
    assert (state.tone == "grey") == (state in (State.UNFOUNDED, State.MERGED))
    obj = SimpleNamespace(state_tone=state.tone, get_state_display=lambda: state.label)
    html = draw("{% state obj %}", obj=obj)
    assert state.label in html
    assert "<svg" in html


def test_a_state_without_a_tone_is_grey():
    class Sample(Toned):
        ODD = "odd", "某状态"

    assert (Sample("odd").tone, Sample.ODD.label, Sample.ODD.value) == ("grey", "某状态", "odd")


def test_words_in_tags_are_only_text():
    assert "&lt;b&gt;" in draw('{% tag word "red" %}', word="<b>")


def test_phones_are_masked():
    assert draw("{{ phone|mask }}", phone="13812345678") == "138****5678"


def test_every_icon_that_is_named_is_drawn():
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()
    for name in ["plus", "river", "eye-off", "menu", "info", *ui.TONES.values()]:
        assert f'id="{name}"' in sprite
