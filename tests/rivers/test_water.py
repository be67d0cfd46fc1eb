"""单因子评价 on the boundaries of GB 3838-2002."""

from decimal import Decimal

import pytest

from rivers.water import defaults
from rivers.water.choices import WaterClass
from rivers.water.models import WaterStandard
from rivers.water.rules.quality import Limit, classify, limits_of, quality_word, read_value


@pytest.fixture
def limits(db) -> list[Limit]:
    defaults.load()
    return limits_of(WaterStandard.objects.get().limits.all())


def judged(limits, body="river", **readings):
    return classify({item: read_value(text) for item, text in readings.items()}, limits, body)


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("nh3n", "1.00", WaterClass.III),
        ("nh3n", "1.01", WaterClass.IV),
        ("nh3n", "0.15", WaterClass.I),
        ("nh3n", "2.0", WaterClass.V),
        ("nh3n", "2.01", WaterClass.WORSE),
        ("do", "7.5", WaterClass.I),
        ("do", "5", WaterClass.III),
        ("do", "4.99", WaterClass.IV),
        ("do", "1.9", WaterClass.WORSE),
        ("ph", "6", WaterClass.I),
        ("ph", "9", WaterClass.I),
        ("ph", "9.01", WaterClass.WORSE),
        ("ph", "5.99", WaterClass.WORSE),
        ("cu", "1.0", WaterClass.II),
        ("cr6", "0.004L", WaterClass.I),
        ("codmn", "6.0", WaterClass.III),
    ],
)
def test_limits_are_inclusive_and_oxygen_runs_the_other_way(limits, item, text, expected):
    assert judged(limits, **{item: text}).water_class == expected


def test_phosphorus_has_its_own_limits_in_lakes(limits):
    assert judged(limits, "river", tp="0.1").water_class == WaterClass.II
    assert judged(limits, "lake", tp="0.1").water_class == WaterClass.IV


@pytest.mark.parametrize("readings", [{"tn": "9.9"}, {"fcoli": "90000"}, {"unheard_of": "1"}, {}])
def test_items_outside_the_single_factor_do_not_count(limits, readings):
    assert judged(limits, "lake", **readings).water_class is None


def test_the_worst_item_decides(limits):
    result = judged(limits, do="8", nh3n="1.2", tp="0.05", tn="9")
    assert result.water_class == WaterClass.IV
    assert result.by_item == {"do": 1, "nh3n": 4, "tp": 2}


def test_main_pollutants_by_class_then_multiple_first_three(limits):
    result = judged(limits, nh3n="1.5", tp="0.25", cod="45", codmn="7", do="4")
    assert result.main_pollutants == ("化学需氧量(1.3)", "氨氮(0.5)", "总磷(0.3)")
    assert judged(limits, nh3n="1.05").main_pollutants == ("氨氮(0.1)",)
    assert judged(limits, nh3n="1.01").main_pollutants == ("氨氮(0.01)",)
    assert judged(limits, do="4").main_pollutants == ("溶解氧",)
    assert judged(limits, nh3n="1.0").main_pollutants == ()


@pytest.mark.parametrize(
    ("text", "value"), [("0.025L", "0.0125"), ("<0.025", "0.0125"), ("＜0.02", "0.01"), ("１．５", "1.5"), (" 7 ", "7")]
)
def test_below_detection_counts_as_half(text, value):
    assert read_value(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-1", "1e5", "nan", "<0.1L", "未检出", "1..2", "0x1"])
def test_what_is_no_reading(text):
    with pytest.raises(ValueError, match="not a reading"):
        read_value(text)


def test_words():
    assert [quality_word(n) for n in (None, 1, 3, 6)] == ["", "优", "良好", "重度污染"]


def test_defaults_are_loaded_once_and_edits_stay(limits):
    row = WaterStandard.objects.get().limits.filter(item="nh3n", water_class=3).get()
    row.limit = Decimal("0.9")
    row.save()
    assert defaults.load() == 0
    row.refresh_from_db()
    assert row.limit == Decimal("0.9")
    assert {limit.item for limit in limits} >= {"ph", "do", "tp", "sulfide", "fcoli"}
