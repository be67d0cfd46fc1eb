"""单因子评价 against a table worked out by hand, trap by trap (GB 3838-2002 table 1; 环办〔2011〕22号)."""

from datetime import date
from decimal import Decimal

import pytest

from rivers.water import defaults
from rivers.water.choices import LimitSense, WaterClass
from rivers.water.models import WaterLimit, WaterStandard
from rivers.water.rules.quality import classify, limits_of, read_value
from rivers.water.services import record_month

# Told in the months of 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")

# Each line: water body; readings as a laboratory reports them; class (6: 劣Ⅴ, -: not judged); main pollutants ("" none).
# The right-hand column was read off the printed table, not off the program.
TABLE = """
# GB 3838-2002 table 1: 不大于 (≤) takes the limit itself in, at every class of an item, and one digit more is the next class
river | nh3n=0.15                  | 1 |
river | nh3n=0.16                  | 2 |
river | nh3n=0.5                   | 2 |
river | nh3n=0.50                  | 2 |
river | nh3n=0.501                 | 3 |
river | nh3n=1.00                  | 3 |
river | nh3n=1.01                  | 4 | 氨氮(0.01)
river | nh3n=1.5                   | 4 | 氨氮(0.5)
river | nh3n=1.51                  | 5 | 氨氮(0.5)
river | nh3n=2.0                   | 5 | 氨氮(1.0)
river | nh3n=2.01                  | 6 | 氨氮(1.0)
river | codmn=2                    | 1 |
river | codmn=6.0                  | 3 |
river | codmn=6.1                  | 4 | 高锰酸盐指数(0.02)
river | codmn=15                   | 5 | 高锰酸盐指数(1.5)
river | codmn=15.1                 | 6 | 高锰酸盐指数(1.5)
# classes that share one limit: the better one holds (cod Ⅰ=Ⅱ=15, bod5 Ⅰ=Ⅱ=3, F Ⅰ–Ⅲ=1.0, Cu Ⅱ–Ⅴ=1.0)
river | cod=15                     | 1 |
river | cod=15.1                   | 3 |
river | bod5=3.0                   | 1 |
river | bod5=3.1                   | 3 |
river | f=1.0                      | 1 |
river | f=1.01                     | 4 | 氟化物(0.01)
river | cu=0.011                   | 2 |
river | cu=1.001                   | 6 | 铜(0.01)
# dissolved oxygen: 不小于 (≥), the other way round; and no multiple of exceedance (22号: 水温、pH、溶解氧不计算超标倍数)
river | do=7.5                     | 1 |
river | do=7.49                    | 2 |
river | do=6                       | 2 |
river | do=5.0                     | 3 |
river | do=4.99                    | 4 | 溶解氧
river | do=3                       | 4 | 溶解氧
river | do=2                       | 5 | 溶解氧
river | do=1.99                    | 6 | 溶解氧
# 饱和率 90%（或 7.5）: warm water holds less; the second way is there for class Ⅰ alone
river | do=6.9 do_sat=90           | 1 |
river | do=6.9 do_sat=89.9         | 2 |
river | do=7.5 do_sat=85           | 1 |
river | do=4.5 do_sat=60           | 4 | 溶解氧
river | do_sat=95                  | 1 |
river | do_sat=70                  | - |
# phosphorus by water body: 0.02 0.1 0.2 0.3 0.4, lakes and reservoirs 0.01 0.025 0.05 0.1 0.2
river | tp=0.05                    | 2 |
lake  | tp=0.05                    | 3 |
river | tp=0.1                     | 2 |
lake  | tp=0.1                     | 4 | 总磷(1.0)
lake  | tp=0.01                    | 1 |
lake  | tp=0.025                   | 2 |
lake  | tp=0.2                     | 5 | 总磷(3.0)
lake  | tp=0.21                    | 6 | 总磷(3.2)
river | tp=0.21                    | 4 | 总磷(0.1)
# 22号: 21 items, without 水温、总氮、粪大肠菌群; nitrogen of lakes is judged apart, that of rivers has no limit at all
lake  | tp=0.02 tn=2.5             | 2 |
river | nh3n=0.4 tn=9.9            | 2 |
lake  | tn=2.5                     | - |
river | nh3n=0.4 fcoli=50000       | 2 |
river | nh3n=0.4 temp=31           | 2 |
river | fcoli=50000                | - |
# L: half the detection limit stands for what was not found, also where the limit lies above that of a class
river | hg=0.00004L                | 1 |
river | nh3n=0.025L                | 1 |
river | phenol=0.0003L             | 1 |
river | oil=0.06L                  | 1 |
river | oil=0.06                   | 4 | 石油类(0.2)
river | phenol=0.01L               | 3 |
river | cd=0.004L                  | 2 |
river | nh3n=<0.3                  | 1 |
# pH: 6～9 for every class, both ends in; outside it is 劣Ⅴ whatever the rest, and has no multiple
river | ph=6 nh3n=0.3              | 2 |
river | ph=9.00 nh3n=0.3           | 2 |
river | ph=5.99 nh3n=0.3           | 6 | pH
river | ph=9.01 nh3n=0.3           | 6 | pH
# the worst item decides
river | do=8.2 codmn=3.1 nh3n=0.2 tp=0.09 | 2 |
river | do=8.2 codmn=3.1 nh3n=2.4 tp=0.09 | 6 | 氨氮(1.4)
# several: the worst class first, then the multiple, and three of them; oxygen behind those of its class that have one
river | nh3n=1.5 tp=0.25 cod=45 codmn=7 do=4 | 6 | 化学需氧量(1.3) 氨氮(0.5) 总磷(0.3)
river | codmn=9 nh3n=1.2 tp=0.3    | 4 | 高锰酸盐指数(0.5) 总磷(0.5) 氨氮(0.2)
river | codmn=11 nh3n=1.49 tp=0.29 | 5 | 高锰酸盐指数(0.8) 氨氮(0.5) 总磷(0.5)
river | do=2.5 nh3n=1.1            | 5 | 溶解氧 氨氮(0.1)
river | do=3.5 nh3n=1.1            | 4 | 氨氮(0.1) 溶解氧
# 22号: 当氰化物或铅、铬等重金属超标时，优先作为主要污染指标
river | nh3n=2.4 cod=45 tp=0.5 hg=0.0002 | 6 | 汞(1.0) 总磷(1.5) 氨氮(1.4)
river | nh3n=2.4 cn=0.21           | 6 | 氰化物(0.1) 氨氮(1.4)
# 22号: 断面水质为“优”或“良好”时，不评价主要污染指标
river | nh3n=1.0 codmn=6 tp=0.2    | 3 |
river |                            | - |
"""
CASES = [[cell.strip() for cell in line.split("|")] for line in TABLE.splitlines() if "|" in line]


