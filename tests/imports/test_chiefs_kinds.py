"""Who else stands in an office's list: heads of a region, deputies, police, patrollers … each as the line says."""

import pytest

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.heads.models import HeadTenure
from rivers.heads.services import appoint_head
from rivers.registry.models import Reach, River
from tests.cast import SINCE
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

# The platform's own export, a town's roster with the tier in the kind, and one that says the level beside it.
SHAPES = [
    [
        ["姓名", "职务", "电话", "类型", "行政区", "上级行政区", "水资源名称"],
        ["区书记", "区委书记", "13900002001", "总河长", "澄江区", "清源市", None],
        ["区区长", "区长", "13900002002", "总河长", "澄江区", "清源市", None],
        ["镇副手", "副镇长", "13900002003", "副河长", "桥头镇", "澄江区", "澄溪"],
        ["警小林", "派出所民警", "13900002004", "河道警长", "桥头镇", "澄江区", "澄溪"],
        ["巡小李", "村民", "13900002005", "巡河员", "上桥村", "桥头镇", "澄溪"],
    ],
    [
        ["澄江区河长制人员名单"],
        ["序号", "人员类别", "姓名", "职务", "手机号码", "乡镇（街道）", "村（社区）", "河道名称"],
        [1, "区级总河长", "区书记", "区委书记", 13900002001, None, None, None],
        [2, "区级双总河长", "区区长", "区长", 13900002002, None, None, None],
        [3, "镇级副河长", "镇副手", "副镇长", 13900002003, "桥头镇", None, "澄溪"],
        [4, "警长", "警小林", "派出所民警", 13900002004, "桥头", None, "澄溪"],
        [5, "村级巡河员", "巡小李", "村民", 13900002005, "桥头镇", "上桥村", "澄溪"],
        ["填表人：文思齐"],
    ],
    [
        ["类别", "级别", "行政区划", "姓名", "联系电话", "职务", "河段"],
        ["第一总河长", "区县级", "澄江区", "区书记", "139 0000 2001", "区委书记", None],
        ["总河湖长", "区县级", None, "区区长", "139-0000-2002", "区长", None],
        ["副河长", "乡镇级", "桥头镇", "镇副手", "13900002003", "副镇长", "澄溪桥头镇段"],
        ["河湖警长", "乡镇级", "桥头镇", "警小林", "13900002004", "派出所民警", "澄溪桥头镇段"],
        ["护河员", "村级", "上桥村", "巡小李", "13900002005", "村民", "R1-village"],
    ],
]


@pytest.mark.parametrize("rows", SHAPES)
def test_each_line_is_what_it_says_and_the_batch_goes_out_again(cast, rows):
    before = snapshot()
    done = bring_in("chiefs", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 5
    assert sorted(one.post.user.name for one in HeadTenure.objects.current().filter(region=cast.county)) == [
        "区书记",
        "区区长",
    ]
    told = Tenure.objects.exclude(kind="responsible").values_list(
        "kind", "reach__name", "post__user__name", "post__role"
    )
    assert set(told) == {
        ("deputy", "澄溪桥头镇段", "镇副手", Role.CHIEF),
        ("police", "澄溪桥头镇段", "警小林", Role.PATROLLER),
        ("patroller", "澄溪上桥村段", "巡小李", Role.PATROLLER),
    }
    assert User.objects.get(name="警小林").phone == "13900002004"
    assert try_out("chiefs", book(rows), by=cast.clerk).counts["same"] == 5
    undo(done.batch)
    assert snapshot() == before


def test_one_person_may_keep_several_reaches_and_be_met_again(cast):
    rows = [
        ["姓名", "类别", "乡镇", "村", "河流"],
        ["柳镇长", "责任河长", "柳岸镇", None, "柳溪"],
        ["柳副手", "副河长", "柳岸镇", None, "柳溪"],
        ["尚有田", "民间河长", "桥头镇", "上桥村", "澄溪"],
        ["巡二", "巡河员", "桥头镇", "下桥村", "澄溪"],
        ["巡二", "民间河长", "桥头镇", "下桥村", "澄溪"],
    ]
    done = bring_in("chiefs", book(rows), by=cast.clerk)
    assert whys(done.plan) == ""
    # The reach comes with the line of its responsible chief; who is known is not entered twice.
    assert Tenure.objects.get(kind="deputy").reach.name == "柳溪柳岸镇段"
    assert cast.village_chief.tenures.get(kind="civil").reach == cast.village_reach
    assert User.objects.get(name="巡二").posts.count() == 1


def test_a_unit_stands_by_its_handler(cast):
    rows = [
        ["姓名", "类型", "区划", "河道"],
        ["澄江区水利局", "联系单位", "桥头镇", "澄溪"],
        ["澄江区林业局", "联系单位", "桥头镇", "澄溪"],
    ]
    rows[1][2] = rows[2][2] = "澄江区"
    plan = try_out("chiefs", book(rows), by=cast.clerk)
    assert plan.counts["new"] == 1 and "“澄江区林业局”没有登记" in whys(plan)
    bring_in("chiefs", book(rows), by=cast.clerk)
    assert Tenure.objects.get(kind="liaison").post == cast.handler


def test_what_cannot_be_stays_out_with_the_reason(cast):
    for name in ("甲书记", "乙区长"):
        user = User.objects.create(username=name, name=name)
        post = Post.objects.create(user=user, role=Role.LEADER, region=cast.county, starts_on=SINCE)
        appoint_head(by=cast.clerk, post=post, kind="general", starts_on=SINCE)
    rows = [
        ["姓名", "类型", "级别", "行政区划", "河道"],
        ["丙区长", "总河长", "区县级", "澄江区", None],
        ["甲书记", "副总河长", "区县级", "澄江区", None],
        ["丁", "副河长", "村级", "桥头镇", "澄溪"],
        ["戊", "副河长", "乡镇级", "桥头镇", None],
        ["己", "副河长", "乡镇级", "桥头镇", "无名河"],
        ["庚", "巡河员", None, None, "澄溪"],
        ["辛", "工作人员", "区县级", "澄江区", "澄溪"],
        ["管系统", "警长", "区县级", "澄江区", "澄溪"],
        ["文思齐", "巡河员", "区县级", "澄江区", "澄溪"],
    ]
    plan = try_out("chiefs", book(rows), by=cast.clerk)
    assert plan.counts["refused"] == 9, whys(plan)
    for words in (
        "已有 2 名总河长", "改任请先登记离任", "级别与区划“桥头镇”不一致", "没有写河湖或河段", "没有登记名为“无名河”",
        "看不出这一行属于哪个区划", "不认识这个类别", "管理员不办理业务", "不能任免自己的岗位",
    ):  # fmt: skip
        assert words in whys(plan)
    assert guesses(plan) == ""


def test_several_rivers_in_a_cell_are_a_reach_each(cast):
    other = River.objects.create(name="柳溪", code="990102R0009", region=cast.county)
    reach = Reach.objects.create(river=other, tier="town", region=cast.town, code="R9-town", name="柳溪桥头镇段")
    appoint(by=cast.clerk, post=cast.county_chief, reach=cast.town_reach, kind="deputy", starts_on=SINCE)
    rows = [["姓名", "类别", "行政区划", "河流"], ["镇副手", "副河长", "桥头镇", "澄溪、柳溪，澄溪"]]
    bring_in("chiefs", book(rows), by=cast.clerk)
    assert [each.tenures.filter(kind="deputy").count() for each in (cast.town_reach, reach)] == [2, 1]
    assert try_out("chiefs", book(rows), by=cast.clerk).counts["same"] == 1
