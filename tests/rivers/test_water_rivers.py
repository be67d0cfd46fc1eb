"""A river from its sections, a quarter from its months (环办〔2011〕22号)."""

from decimal import Decimal

import pytest

from rivers.water import defaults
from rivers.water.models import WaterStandard
from rivers.water.rules.cells import state_in, told_by
from rivers.water.rules.quality import limits_of
from rivers.water.rules.rivers import judge, mean_of, shares_of, word_of


@pytest.fixture
def limits(db):
    defaults.load()
    return limits_of(WaterStandard.objects.get().limits.all())


def nh3n(*values: str):
    return [{"nh3n": Decimal(value)} for value in values]


def test_below_five_sections_the_mean_of_each_item_decides(limits):
    water = judge(nh3n("0.3", "0.3", "0.3", "3.0"), limits, "river")  # mean 0.975: Ⅲ, though one section is 劣Ⅴ
    assert (water.water_class, water.word, water.is_by_shares, water.sections) == (3, "良好", False, 4)
    both = judge([{"nh3n": Decimal("1.0"), "tp": Decimal("0.1")}, {"nh3n": Decimal("1.2")}], limits, "river")
    assert (both.water_class, both.main_pollutants) == (4, ("氨氮(0.1)",))


def test_from_five_sections_on_the_shares_decide(limits):
    water = judge(nh3n("0.3", "0.3", "0.3", "0.3", "3.0"), limits, "river")
    assert (water.water_class, water.word, water.is_by_shares) == (None, "良好", True)
    assert [water.shares[n] for n in (2, 6)] == [80, 20] and water.main_pollutants == ("氨氮",)


def test_points_of_a_lake_are_one_water_however_many(limits):
    water = judge([{"tp": Decimal(one)} for one in ("0.02", "0.03", "0.04", "0.05", "0.3")], limits, "lake")
    assert (water.is_by_shares, water.water_class) == (False, 4)  # mean 0.088


def test_sections_without_a_class_do_not_count(limits):
    water = judge([*nh3n("0.3", "0.3", "0.3", "0.3"), {"tn": Decimal(5)}], limits, "river")
    assert (water.sections, water.is_by_shares) == (4, False)
    assert judge([], limits, "river").word == ""


@pytest.mark.parametrize(
    ("classes", "word"),
    [
        ([1] * 9 + [6], "优"),  # 90 % exactly
        ([3] * 8 + [4] * 2, "良好"),
        ([2] * 3 + [6], "良好"),  # 75 % exactly, even with 25 % 劣Ⅴ
        ([3] * 7 + [4] * 3, "轻度污染"),
        ([3] * 8 + [4] * 4 + [6] * 3, "中度污染"),  # 20 % exactly
        ([3] * 6 + [6] * 4, "重度污染"),  # 40 % exactly
        ([3] * 14 + [4] * 2 + [6] * 3, "轻度污染"),  # 73.7 % and 15.8 %
    ],
)
def test_the_words_of_shares(classes, word):
    assert word_of(shares_of(classes)) == word


def test_a_quarter_is_the_mean_of_its_months_item_by_item():
    months = [
        {"nh3n": Decimal("1.0"), "tp": Decimal("0.1")},
        {"nh3n": Decimal("0.4")},
        {"nh3n": Decimal("0.4"), "tp": Decimal("0.2")},
    ]
    assert mean_of(months) == {"nh3n": Decimal("0.6"), "tp": Decimal("0.15")}


@pytest.mark.parametrize(
    ("cells", "state", "readings"),
    [
        ({"ph": "７．５", "nh3n": "０．０２５ｌ"}, "yes", {"ph": "7.5", "nh3n": "0.025L"}),
        ({"ph": "断流", "nh3n": "断流"}, "dry", {"ph": "", "nh3n": ""}),
        ({"ph": "断流（整治）", "nh3n": "—"}, "dry", {"ph": "", "nh3n": ""}),
        ({"ph": "未监测", "nh3n": "0.3"}, "yes", {"ph": "", "nh3n": "0.3"}),
        ({"ph": "封冻", "nh3n": "/"}, "frozen", {"ph": "", "nh3n": ""}),
        ({"ph": " ", "nh3n": "－"}, "yes", {"ph": "", "nh3n": ""}),
        ({"ph": "七点五"}, "yes", {"ph": "七点五"}),
    ],
)
def test_what_stands_in_the_cells_of_an_office(cells, state, readings):
    told = told_by(cells)
    assert (told.monitored, told.readings) == (state, readings)


def test_the_words_of_the_state_column():
    assert [state_in(word) for word in ("断流", "未监测", "结冰", "7.5")] == ["dry", "no_data", "frozen", None]
    assert told_by({"ph": ""}, "断流").monitored == "dry" and told_by({"ph": ""}, "已监测").monitored == "yes"
