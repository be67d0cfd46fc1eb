"""The office's own chief list, and odd ones: understood whole, imported whole, or not at all."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region, User
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.excel import read_sheets
from rivers.chiefs.importing import plan
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from tests.rivers.books import HEAD, ROWS, TITLE, book, changed, listed

DATA = Path(__file__).parents[1] / "data"
LIST = DATA / "chiefs_office_style.xlsx"


@pytest.fixture
def longwan(db):
    call_command("import_regions", str(DATA / "regions_longwan.csv"), verbosity=0)


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (River, Reach, Tenure, Post, User))


def run(sheets, **more):
    planned = plan(None, sheets, **more)
    assert planned.problems == []
    planned.apply()
    return dict(planned.summary)


@pytest.mark.once
def test_the_offices_list_comes_in_whole_and_once(longwan):
    call_command("import_chiefs", str(LIST), dry_run=True)
    assert counted() == (0, 0, 0, 0, 0)
    call_command("import_chiefs", str(LIST))
    once = counted()
    assert once == (10, 64, 64, 63, 63)
    call_command("import_chiefs", str(LIST))
    assert counted() == once


def test_reaches_nest_and_are_named_after_their_places(longwan):
    call_command("import_chiefs", str(LIST), since=date(2025, 3, 1))
    village = Reach.objects.get(name="永中横河镇中社区段")
    chain = [village, village.parent, village.parent.parent]
    assert [reach.tier for reach in chain] == [Tier.VILLAGE, Tier.TOWN, Tier.COUNTY]
    assert [reach.region.name for reach in chain] == ["镇中社区", "永中街道", "龙湾区"]
    assert str(village.river.length_km) == "8.00" and village.river.code == "330303000001"
    assert Reach.objects.get(name="海滨直河宁村段").region.name == "宁村村委会"
    assert set(Tenure.objects.values_list("starts_on", flat=True)) == {date(2025, 3, 1)}


def test_people_of_one_name_are_told_apart(longwan):
    call_command("import_chiefs", str(LIST))
    vice = User.objects.get(name="孙示二", posts__title="副区长")
    assert vice.posts.get().tenures.count() == 2  # one person, two rivers
    assert User.objects.filter(name="李示二").count() == 3
    assert User.objects.get(phone="18800009474").name == "陈示二"


def test_the_usual_list(cast):
    assert run(listed())["新增河段"] == 7
    canal = River.objects.get(name="柳下渠")
    assert (str(canal.length_km), canal.kind, canal.region) == ("0.85", "canal", cast.county)
    assert Reach.objects.get(name="柳溪下桥村段").parent.name == "柳溪桥头镇段"


def test_a_list_without_merged_cells_that_repeats_everything(cast):
    rows = [[*ROWS[0]], [2, *ROWS[0][1:7], *ROWS[1][7:]]]
    run(listed(rows))
    assert Reach.objects.filter(river__name="柳溪").count() == 4


def test_a_two_row_head_the_town_first_and_a_column_of_towns(cast):
    head = [
        ["镇街", "镇级河长", None, None, "河流名称", "河段长度（m）", "村级河长", None, None, "治理目标"],
        [None, "姓名", "职务", "电话", None, None, "姓名", "职务", "手机", None],
    ]
    rows = [["桥头镇", "乙一", "镇长", 18800000011, "柳溪", 850, "丙一", "上桥村书记", "18800000001", "Ⅲ"]]
    run(listed([head[1], *rows], head=head[0], title="2026 年河长名单", merged=("B2:D2", "G2:I2", "A2:A3", "E2:E3")))
    reach = Reach.objects.get(name="柳溪上桥村段")
    assert (str(reach.length_km), reach.parent.tier) == ("0.85", Tier.TOWN)
    assert Tenure.objects.get(reach=reach.parent).post.user.phone == "18800000011"


def test_total_rows_remarks_blank_rows_and_hidden_sheets_are_left_out(cast):
    rows = [*ROWS[:2], [None] * 10, ["合计", None, 5], [None, "总计", 5], ["注：姓名电话均为虚构"]]
    old = [[TITLE], HEAD, *changed(0, 1, "旧河")]
    planned = plan(None, read_sheets(book(("去年", old), ("今年", [[TITLE], HEAD, *rows]), hidden=("去年",))))
    assert planned.problems == []
    assert any("隐藏" in notice.reason for notice in planned.notices)
    assert dict(planned.summary)["新增河湖"] == 1


def test_a_changed_chief_follows_the_old_one(cast):
    run(listed(), since=date(2025, 1, 1))
    new = changed(1, 7, "丙九")
    new[1][9] = 18800000099
    assert run(listed(new))["更换河长"] == 1
    reach = Reach.objects.get(name="柳溪下桥村段")
    old, now = reach.tenures.order_by("starts_on")
    today = timezone.localdate()
    assert (old.post.user.name, (today - old.ends_on).days) == ("丙二", 1)
    assert (now.post.user.name, now.starts_on) == ("丙九", today)
    assert run(listed(new))["河长不变"] == 7


def test_a_new_number_of_the_same_chief_is_no_change_of_chief(cast):
    run(listed())
    assert run(listed(changed(1, 9, 18800000077)))["更新电话或职务"] == 1
    assert User.objects.get(name="丙二").phone == "18800000077"
    assert Tenure.objects.filter(post__user__name="丙二").count() == 1


BARE = ["河道名称", "区级河长", "职务", "乡镇", "镇级河长", "职务", "村", "村级河长", "职务"]


def test_a_list_of_names_alone_finds_the_people_that_there_are(cast):
    """No titles and no phones: a second account of the same chief would be one that nobody looks into."""
    run(listed())
    rows = [["新柳溪", "甲一", None, "桥头镇", "乙一", None, "下桥村", "丙二", None]]
    told = run(listed(rows, head=BARE))
    assert (told["新增人员"], told["新增河段"], told["新任河长"]) == (0, 3, 3)
    assert Post.objects.get(user__name="甲一").title == "副区长"
    assert Tenure.objects.filter(post__user__name="丙二").count() == 2


def test_of_two_of_one_name_a_list_of_names_alone_means_neither(cast):
    run(listed())
    post = Post.objects.get(user__name="丙二")
    other = User.objects.create(username="same", name="丙二")
    Post.objects.create(user=other, role=Role.CHIEF, region=post.region, title="副主任", starts_on=post.starts_on)
    rows = [["新柳溪", "甲一", None, "桥头镇", "乙一", None, "下桥村", "丙二", None]]
    assert run(listed(rows, head=BARE))["新增人员"] == 1


def test_gaps_become_reaches_without_a_chief(cast):
    planned = plan(None, listed(changed(2, 5, "空缺")))
    assert "职务" in planned.problems[0].reason  # a title without a name
    rows = changed(2, 5, None)
    rows[2][6] = None
    planned = plan(None, listed(rows))
    assert planned.problems == [] and "空缺" in planned.notices[0].reason
    planned.apply()
    gap = Reach.objects.get(name="柳下渠柳岸镇段")
    assert not gap.tenures.exists() and gap.children.count() == 1


@pytest.mark.parametrize(
    ("row", "col", "value", "where", "reason"),
    [
        (0, 8, "没有村书记", "I 列“职务”", "找不到这个村"),
        (1, 9, "1880000", "J 列“联系电话”", "不是 11 位手机号"),
        (0, 2, "很长", "C 列“河道长度（km）”", "看不懂的长度"),
        (1, 7, None, "H 列“村级河长”", "没有姓名"),
        (1, 7, "丙二、丙三", "H 列“村级河长”", "一个人的姓名"),
        (2, 9, "18800000001", "H 列“村级河长”", "同一手机号"),
        (2, 1, None, "C 列“河道长度（km）”", "与上文“柳溪”的长度"),
    ],
)
def test_every_problem_says_where_and_why(cast, row, col, value, where, reason):
    problems = plan(None, listed(changed(row, col, value))).problems
    assert where in [each.column for each in problems] and any(reason in each.reason for each in problems)
    assert all(each.remedy and each.sheet == "河长名录" and each.row >= 3 for each in problems)


def test_all_problems_at_once_and_nothing_half_imported(cast, tmp_path):
    rows = changed(0, 2, "很长")
    rows[1][9], rows[2][8] = "12", "没有村书记"
    path = tmp_path / "名录.xlsx"
    path.write_bytes(book(("河长名录", [[TITLE], HEAD, *rows])).getvalue())
    before = counted()
    with pytest.raises(CommandError, match="3 处问题"):
        call_command("import_chiefs", str(path))
    assert counted() == before


def test_a_town_is_known_by_its_villages_or_not_at_all(cast):
    assert plan(None, listed(changed(0, 6, "党委书记"))).problems == []
    rows = changed(0, 6, "没有镇党委书记")
    rows[0][8] = "没有村书记"
    problems = plan(None, listed(rows)).problems
    assert [each.column for each in problems] == ["G 列“职务”", "I 列“职务”"]


def test_two_chiefs_of_one_reach_and_a_phone_of_somebody_else(cast):
    twice = [*ROWS, [4, "柳溪", None, None, None, None, None, "丙四", "下桥村书记", "18800000004"]]
    assert "只能有一位责任河长" in plan(None, listed(twice)).problems[0].reason
    taken = User.objects.create(username="taken", name="旁人", phone="18800000003")
    assert "旁人" in plan(None, listed()).problems[0].remedy
    assert "其他区划的人员" in plan(cast.clerk, listed()).problems[0].remedy  # no names from beyond the own scope
    Post.objects.create(user=taken, role=Role.CHIEF, region=cast.village3, starts_on=date(2025, 1, 1))
    assert "旁人" in plan(cast.clerk, listed()).problems[0].remedy


def test_without_a_head_or_a_county(cast):
    assert "没有找到表头" in plan(None, listed(head=["甲", "乙"], rows=[])).problems[0].reason
    Region.objects.filter(code="990102101000").update(name="望北镇")  # now two counties have a 望北镇
    rows = [[1, "柳溪", 3, None, None, "乙一", "望北镇镇长"]]
    assert "无法判断" in plan(None, listed(rows, title="河长名录")).problems[0].reason
    assert run(listed(rows, title="河长名录"), county="990103")["新增河湖"] == 1


def test_an_office_imports_its_own_county_only(cast):
    assert "望湖区" not in cast.clerk.region.name
    problems = plan(cast.neighbour_clerk, listed()).problems
    assert "不在您可以维护的范围内" in problems[0].reason
    planned = plan(cast.clerk, listed())
    assert planned.problems == []
    planned.apply()
    assert Tenure.objects.filter(reach__river__name="柳溪").count() == 4


def test_with_no_day_given_everybody_begins_today(cast):
    """Not on 1 January: the months before would count as missed (completion of a quarter once fell by 25 points)."""
    today = date(2026, 11, 23)
    run(listed(), today=today)
    assert set(Tenure.objects.filter(reach__river__name="柳溪").values_list("starts_on", flat=True)) == {today}
    assert set(Post.objects.filter(user__name="丙二").values_list("starts_on", flat=True)) == {today}


def test_the_command_says_what_the_import_makes_people_owe(longwan, capsys):
    call_command("import_chiefs", str(LIST), dry_run=True)
    told = capsys.readouterr().out
    assert "本季应巡增加（期次）" in told and "其中已过期（期次） 0" in told