@pytest.fixture
def limits(db):
    defaults.load()
    return limits_of(WaterStandard.objects.get().limits.all())


def test_the_table(limits):
    assert len(CASES) >= 60
    wrong = []
    for body, readings, expected, *pollutants in CASES:
        values = {item: read_value(text) for item, _, text in (one.partition("=") for one in readings.split())}
        found = classify(values, limits, body)
        got = (str(found.water_class or "-"), " ".join(found.main_pollutants))
        wrong += [] if got == (expected, "".join(pollutants)) else [(body, readings, expected, pollutants, got)]
    assert wrong == []


@pytest.mark.parametrize("word", ["dry", "frozen", "no_data"])
def test_a_month_without_water_or_samples_has_no_class(section, word):
    """domain.md §5.5: 断流 and 未监测 are no 劣Ⅴ."""
    month = record_month(by=None, section=section, month=date(2026, 1, 1), readings={}, monitored=word)
    assert month.water_class is None and month.is_met is None and month.standard is None


def test_a_revised_standard_holds_from_its_day_on_and_leaves_the_past(section):
    """The limit table is data with a version: ammonia of class Ⅲ falls from 1.0 to 0.8 on the first of April."""
    before = record_month(by=None, section=section, month=date(2026, 3, 1), readings={"nh3n": "0.9"})
    revised = WaterStandard.objects.create(code="GB 3838-2026", name="修订", valid_from=date(2026, 4, 1))
    for number, limit in enumerate(["0.1", "0.4", "0.8", "1.2", "1.6"], start=1):
        WaterLimit.objects.create(standard=revised, item="nh3n", item_name="氨氮", water_class=number, limit=limit)
    after = record_month(by=None, section=section, month=date(2026, 4, 1), readings={"nh3n": "0.9"})
    assert (before.water_class, after.water_class) == (WaterClass.III, WaterClass.IV)
    assert after.main_pollutants == "氨氮(0.1)" and after.standard == revised
    # Filed later, a month is still judged by what held in it.
    late = record_month(by=None, section=section, month=date(2026, 2, 1), readings={"nh3n": "0.9"})
    assert late.water_class == WaterClass.III and late.standard.code == "GB 3838-2002"


def test_the_printed_table_is_what_ships(limits):
    """A figure of each row of the printed table, so that a slip in the shipped data shows."""
    third = {limit.item + limit.body: limit.limit for limit in limits if limit.water_class == WaterClass.III}
    printed = {"se": "0.01", "as": "0.05", "zn": "1", "pb": "0.05", "las": "0.2", "sulfide": "0.2", "cr6": "0.05",
               "hg": "0.0001", "cd": "0.005", "cn": "0.2", "phenol": "0.005", "oil": "0.05", "tnlake": "1"}  # fmt: skip
    assert {item: third[item] for item in printed} == {item: Decimal(text) for item, text in printed.items()}
    assert {limit.sense for limit in limits if limit.item == "do"} == {LimitSense.AT_LEAST}
    assert len({limit.item for limit in limits} - {"do_sat"}) == 23  # 24 of the standard without the water temperature
