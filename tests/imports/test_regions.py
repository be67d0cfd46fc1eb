"""Import of regions: what the table may look like, what is refused, and that nothing is half done."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hezhang.core.accounts.models import Region
from hezhang.core.audit.models import Entry
from hezhang.core.office.people.importing import ancestors, is_pseudo, plan, tier_of
from hezhang.core.web.excel import read_sheets

HEAD = "行政区划代码,名称,级别,上级代码"
ROWS = [
    "880100000000,云州市,市,",
    "880102000000,云东区,县,880100000000",
    "880102001000,云溪街道,乡,880102000000",
    "880102400000,云东工业园,乡,880102000000",
    "880102001001,溪头社区,村,880102001000",
]


def table(*rows: str, head: str = HEAD) -> bytes:
    return ("\ufeff" + "\r\n".join([head, *rows]) + "\r\n").encode()


def planned(*rows: str, head: str = HEAD):
    return plan(None, read_sheets(table(*rows, head=head)))


@pytest.mark.parametrize(
    ("code", "tier", "pseudo"),
    [
        ("880100000000", "city", False),
        ("880102000000", "county", False),
        ("880171000000", "county", True),
        ("880102001000", "town", False),
        ("880102400000", "town", True),
        ("880102001001", "village", False),
        ("880000000000", None, None),
    ],
)
def test_the_tier_follows_from_the_code(code, tier, pseudo):
    assert tier_of(code) == tier
    assert pseudo is None or is_pseudo(code, tier) == pseudo


def test_a_town_may_lie_directly_under_a_city():
    assert ancestors("441900003000") == ["441900000000"]
    assert ancestors("880102001001") == ["880102001000", "880102000000", "880100000000"]


@pytest.mark.django_db
def test_new_then_unchanged_then_updated():
    found = planned(*ROWS)
    assert (found.problems, found.summary) == ([], [("新增", 5), ("更新", 0), ("未变", 0)])
    assert not Region.objects.exists()
    found.apply()
    assert Region.objects.get(pk="880102001001").parent_id == "880102001000"
    assert Region.objects.get(pk="880102400000").is_pseudo
    assert planned(*ROWS).summary == [("新增", 0), ("更新", 0), ("未变", 5)]
    again = planned(*ROWS[:4], "880102001001,溪口社区,村,880102001000")
    again.apply()
    assert again.summary == [("新增", 0), ("更新", 1), ("未变", 4)]
    assert Region.objects.get(pk="880102001001").pinyin == "xksq"


@pytest.mark.django_db
@pytest.mark.parametrize("head", ["编码,区划名称", "统计用区划代码,区划名称", "区划代码,名称"])
def test_other_headings_without_tier_and_parent(head):
    found = planned(*(",".join(row.split(",")[:2]) for row in ROWS), head=head)
    assert (found.problems, found.summary[0]) == ([], ("新增", 5))
    found.apply()
    assert Region.objects.get(pk="880102001000").parent_id == "880102000000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("88010200100,短码村,村,", "行政区划代码", "不是 12 位"),
        ("88010200100a,错码村,村,", "行政区划代码", "不是 12 位"),
        ("880102001001,溪头社区,村,880102001000", "行政区划代码", "与第 6 行"),
        ("880000000000,云省,省,", "行政区划代码", "省级"),
        ("880102001002,,村,880102001000", "名称", "没有填写名称"),
        ("880102001002,溪尾村,县,880102001000", "级别", "应为村级"),
        ("880102001002,溪尾村,居委,880102001000", "级别", "应为村级"),
        ("880102001002,溪尾村,村,880102400000", "上级代码", "不符"),
        ("880102009002,远方村,村,880102009000", "上级代码", "既不在文件可导入的行中"),
        ("880199001000,远方镇,,", "上级代码", "既不在文件可导入的行中"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(row, column, words):
    (problem,) = planned(*ROWS, row).problems
    assert problem.row == 7 and column in problem.column
    assert words in problem.reason


@pytest.mark.django_db
def test_every_row_that_stays_out_is_explained():
    rows = ["880100000000,云州市,市,", "880102000000,,县,", "880102001000,云溪街道,乡,", "x,,,", "x,,,"]
    assert sorted({each.row for each in planned(*rows).problems}) == [3, 4, 5, 6]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbfa,b\n1,2\n", HEAD.encode(), b"PK\x03\x04broken", b"\x00\x01\x02"]
)
def test_other_files_are_refused_kindly(content, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_regions", str(file), stderr=StringIO())


def run(file: Path) -> str:
    out = StringIO()
    call_command("import_regions", str(file), stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.fixture
def city(tmp_path) -> Path:
    """As many regions as a real city has: 12 counties, 180 towns, 3,700 villages."""
    rows = ["880100000000,云州市"]
    for county in range(1, 13):
        rows.append(f"8801{county:02d}000000,县{county}")
        for town in range(1, 16):
            rows.append(f"8801{county:02d}{town:03d}000,镇{county}-{town}")
            rows += [f"8801{county:02d}{town:03d}{village:03d},村{village}" for village in range(201, 222)]
    file = tmp_path / "city.csv"
    file.write_bytes(table(*rows, head="编码,名称"))
    return file


@pytest.mark.django_db
def test_a_whole_city_takes_few_queries(city):
    with CaptureQueriesContext(connection) as queries:
        assert run(city) == "新增 3973、更新 0、未变 0"
    assert len(queries) < 60
    assert run(city) == "新增 0、更新 0、未变 3973"
    assert Entry.objects.filter(action="import.regions").count() == 2


@pytest.mark.django_db
def test_one_mistake_and_nothing_is_stored(city):
    city.write_bytes(city.read_bytes() + "123,错码村\r\n".encode())
    with pytest.raises(CommandError, match="1 处问题"):
        run(city)
    assert not Region.objects.exists() and not Entry.objects.exists()
