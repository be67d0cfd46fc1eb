"""Seasonal Mann-Kendall against figures published by others."""

from datetime import date
from decimal import Decimal

import pytest

from rivers.water.rules.trend import comparable, is_worse, seasonal_mann_kendall, trend_words

# Monthly mean temperatures at Nottingham Castle 1920 to 1939 (O. D. Anderson 1976), the example of R's trend::smk.test.
NOTTEM = """
40.6 40.8 44.4 46.7 54.1 58.5 57.7 56.4 54.3 50.5 42.9 39.8  44.2 39.8 45.1 47.0 54.1 58.7 66.3 59.9 57.0 54.2 39.7 42.8
37.5 38.7 39.5 42.1 55.7 57.8 56.8 54.3 54.3 47.1 41.8 41.7  41.8 40.1 42.9 45.8 49.2 52.7 64.2 59.6 54.4 49.2 36.3 37.6
39.3 37.5 38.3 45.5 53.2 57.7 60.8 58.2 56.4 49.8 44.4 43.6  40.0 40.5 40.8 45.1 53.8 59.4 63.5 61.0 53.0 50.0 38.1 36.3
39.2 43.4 43.4 48.9 50.6 56.8 62.5 62.0 57.5 46.7 41.6 39.8  39.4 38.5 45.3 47.1 51.7 55.0 60.4 60.5 54.7 50.3 42.3 35.2
40.8 41.1 42.8 47.3 50.9 56.4 62.2 60.5 55.4 50.2 43.0 37.3  34.8 31.3 41.0 43.9 53.1 56.9 62.5 60.3 59.8 49.2 42.9 41.9
41.6 37.1 41.2 46.9 51.2 60.4 60.1 61.6 57.0 50.9 43.0 38.8  37.1 38.4 38.4 46.5 53.5 58.4 60.6 58.2 53.8 46.6 45.5 40.6
42.4 38.4 40.3 44.6 50.9 57.0 62.1 63.5 56.3 47.3 43.6 41.8  36.2 39.3 44.5 48.7 54.2 60.8 65.5 64.9 60.1 50.2 42.1 35.8
39.4 38.2 40.4 46.9 53.4 59.6 66.5 60.4 59.2 51.2 42.8 45.8  40.0 42.6 43.5 47.1 50.0 60.5 64.6 64.0 56.8 48.6 44.2 36.4
37.3 35.0 44.0 43.9 52.7 58.6 60.0 61.1 58.1 49.6 41.6 41.3  40.8 41.0 38.4 47.4 54.1 58.6 61.4 61.8 56.3 50.9 41.4 37.1
42.1 41.2 47.3 46.6 52.4 59.0 59.6 60.4 57.0 50.7 47.8 39.2  39.4 40.9 42.4 47.8 52.4 58.0 60.7 61.8 58.2 46.7 46.6 37.8
"""
# Dissolved solids of a river, month=figure, 1974 to 1985: the data of pyMannKendall's tests; months are missing, figures are tied.
SOLIDS = """
1974 1=490 2=540 4=220 7=390 10=450
1975 1=230 4=360 7=460 10=430
1976 1=430 4=620 8=460 10=450
1977 1=580 4=350 7=440 10=530 11=380 12=440
1978 1=430 2=680 3=250 5=450 6=500 7=510 8=490 9=700 10=420 11=710 12=430
1979 1=410 2=700 3=260 4=260 5=500 6=450 7=500 8=620 9=670 11=470 12=370
1980 1=410 2=540 3=550 4=220 5=460 6=390 7=550 8=320 9=570 10=480 12=520
1981 1=620 2=520 3=430 4=400 5=430 6=490 7=560 8=370 9=460 10=390 12=330
1982 3=350 5=480 6=390 8=500 11=410
1983 2=470 5=280 8=510
1984 2=310 5=230 7=470 11=330
1985 3=320 5=500
"""


