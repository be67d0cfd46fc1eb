"""Rivers, reaches, boards, sections and months through the desk, in shapes that offices make up."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from hezhang.core.kernel.choices import Tier
from rivers.boards.models import Signboard
from rivers.registry.models import Reach, River
from rivers.water.models import Section, SectionMonth
from rivers.water.services.planning import figures_of
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

# Told in the months of 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")

RIVERS = [
    [["名称", "类别", "所属区划", "长度（km）"], ["柳溪", "河流", "澄江区", "约8公里"], ["望湖", "湖泊", "桥头镇", None]],
    [["澄江区河流名录"], ["填报单位：区河长办", None, "2026年9月"], ["序号", "河流名称", "河道长度(m)", "备注"], [1, "柳溪", 8000, "穿境"],
     [2, "柳下水库", None, None], ["合计", "2条", 8000]],
    [["河湖基本情况", None, "所在位置", None], ["名称", "总长度", "乡镇", "村"], ["柳溪", "8.0km", "桥头镇", "上桥村"], ["杨渠", "850米", "柳岸镇", "柳下村"]],
    [["河道编码", "河道名称", "所在水系", "类型", "国家编码", "所属区划"], ["990102R0001", "澄溪", "清江水系", "河道", "／", "990102"],
     ["990102R0009", "柳 溪", "清江水系", "溪", None, "澄江区"]],
]  # fmt: skip
REACHES = [
    [["河段名称", "河湖", "级别", "所属区划", "长度（km）"], ["澄溪柳岸镇段", "澄溪", "乡镇级", "柳岸镇", 3.5], ["澄溪柳下村段", "澄溪", "村级", "柳下村", "1.2公里"]],
    [["澄江区河段清单"], ["编号", "所属河流", "河段", "乡镇（街道）", "村（社区）", "起点", "终点", "河段长度（米）"],
     ["X-1", "990102R0001", "柳岸段", "柳岸镇", None, "大桥", "水闸", 3500], ["X-2", "990102R0001", "柳下段", "同上", "柳下村", "水闸", "河口", 1200]],
    [["河段名称", "河道名称", "上级河段", "区划代码", "左右岸"], ["柳下左岸段", "澄溪（南段）", "澄溪澄江区段", "990102102201", "左岸"]],
]  # fmt: skip


@pytest.mark.parametrize("rows", RIVERS)
def test_rivers_in_any_shape_go_in_and_out(cast, rows):
    before = snapshot()
    done = bring_in("rivers", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["rows"] == 2
    assert River.objects.get(name="柳溪").length_km in (Decimal(8), None)
    assert try_out("rivers", book(rows), by=cast.clerk).counts["same"] == 2
    undo(done.batch)
    assert snapshot() == before


def test_rivers_are_guessed_at_aloud_and_refused_by_name(cast):
    plan = try_out(
        "rivers",
        book([*RIVERS[1][:3], [1, "柳下水库", None, None], [2, "柳下水库", 5000, None], [3, "澄溪", "很长", None]]),
        by=cast.clerk,
    )
    assert "按“水库”读取：没有写类别" in guesses(plan) and "按“澄江区”读取：没有写所属区划" in guesses(plan)
    assert "与第 4 行的名称重复" in whys(plan) and "不是长度" in whys(plan)
    outside = try_out("rivers", book([RIVERS[0][0], ["北溪", "河流", "望北镇", 3]]), by=cast.clerk)
    assert "找不到区划“望北镇”" in whys(outside)
    taken = River.objects.create(name="北溪", code="N1", region=cast.neighbour)
    plan = try_out("rivers", book([["编码", "名称"], [taken.code, "柳溪"]]), by=cast.clerk)
    assert "已用于别处" in whys(plan)


@pytest.mark.parametrize("rows", REACHES)
def test_reaches_in_any_shape_nest_and_go_out_again(cast, rows):
    before = snapshot()
    done = bring_in("reaches", book(rows), by=cast.clerk)
    assert whys(done.plan) == ""
    made = Reach.objects.exclude(pk__in=[row["id"] for row in before["rivers.reach"]])
    lowest = max(made, key=lambda reach: list(Tier).index(Tier(reach.tier)))
    assert lowest.tier == Tier.VILLAGE and lowest.parent is not None and lowest.parent.tier != Tier.VILLAGE
    assert try_out("reaches", book(rows), by=cast.clerk).counts["same"] == done.plan.found
    undo(done.batch)
    assert snapshot() == before


def test_a_reach_where_one_is_already_is_said(cast):
    rows = [["河段", "所属河道", "村社"], ["澄溪上桥村委会段", "澄溪", "上桥村"]]
    told = try_out("reaches", book(rows), by=cast.clerk)
    assert told.counts["new"] == 1 and f"已有“{cast.village_reach.name}”（{cast.village_reach.code}）" in str(
        guesses(told)
    )
    rows = [["河段", "所属河道", "村社", "河段编码"], ["澄溪上桥村委会段", "澄溪", "上桥村", "R1-village-2"]]
    assert "已有" not in str(guesses(try_out("reaches", book(rows), by=cast.clerk)))


def test_a_reach_outside_its_parent_or_its_river_is_refused(cast):
    rows = [
        ["河段", "河湖", "级别", "区划", "上级河段"],
        ["甲段", "没有河", "村级", "柳下村", None],
        ["乙段", "澄溪", "村级", "柳下村", "澄溪桥头镇段"],
        ["丙段", "澄溪", "乡镇级", "柳下村", None],
        ["丁段", "澄溪", "村级", None, None],
        ["戊段", None, "村级", "柳下村", None],
    ]
    told = whys(try_out("reaches", book(rows), by=cast.clerk))
    for words in (
        "没有登记名为“没有河”",
        "不在上级河段的区划“桥头镇”之内",
        "与河段级别“乡镇级”不一致",
        "没有写所属区划",
        "没有写属于哪条河湖",
    ):
        assert words in told


def test_an_unknown_parent_inside_the_file_is_made_first(cast):
    rows = [["河段", "河湖", "区划", "上级河段"], ["村段", "澄溪", "柳下村", "镇段"], ["镇段", "澄溪", "柳岸镇", None]]
    bring_in("reaches", book(rows), by=cast.clerk)
    assert Reach.objects.get(name="村段").parent.name == "镇段"


@pytest.mark.parametrize(
    "rows",
    [
        [["编号", "安装地点", "河段", "更新日期", "经纬度"], ["G-1", "老桥头", "澄溪上桥村段", "2026.3.5", "120.80774,27.88178"]],
        [["公示牌一览表"], ["河道名称", "村", "设置位置", "坐标", None, "更换时间"], [None, None, None, "经度", "纬度", None],
         ["澄溪", "上桥村", "老桥头", "27.88178", "120.80774", datetime(2026, 3, 5)]],
        [["公示牌编号", "河段名称", "地点", "东经", "北纬", "更换日期"], ["G-1", "R1-village", "老桥头", "120°48′27.9″", "27°52′54.4″", 46086]],
    ],
)  # fmt: skip
def test_boards_in_any_shape(cast, rows):
    before = snapshot()
    done = bring_in("boards", book(rows), by=cast.clerk)
    assert whys(done.plan) == ""
    board = Signboard.objects.get()
    assert (board.reach.name, board.renewed_on) == ("澄溪上桥村段", date(2026, 3, 5))
    assert (round(board.lng, 2), round(board.lat, 2)) == (120.81, 27.88)
    assert try_out("boards", book(rows), by=cast.clerk).counts["same"] == 1
    undo(done.batch)
    assert snapshot() == before


def test_a_board_is_renewed_and_moved_and_both_go_back(cast, board):
    before = snapshot()
    rows = [["编号", "安装地点", "更新日期"], ["B1", "新桥头", "2026-02-01"]]
    done = bring_in("boards", book(rows), by=cast.clerk)
    board.refresh_from_db()
    assert done.plan.counts["changed"] == 1 and (board.place, board.renewed_on) == ("新桥头", date(2026, 2, 1))
    undo(done.batch)
    assert snapshot() == before
    assert "早于已登记" in whys(try_out("boards", book([rows[0], ["B1", "新桥头", "2025-02-01"]]), by=cast.clerk))


@pytest.mark.parametrize(
    "rows",
    [
        [["断面名称", "河湖", "考核区划", "目标水质"], ["柳岸断面", "澄溪", "澄江区", "Ⅲ"]],
        [
            ["2026年水质监测断面一览表"],
            ["点位编码", "点位名称", "所属河流", "水质目标", "经度", "纬度"],
            ["D-9", "柳岸断面", "澄溪", "III类", 27.88, 120.81],
        ],
        [
            ["序号", "监测断面", "河道名称", "乡镇", "类型", "考核目标"],
            [1, "柳岸断面", "澄溪", "柳岸镇", "河道", "三类"],
        ],
    ],
)
def test_sections_in_any_shape(cast, rows):
    before = snapshot()
    done = bring_in("sections", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and Section.objects.get(name="柳岸断面").target == 3
    assert try_out("sections", book(rows), by=cast.clerk).counts["same"] == 1
    undo(done.batch)
    assert snapshot() == before


@pytest.mark.parametrize(
    "rows",
    [
        [["断面", "月份", "氨氮", "总磷"], ["上桥断面", "2026年5月", 0.52, "0.025L"]],
        [
            ["2026年水质月报"],
            ["断面名称", "监测时间", "监测项目（mg/L）", None, None],
            [None, None, "pH值", "氨氮", "总磷"],
            ["S1", "5月", 7.2, "０．５２", 0.1],
        ],
        [
            ["监测点位", "采样日期", "NH3-N", "TP", "监测单位"],
            ["上桥断面", datetime(2026, 5, 12), 0.52, 0.1, "区监测站"],
        ],
    ],
)
def test_months_in_any_shape_and_put_right_and_back(cast, section, rows):
    done = bring_in("water", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and SectionMonth.objects.get().month == date(2026, 5, 1)
    assert try_out("water", book(rows), by=cast.clerk).counts["same"] == 1
    before, figures = snapshot(), figures_of(SectionMonth.objects.get())
    again = bring_in("water", book([["断面", "月份", "氨氮"], ["上桥断面", "2026-05", 1.2]]), by=cast.clerk)
    # What the second workbook has no column for, stays.
    assert again.plan.counts["changed"] == 1 and figures_of(SectionMonth.objects.get()) == figures | {"nh3n": "1.2"}
    undo(again.batch)
    assert snapshot() == before
    undo(done.batch)
    assert not SectionMonth.objects.exists()


def test_a_trend_of_imported_months_goes_with_the_undo(cast, section):
    lines = [["上桥断面", f"{2024 + n // 12}-{n % 12 + 1:02d}", f"{0.3 + n / 100:.2f}"] for n in range(26)]
    done = bring_in("water", book([["断面", "月份", "氨氮"], *lines]), by=cast.clerk)
    assert section.trends.get().words == "氨氮高度显著上升"
    undo(done.batch)
    assert not SectionMonth.objects.exists() and not section.trends.exists()


def test_an_empty_cell_takes_nothing_away_and_a_dry_month_takes_all(cast, section):
    bring_in("water", book([["断面", "月份", "氨氮", "总磷"], ["上桥断面", "2026-05", 0.52, 0.1]]), by=cast.clerk)
    blank = [["断面", "月份", "氨氮", "总磷"], ["上桥断面", "2026-05", None, 0.2]]
    (act,) = try_out("water", book(blank), by=cast.clerk).outcome.acts
    assert act.changes == "总磷 0.1 → 0.2"
    assert try_out("water", book([*blank[:1], ["上桥断面", "2026-05", None, None]]), by=cast.clerk).counts["same"] == 1
    dry = [["断面", "月份", "监测情况"], ["上桥断面", "2026-05", "断流"]]
    (act,) = try_out("water", book(dry), by=cast.clerk).outcome.acts
    assert act.changes == "已监测 → 断流；氨氮 0.52 → 未填；总磷 0.1 → 未填"
    bring_in("water", book(dry), by=cast.clerk)
    assert SectionMonth.objects.get().monitored == "dry" and figures_of(SectionMonth.objects.get()) == {}


def test_months_that_cannot_be_are_refused(cast, section):
    rows = [["断面", "月份", "pH", "氨氮", "监测情况"], ["上桥断面", "2030-01", 7, 0.5, None], ["上桥断面", "2026-01", 72, 0.5, None],
            ["上桥断面", "2026-02", None, "很高", None], ["上桥断面", "2026-03", None, 0.5, "断流"], ["别处断面", "2026-03", None, 0.5, None],
            ["上桥断面", "2026-04", None, None, "断流"]]  # fmt: skip
    plan = try_out("water", book(rows), by=cast.clerk)
    assert (plan.counts["new"], plan.counts["refused"]) == (1, 5)
    for words in ("未来月份", "核对小数点", "不是监测值", "请清空各项监测值", "没有登记这个断面"):
        assert words in whys(plan)
