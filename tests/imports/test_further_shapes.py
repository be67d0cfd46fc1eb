"""A further workbook of a kind as offices keep it: title rows, heads over two rows, merged and hidden parts, 小计, signatures, full-width digits."""

from datetime import datetime

import pytest

from hezhang.core.accounts.models import User
from tests.imports.desks import book, bring_in, snapshot, try_out, undo, whys

pytestmark = pytest.mark.clock("2026-11-25T12:00")
SIGNED = ["填表人：某某", None, "审核人：", None, "填报日期：２０２６年３月５日"]
HIDDEN = {"_字典": [["河流", "湖泊"], ["是", "否"]]}
BOOKS = {
    "rivers": ([
        ["附件１"], ["澄江区河湖名录（２０２６年）"], ["序号", "河湖基本情况", None, None, "所在位置"],
        [None, "河湖名称", "河湖类型", "河道总长（公里）", "乡镇（街道）"],
        ["１", "柳溪", "河流", "约８公里", "桥头镇"], ["２", "望湖", "湖泊", None, "柳岸镇"], ["小计", None, None, "８"], SIGNED,
    ], ("A1:E1", "A2:E2", "A3:A4", "B3:D3"), 2),
    "reaches": ([
        ["澄江区河段登记表"], ["序号", "河道名称", "河段信息", None, None, "所在区划", None],
        [None, None, "河段名称", "长度(km)", "岸别", "镇（街道）", "村（社区）"],
        ["１", "澄溪", "柳岸段", "约３．５公里", None, "柳岸镇", None], ["２", "澄溪", "柳下段", "1200米", "左岸", "柳岸镇", "柳下村"],
        ["合计", None, None, "4.7"], SIGNED,
    ], ("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:G2"), 2),
    "boards": ([
        ["公示牌设置情况统计表"], ["填报单位：桥头镇人民政府"], ["序号", "所在河流", "所在村", "公示牌", None, None],
        [None, None, None, "编号", "安装位置", "更换时间"],
        [1, "澄溪", "上桥村", "ＧＳ－１", "老桥头", "2026年３月5日"], ["小计", "１块"], SIGNED,
    ], ("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:F3"), 1),
    "sections": ([
        ["澄江区地表水考核断面清单"], ["序号", "断面情况", None, None, "考核要求", None], [None, "断面名称", "所在河流", "断面类型", "责任区划", "目标水质"],
        ["１", "柳岸断面", "澄溪", "河流", "柳岸镇", "Ⅲ类"], ["２", "上桥断面", "澄溪", None, "桥头镇", "ＩＩ类"], ["合计", "2个"], SIGNED,
    ], ("A1:F1", "A2:A3", "B2:D2", "E2:F2"), 2),
    "issues": ([
        ["桥头镇河湖问题台账"], ["统计截止：２０２６年６月３０日"],
        ["序号", "问题基本情况", None, None, None, "整改情况", None], [None, "河道名称", "乡镇", "问题描述", "发现时间", "责任单位", "销号时间"],
        ["１", "澄溪", "桥头镇", "护岸坍塌１２米", "２０２６.３.６", "桥头镇人民政府", "2026年4月14日"],
        ["２", "澄溪", "桥头镇", "围网养殖", datetime(2026, 7, 1), "桥头镇人民政府", "／"], ["小计", "2件"], SIGNED,
    ], ("A1:G1", "A3:A4", "B3:E3", "F3:G3"), 2),
    "leads": ([
        ["２０２６年第三批河湖遥感图斑核查清单"], ["填报单位：澄江区河长办"], ["序号", "图斑信息", None, None, "所在位置", None],
        [None, "图斑编号", "图斑类型", "影像时间", "所在河流", "乡镇（街道）"],
        ["１", "ＴＢ－０１０７", "疑似新增建筑物", "２０２６.３.６", "澄溪", "桥头镇"], ["２", "TB-0108", "疑似养殖", datetime(2026, 7, 1), "澄溪", "柳岸镇"],
        ["合计", "２个"], SIGNED,
    ], ("A1:F1", "A3:A4", "B3:D3", "E3:F3"), 2),
    "patrols": ([
        ["巡河记录导出"], ["导出时间：2026-04-01 08:00"], ["序号", "巡河人员", None, "巡河情况", None, None],
        [None, "姓名", "职务", "河段", "开始时间", "时长"],
        ["１", "尚有田", "村党支部书记", "澄溪上桥村段", "２０２６-03-06 09:15:22", "３５分钟"], ["合计", "１次"],
    ], ("A1:F1", "A3:A4", "B3:C3", "D3:F3"), 1),
    "assets": ([
        ["入河排污口统计表"], ["填报单位：桥头镇"], ["序号", "排污口情况", None, None, "所在区划", None], [None, "排污口名称", "受纳水体", "排污口类型", "乡镇", "村"],
        ["１", "桥头东排口", "澄溪", "工业", "桥头镇", "上桥村"], ["２", "桥头西排口", "澄溪", "农业排口", "桥头镇", "下桥村"], ["小计", "２个"], SIGNED,
    ], ("A1:F1", "A3:A4", "B3:D3", "E3:F3"), 2),
    "regions": ([
        ["澄江区行政区划代码表"], ["序号", "区划信息", None], [None, "区划代码", "区划名称"],
        ["１", "９９０１０２１０３０００", "新桥镇"], ["２", "990102103201", "新桥村"], ["合计", "２个"], SIGNED,
    ], ("A1:C1", "A2:A3", "B2:C2"), 2),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOOKS)
