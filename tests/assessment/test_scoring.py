"""The arithmetic alone: cases reckoned by hand, and laws that hold for any figures."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.figures.rules.scoring import (
    BandRule,
    Figure,
    GroupRule,
    ItemRule,
    SchemeRule,
    half_up,
    rank,
    score,
    spread,
)
from assessment.schemes.choices import IndicatorShape as Shape

D = Decimal
BANDS = (BandRule("优秀", D(90)), BandRule("良好", D(80)), BandRule("合格", D(70), True), BandRule("不合格", D(0)))
SCHEME = SchemeRule(
    groups=(GroupRule("org", D(10)), GroupRule("patrol", D(20)), GroupRule("fix", D(30)), GroupRule("rest", D(40))),
    items=(
        ItemRule("gap", Shape.DEDUCT, D("0.5"), "org"),
        ItemRule("rate", Shape.RATE, D(20), "patrol"),
        ItemRule("zero", Shape.DEDUCT, D(1), "patrol"),
        ItemRule("in_time", Shape.RATE, D(20), "fix"),
        ItemRule("closed", Shape.RATE, D(10), "fix"),
        ItemRule("late", Shape.DEDUCT, D("0.5"), "fix", D(5)),
        ItemRule("rise", Shape.BONUS, D(2), "rest"),
        ItemRule("bad", Shape.DEDUCT, D(3), "rest"),
        ItemRule("praise", Shape.BONUS, D(1)),
        ItemRule("scandal", Shape.OVERALL, D(4)),
        ItemRule("veto", Shape.VETO, D(0)),
    ),
    bands=BANDS,
    bonus_cap=D(3),
)
FULL = {"rate": Figure(D(40), D(40)), "in_time": Figure(D(5), D(5)), "closed": Figure(D(5), D(5))}
CODES = [item.key for item in SCHEME.items]
RATES = {item.key for item in SCHEME.items if item.shape == Shape.RATE}


def times(n) -> Figure:
    return Figure(D(n))


@pytest.mark.parametrize(
    ("figures", "total", "band"),
    [
        (FULL, "100.00", "优秀"),
        # 20 × 38/40 = 19.00, less one chief at zero: 18; with 10 + 30 + 40
        (FULL | {"rate": Figure(D(38), D(40)), "zero": times(1)}, "98.00", "优秀"),
        # 20 × 2/3 = 13.33, 10 × 1/3 = 3.33, three late −1.5: 15.16
        (FULL | {"in_time": Figure(D(2), D(3)), "closed": Figure(D(1), D(3)), "late": times(3)}, "85.16", "良好"),
        # the cap of late issues is 5 points: 30 − 5
        (FULL | {"late": times(30)}, "95.00", "优秀"),
        # the group is floored at zero: 10 − 15 → 0
        (FULL | {"gap": times(30)}, "90.00", "优秀"),
        # a bonus inside a group fills it to its full points and no further: 40 − 3 + 4 → 40
        (FULL | {"bad": times(1), "rise": times(2)}, "100.00", "优秀"),
        (FULL | {"bad": times(2), "rise": times(1)}, "96.00", "优秀"),
        # bonus capped at 3; taken off the total without limit
        (FULL | {"praise": times(7)}, "103.00", "优秀"),
        (FULL | {"scandal": times(3), "praise": times(1)}, "89.00", "良好"),
        # a veto leaves the total and caps the band
        (FULL | {"veto": times(1)}, "100.00", "合格"),
        (FULL | {"veto": times(1), "scandal": times(8)}, "68.00", "不合格"),
        (FULL | {"scandal": times(40)}, "-60.00", "不合格"),
    ],
)
def test_by_hand(figures, total, band):
    result = score(SCHEME, figures)
    assert (str(result.total), result.band) == (total, band)


def test_a_rate_that_does_not_take_part_gives_its_points_to_its_group():
    result = score(SCHEME, FULL | {"in_time": Figure(), "closed": Figure(D(1), D(2))})
    assert result.items["closed"].weight == 30 and result.items["closed"].value == 15
    assert result.total == 85 and not result.items["in_time"].is_applicable


def test_a_group_that_does_not_take_part_gives_its_points_to_the_others():
    """30 points over 10, 20 and 40: 14.29 + 28.57 + 57.14 (14.2857, 28.5714, 57.1428 by largest remainder)."""
    result = score(SCHEME, {"rate": Figure(D(1), D(2))})
    points = {key: group.points for key, group in result.groups.items()}
    assert points == {"org": D("14.29"), "patrol": D("28.57"), "fix": 0, "rest": D("57.14")}
    assert not result.groups["fix"].is_applicable
    assert result.total == D("14.29") + D("14.29") + D("57.14")  # 28.57 ÷ 2 = 14.285 → 14.29


def test_a_deduction_in_a_group_without_figures_is_not_lost():
    calm = score(SCHEME, {"rate": Figure(D(1), D(1))})
    late = score(SCHEME, {"rate": Figure(D(1), D(1)), "late": times(2)})
    assert (calm.total, late.total, late.overall) == (100, 99, 1)


def test_an_override_wins_within_bounds():
    case = FULL | {"rate": Figure(D(10), D(40), override=D("17.255")), "late": Figure(D(2), override=D(0))}
    result = score(SCHEME, case)
    assert result.items["rate"].computed == 5 and result.items["rate"].value == D("17.26")
    assert result.items["late"].computed == -1 and result.items["late"].value == 0
    over = score(SCHEME, FULL | {"rate": Figure(D(10), D(40), override=D(99))})
    assert over.items["rate"].value == 20


def test_halves_go_up():
    assert [str(half_up(D(v))) for v in ("0.005", "2.675", "-0.005")] == ["0.01", "2.68", "-0.01"]
    assert half_up(Fraction(1, 200)) == D("0.01") and half_up(Fraction(-2, 3)) == D("-0.67")


def test_ties_share_a_place():
    assert rank({"a": D(90), "b": D(95), "c": D(90), "d": D(80)}) == {"b": 1, "a": 2, "c": 2, "d": 4}


count = st.integers(0, 60).map(D)
rate = st.tuples(count, count).map(lambda two: Figure(min(two), max(two)))
figures_of_all = st.fixed_dictionaries({code: rate if code in RATES else count.map(Figure) for code in CODES})


@given(figures_of_all)
def test_bounds(figures):
    result = score(SCHEME, figures)
    assert result.total <= 103 and 0 <= result.bonus <= 3 and result.overall >= 0
    assert all(0 <= group.score <= group.points for group in result.groups.values())
    reached = sum(group.score for group in result.groups.values())
    assert result.total == reached + result.bonus - result.overall


@given(figures_of_all)
def test_redistribution_keeps_a_hundred(figures):
    result = score(SCHEME, figures)
    assert sum(group.points for group in result.groups.values()) == 100
    parts = [item.weight for item in result.items.values()] + [group.base for group in result.groups.values()]
    assert sum(parts) == 100


@given(figures_of_all, st.randoms(use_true_random=False))
def test_order_does_not_matter(figures, random):
    groups, items = list(SCHEME.groups), list(SCHEME.items)
    random.shuffle(groups)
    random.shuffle(items)
    other = score(replace(SCHEME, groups=tuple(groups), items=tuple(items)), figures)
    assert other.total == score(SCHEME, figures).total


@given(figures_of_all, st.sampled_from(CODES))
def test_more_of_it_moves_the_total_one_way(figures, code):
    """One more success never lowers a total, one more fault never raises it."""
    figure, shape = figures[code], next(item.shape for item in SCHEME.items if item.key == code)
    if shape == Shape.RATE and figure.numerator == figure.denominator:
        return
    more = score(SCHEME, figures | {code: figure._replace(numerator=figure.numerator + 1)}).total
    total = score(SCHEME, figures).total
    assert more >= total if shape in (Shape.RATE, Shape.BONUS) else more <= total


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 500).map(D), min_size=1), st.integers(1, 20000))
def test_spreading_loses_nothing(shares, cents):
    total = D(cents) / 100
    parts = spread(total, shares)
    assert sum(parts.values()) == total and all(part >= 0 for part in parts.values())
