"""Assets through the desk, in shapes that offices make up; what was exported comes back unchanged."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook

from hezhang.core.web.excel import read_sheets
from rivers.assets.choices import ValueType
from rivers.assets.models import Asset, FieldValue, ObjectKind
from rivers.assets.services import create_object_field
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

# Their tables are of 2025 and 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")

SHAPES = [
    # One sheet of a kind, as a city system prints it: title, units in the heads, ticks, a total.
    (
        [["澄江区入河排污口台账"], ["序号", "排污口名称", "编码", "受纳水体", "所属乡镇", "经纬度", "排污口类型", "排放单位", "年排污总量（万m³）", "是否监测", "年度"],
         [1, "桥头东排口", None, "澄溪", "桥头镇", "120.80774,27.88178", "工业", "清源纸业", "12.30", "√", 2025],
         [2, "桥头西排口", None, "澄溪", "桥头镇", None, "农业排口", None, 3, "否", 2025], ["合计", 2, None]],
        {"name": "排污口"},
    ),
    # Several kinds in one table, with a column that names them; codes, a village, a reach by its code.
    (
        [["类别", "对象名称", "编号", "河道名称", "村（社区）", "经度", "纬度", "责任单位", "泵站类型", "装机流量", "闸孔数", "数据日期"],
         ["泵站", "上桥泵站", "P-1", "澄溪", "上桥村", 120.8, 27.9, "桥头水利站", "排涝", "3.5 m³/s", None, "2026-01-01"],
         ["水闸", "上桥闸", "Z-1", "澄溪", "下桥村", None, None, "同上", None, None, 3, "2026年1月1日"]],
        {},
    ),
    # Sheets named by the kinds, two-row heads, a wrong order of coordinates.
    (
        [["取水口登记表", None, None, None], ["取水口名称", "所在河湖", "许可", None], ["取水口名称", "所在河湖", "取水许可证号", "许可水量（万m³/年）"],
         ["一号取水口", "澄溪", "QS-2024-1", 120.5]],
        {"name": "取水口", "桥梁": [["名称", "所在河流", "桥长(m)", "纬度", "经度", "行政区划"], ["老石桥", "澄溪", 36, 120.81, 27.91, "桥头镇"]]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "more"), SHAPES)
def test_any_shape_goes_in_and_out_again(cast, rows, more):
    before = snapshot()
    done = bring_in("assets", book(rows, **more), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 2 == Asset.objects.count()
    assert FieldValue.objects.count() >= 3
    assert try_out("assets", book(rows, **more), by=cast.clerk).counts["same"] == 2
    undo(done.batch)
    assert snapshot() == before


def test_values_are_dated_by_their_column_and_read_as_they_are_written(cast):
    bring_in("assets", book(SHAPES[0][0], name="排污口"), by=cast.clerk)
    east = Asset.objects.get(name="桥头东排口")
    told = {row.field.name: (row.text, row.valid_from) for row in east.values.select_related("field")}
    assert told["年排污总量"] == ("12.3", date(2025, 1, 1)) and told["是否监测"][0] == "是"
    assert told["排污口类型"][0] == "工业排污口" and (east.lat, east.river) == (27.88178, cast.river)
    later = [["排污口名称", "编码", "年排污总量", "年度"], ["桥头东排口", east.code, 15, 2026]]
    done = bring_in("assets", book(later, name="排污口"), by=cast.clerk)
    assert done.plan.counts["changed"] == 1
    assert list(east.values.filter(field__key="yearly").order_by("valid_from").values_list("text", flat=True)) == ["12.3", "15"]  # fmt: skip
    undo(done.batch)
    assert east.values.filter(field__key="yearly").count() == 1


def test_guesses_are_told_and_what_is_nobodys_is_refused(cast, asset):
    head = ["名称", "类别", "编码", "河湖", "所属区划", "年排污总量", "排污口类型", "装机流量"]
    rows = [head, ["甲", "入河排污口", None, "澄溪", None, 1, "其他排口", None], ["乙", "涝池", None, None, "桥头镇", None, None, None],
            ["丙", "排污口", None, "澄溪", "桥头镇", "很多", "海水", None], ["丁", "排污口", asset.code, None, None, None, None, None],
            ["戊", "排污口", None, None, "望北镇", None, "其他", None], ["己", "排污口", None, None, "桥头镇", None, None, 3]]  # fmt: skip
    plan = try_out("assets", book(rows), by=cast.clerk)
    told = whys(plan)
    for said in (
        "没有名为“涝池”的类别",
        "不是数字",
        "不认识“海水”",
        "登记的是小排口“老桥排污口”",
        "望北镇",
        "排污口没有“装机流量”",
    ):
        assert said in told
    assert plan.counts["new"] == 1 and "按“澄江区”读取" in guesses(plan)
    bare = try_out("assets", book([["名称", "编码"], ["甲", "A-1"]]), by=cast.clerk)
    assert "看不出是哪一类对象" in whys(bare)


def test_an_export_comes_back_unchanged(cast, enter, asset, kind, fields):
    answer = enter(cast.clerk).get(reverse("rivers:assets"), {"kind": kind.pk, "export": "xlsx"})
    plan = try_out("assets", read_sheets(BytesIO(b"".join(answer))), by=cast.clerk)
    assert whys(plan) == "" and plan.counts == {"rows": 1, "new": 0, "changed": 0, "same": 1, "refused": 0}


def test_a_field_that_was_just_added_is_read(cast):
    kind = ObjectKind.objects.get(key="outfall")
    create_object_field(by=cast.clerk, kind=kind, name="溯源编号", type=ValueType.TEXT)
    rows = [["名称", "类别", "所属区划", "排污口类型", "溯源编号"], ["甲", "排污口", "桥头镇", "其他", "SY-7"]]
    bring_in("assets", book(rows), by=cast.clerk)
    assert Asset.objects.get(name="甲").values.get(field__name="溯源编号").text == "SY-7"
    # Next door the column is nobody's.
    assert "没有“溯源编号”" in whys(try_out("assets", book([rows[0], ["甲", "排污口", "望北镇", "其他", "SY-7"]]), by=cast.neighbour_clerk))  # fmt: skip


def test_by_the_command(cast, tmp_path):
    made, file, out = Workbook(), tmp_path / "a.xlsx", StringIO()
    made.active.title = "泵站"
    for row in [["名称", "所属区划", "装机流量"], ["上桥泵站", "上桥村", 3.5]]:
        made.active.append(row)
    made.save(file)
    call_command("import_file", "assets", str(file), "--county", "990102", "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["new"] == 1 and Asset.objects.get().code == "990102P00001"