def test_it_goes_in_comes_again_as_unchanged_and_goes_out(cast, kind):
    rows, merged, found = BOOKS[kind]
    before, sheets = snapshot(), book(rows, merged=merged, **HIDDEN)
    by = cast.system_admin if kind == "regions" else cast.clerk
    done = bring_in(kind, sheets, by=by)
    assert whys(done.plan) == "" and (done.plan.counts["rows"], done.plan.counts["new"]) == (found, found)
    assert try_out(kind, sheets, by=by).counts["same"] == found
    undo(done.batch)
    assert snapshot() == before


CONTACTS = {
    "two rows": [
        ["澄江区河长名录"], ["序号", "河道名称", "镇（街道）", "村（社区）", "镇级河长", None, "村级河长", None],
        [None, None, None, None, "姓名及电话", "职务", "姓名及电话", "职务"],
        [1, "柳溪", "柳岸镇", "柳下村", "柳示一 199-0000-8101", "镇长", "柳示二（19900008102）", "村书记"],
    ],
    "one row": [
        ["澄江区河长名录"], ["序号", "河道名称", "乡镇", "村", "镇级河长（姓名、电话）", "职务", "村级河长及联系电话", "职务"],
        [1, "柳溪", "柳岸镇", "柳下村", "柳示一\n１９９００００８１０１", "镇长", "柳示二、199 0000 8102", "村书记"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("shape", CONTACTS)
def test_name_and_phone_of_a_chief_in_one_cell_are_taken_apart_and_told(cast, shape):
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:H2") if shape == "two rows" else ()
    before, sheets = snapshot(), book(CONTACTS[shape], merged=merged)
    done = bring_in("chiefs", sheets, by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 1
    people = {user.name: user.phone for user in User.objects.filter(name__startswith="柳示")}
    assert people == {"柳示一": "19900008101", "柳示二": "19900008102"}
    assert "分开读取" in " ".join(guess.reason for guess in done.plan.guesses)
    undo(done.batch)
    assert snapshot() == before


def test_another_number_beside_it_is_for_a_person_to_say(cast):
    rows = [
        ["河道名称", "村（社区）", "村级河长", "职务", "联系电话"],
        ["澄溪", "上桥村", "柳示二 19900008102", "村书记", "19900008103"],
    ]
    assert "这里应只填一个人的姓名" in whys(try_out("chiefs", book(rows), by=cast.clerk))