def months(values, first: int = 1920):
    return {date(first + n // 12, n % 12 + 1, 1): Decimal(str(value)) for n, value in enumerate(values)}


def solids():
    for line in SOLIDS.split("\n"):
        year, *figures = line.split() or [""]
        yield from (
            (date(int(year), int(month), 1), Decimal(value)) for month, _, value in (f.partition("=") for f in figures)
        )


def test_the_example_of_r_trend_smk_test():
    """> smk.test(nottem): z = 2.0919, p-value = 0.03645, S = 224, varS = 11364"""
    found = seasonal_mann_kendall(months(NOTTEM.split()))
    assert (found.months, found.s, found.variance) == (240, 224, 11364)
    assert found.z == pytest.approx(2.0919, abs=5e-5) and found.p == pytest.approx(0.03645, abs=5e-6)


def test_missing_months_and_ties_as_pymannkendall_reckons_them():
    """mk.seasonal_test(data, period=12) of pyMannKendall 1.4.3, gaps as nan."""
    found = seasonal_mann_kendall(dict(solids()))
    assert (found.months, found.s, found.slope) == (77, -16, -5.0)
    assert found.variance == pytest.approx(453.33333333333337) and found.z == pytest.approx(-0.7045023274707931)
    assert found.p == pytest.approx(0.48112000112723874) and found.tau == pytest.approx(-0.0730593607305936)


def test_a_line_and_no_change_at_all():
    """The same package: np.arange(1, 361) and np.full(360, 2)."""
    line = seasonal_mann_kendall(months(range(1, 361)))
    assert (line.s, line.variance, line.tau, line.slope) == (5220, 37700, 1, 12)
    assert line.z == pytest.approx(26.87921751497812) and line.p == pytest.approx(0)
    flat = seasonal_mann_kendall(months([2] * 360))
    assert (flat.s, flat.variance, flat.z, flat.p, flat.slope) == (0, 0, 0, 1, 0)


def test_one_season_is_the_plain_test_of_kendall():
    """Ten years of one month, 1 to 10 in their order: S = 45, Var = n(n−1)(2n+5)/18 = 125 (Kendall 1975, table of n = 10)."""
    found = seasonal_mann_kendall({date(2000 + n, 5, 1): Decimal(n) for n in range(10)})
    assert (found.s, found.variance) == (45, 125) and found.z == pytest.approx(44 / 125**0.5)
    assert not found.is_judged  # ten figures say nothing, however they lie


def test_nothing_is_said_before_24_months():
    rising = [1 + n / 10 for n in range(24)]
    assert not seasonal_mann_kendall(months(rising[:23])).is_significant
    assert (
        trend_words("氨氮", seasonal_mann_kendall(months(rising[:23])))
        == "氨氮只有 23 个月的数据，满 24 个月后判断趋势"
    )
    assert trend_words("氨氮", seasonal_mann_kendall(months(rising))) == "氨氮高度显著上升"
    assert trend_words("氨氮", seasonal_mann_kendall(months(rising[::-1]))) == "氨氮高度显著下降"
    assert trend_words("氨氮", seasonal_mann_kendall({})) == "氨氮只有 0 个月的数据，满 24 个月后判断趋势"


def test_a_swing_within_the_year_is_no_trend():
    """The reason for the seasonal test: winter and summer differ every year, and nothing changes."""
    assert trend_words("溶解氧", seasonal_mann_kendall(months([10, 8, 6] * 12))) == "溶解氧无显著变化"


def test_bad_news_runs_the_other_way_for_oxygen():
    up, down = (seasonal_mann_kendall(months(row)) for row in (range(1, 49), range(48, 0, -1)))
    assert [is_worse("nh3n", up), is_worse("nh3n", down)] == [True, False]
    assert [is_worse("do", up), is_worse("do", down)] == [False, True]
    assert is_worse("ph", up) is None


def test_a_finer_method_is_no_cleaner_water():
    """Below 0.05 for two years, then measured to 0.01: nothing fell, and nothing is said to have fallen."""
    coarse = {date(2024 + n // 12, n % 12 + 1, 1): "0.05L" for n in range(24)}
    fine = {date(2026 + n // 12, n % 12 + 1, 1): ("0.01L", "0.02", "0.04")[n % 3] for n in range(24)}
    assert set(comparable(coarse | fine).values()) == {Decimal("0.025")}
    assert comparable({date(2026, 1, 1): "0.05L", date(2026, 2, 1): "0.05"})[date(2026, 2, 1)] == Decimal("0.05")
