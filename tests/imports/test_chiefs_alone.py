"""A list with one person a line: whose tier the line says, or the place that it names; who is no chief today stays out."""

from datetime import date

import pytest

from rivers.chiefs.models import Tenure
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

SHAPES = [
    [
        ["姓名", "职务", "级别", "河流", "乡镇", "村", "联系电话"],
        ["柳大川", "副区长", "区级", "柳溪", None, None, "13900001001"],
        ["柳镇长", "镇长", "镇级", "柳溪", "柳岸镇", None, "13900001002"],
        ["柳村长", "村主任", "村级", "柳溪", "柳岸镇", "柳下村", "13900001003"],
    ],
    [
        ["澄江区河长名单"],
        ["序号", "河道名称", "乡镇（街道）", "村（社区）", "河长姓名", "手机"],
        [1, "柳溪", "柳岸镇", None, "柳镇长", "139 0000 1002"],
        [2, "柳溪", "柳岸镇", "柳下村", "柳村长", "139-0000-1003"],
        [3, "杨渠", "柳岸镇", "柳下村", "柳村长", "139-0000-1003"],
        ["填表人：文思齐"],
    ],
    [
        ["河长姓名", "河长类别", "层级", "行政区划", "河湖名称"],
        ["柳镇长", "责任河长", "乡镇级", "柳岸镇", "柳溪"],
        ["柳村长", None, "村级", "柳下村", "柳溪"],
        ["柳大川", "河长", "县级", "澄江区", "柳溪"],
    ],
]


@pytest.mark.parametrize("rows", SHAPES)
def test_each_person_is_chief_of_the_reach_of_the_line_and_the_batch_goes_out_again(cast, rows):
    before = snapshot()
    done = bring_in("chiefs", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["rows"] == 3
    town = Tenure.objects.get(reach__name="柳溪柳岸镇段")
    village = Tenure.objects.get(reach__name="柳溪柳下村段")
    assert (town.post.user.name, village.post.user.name) == ("柳镇长", "柳村长")
    assert village.reach.parent == town.reach
    assert try_out("chiefs", book(rows), by=cast.clerk).counts["same"] == 3
    undo(done.batch)
    assert snapshot() == before


def test_who_is_no_responsible_chief_today_stays_out_with_the_reason(cast):
    head = ["姓名", "类别", "级别", "河流", "乡镇", "村", "离任日期"]
    plan = try_out(
        "chiefs",
        book(
            [
                head,
                ["柳镇长", "责任河长", "乡镇级", "柳溪", "柳岸镇", None, None],
                ["柳干事", "工作人员", "乡镇级", "柳溪", "柳岸镇", None, None],
                ["柳前任", "责任河长", "乡镇级", "杨渠", "柳岸镇", None, "2024.3.5"],
                ["柳将来", "责任河长", "乡镇级", "杨渠", "柳岸镇", None, date(2030, 12, 31)],
                ["柳无处", "责任河长", None, "柳溪", None, None, None],
            ]
        ),
        by=cast.clerk,
    )
    assert plan.counts["new"] == 1 and plan.counts["refused"] == 4
    for words in ("不认识这个类别", "离任日期已过", "任期届满不等于离任", "看不出这一行是哪一级"):
        assert words in whys(plan)


def test_the_tier_is_guessed_aloud_by_the_lowest_place(cast):
    rows = [["姓名", "级别", "河流", "乡镇", "村"], ["柳村长", None, "柳溪", "柳岸镇", "柳下村"]]
    plan = try_out("chiefs", book(rows), by=cast.clerk)
    assert plan.counts["new"] == 1 and "按“村级”读取" in guesses(plan)
