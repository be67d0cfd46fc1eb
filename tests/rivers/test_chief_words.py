"""Single cells, headings and names of places."""

from decimal import Decimal

import pytest

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.importing.desk.head import match
from hezhang.core.web.importing.places import Places, spoken
from rivers.chiefs.importing import words
from rivers.chiefs.importing.columns import FIELDS


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("约8.0公里", "8.00"),
        ("8.92", "8.92"),
        ("3.3 km", "3.30"),
        ("850米", "0.85"),
        ("８．５千米", "8.50"),
        ("3.3KM", "3.30"),
    ],
)
def test_lengths(text, km):
    assert words.read_length(words.text_of(text)) == Decimal(km)


def test_the_headings_unit_counts_for_bare_numbers_only():
    assert words.read_length("850", "米") == Decimal("0.85")
    assert words.read_length("8公里", "米") == Decimal("8.00")
    assert words.read_length("") is None


@pytest.mark.parametrize("text", ["很长", "0", "-3", "8公里多", "12里", "99999", "1.2.3"])
def test_odd_lengths(text):
    with pytest.raises(ValueError, match=r"."):
        words.read_length(text)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [(18800006857, "18800006857"), (18800006857.0, "18800006857"), ("188 0000 7550", "18800007550"),
     ("+86-188-0000-7550", "18800007550"), ("１８８００００７５５０", "18800007550"), ("无", ""), ("", "")],
)  # fmt: skip
def test_phones(cell, phone):
    assert words.read_phone(words.text_of(cell)) == phone


@pytest.mark.parametrize("text", ["1880000755", "0577-86660000", "18800007550/18800007551", "电话无"])
def test_odd_phones(text):
    with pytest.raises(ValueError, match=r"."):
        words.read_phone(text)


def test_names():
    assert words.read_name("李 四") == "李四"
    assert words.read_name("阿依·古丽") == "阿依·古丽"
    assert words.read_name("空缺") == ""
    for odd in ("甲一、乙二", "甲一13800000000", "甲一/乙二"):
        with pytest.raises(ValueError, match=r"."):
            words.read_name(odd)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("村（社区）级河长", "village_name"),
        ("社区级河长", "village_name"),
        ("街道级河长", "town_name"),
        ("镇（街道）级河长", "town_name"),
        ("乡镇级河（湖）长姓名", "town_name"),
        ("县 级\n河长", "county_name"),
        ("市级河长", "city_name"),
        ("区级副河长", None),
        ("河道名称", "river"),
        ("河流（湖泊）名称", "river"),
        ("河道长度（km）", "length"),
        ("河段长度", "reach_length"),
        ("联系电话", "phone"),
        ("手机号码", "phone"),
        ("乡镇（街道）", "town"),
        ("村（社区）", "village"),
        ("治理目标", None),
    ],
)
def test_headings(heading, key):
    assert list(match([[heading]], 0, 1, FIELDS, {}).columns) == ([key] if key else [])


@pytest.fixture(scope="module")
def places() -> Places:
    rows = [
        ("990102000000", "澄江区", Tier.COUNTY),
        ("990102001000", "瑶溪街道", Tier.TOWN),
        ("990102002000", "永中街道", Tier.TOWN),
        ("990102001001", "瑶溪社区", Tier.VILLAGE),
        ("990102001201", "瑶溪村委会", Tier.VILLAGE),
        ("990102001202", "石坦村委会", Tier.VILLAGE),
        ("990102002201", "桥北村委会", Tier.VILLAGE),
        ("990102002202", "南桥北村委会", Tier.VILLAGE),
        ("990102002203", "宁村村委会", Tier.VILLAGE),
        ("990102002204", "石坦村委会", Tier.VILLAGE),
        ("990102002001", "镇中社区", Tier.VILLAGE),
    ]
    return Places(Region(code=code, name=name, tier=tier) for code, name, tier in rows)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("桥北村委会书记", ["2201"]),
        ("桥北村书记", ["2201"]),
        ("桥北书记", ["2201"]),
        ("南桥北村支书", ["2202"]),
        ("宁村村委会书记", ["2203"]),
        ("宁村书记", ["2203"]),
        ("永中街道镇中社区书记", ["2001"]),
        ("瑶溪村书记", ["1201"]),
        ("瑶溪社区书记", ["1001"]),
        ("瑶溪书记", ["1001", "1201"]),
        ("石坦村书记", ["1202", "2204"]),
        ("桥头村书记", []),
        ("副区长", []),
    ],
)
def test_villages_by_title(places, title, codes):
    found = places.villages_in(title, places.by_code["990102000000"])
    assert [village.code[-4:] for village in found] == codes


def test_towns_counties_and_spoken_names(places):
    county = places.by_code["990102000000"]
    assert [town.name for town in places.towns_in("永中街道党工委书记", county)] == ["永中街道"]
    assert [town.name for town in places.towns_in("永中", None)] == ["永中街道"]
    assert places.county_in("澄江三级河长名录") == county
    assert places.county_of_towns(["永中街道", "没有的镇"]) == county
    assert [spoken(places.by_code[f"99010200{n}"]) for n in ("2201", "2203", "2001")] == ["桥北村", "宁村", "镇中社区"]
