"""What a new office stumbles over at the desk: lists in their own shapes, a column that is called otherwise, a choice forgotten."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.accounts.models import Department
from hezhang.core.accounts.services import enter_units
from hezhang.core.web.models import ImportMapping
from rivers.boards.models import Signboard
from rivers.lines.services import draw_line
from rivers.registry.models import River
from tests.imports import newcomer
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys
from tests.imports.test_desk_page import put_in, query, text

pytestmark = pytest.mark.clock("2026-11-25T12:00")
HEAD = ["牌号", "安装位置", "所在河流", "乡镇", "东经", "北纬", "设立时间", "更新时间"]


def boards(*rows):
    return book([HEAD, *[[*row, *[None] * (len(HEAD) - len(row))] for row in rows]])


@pytest.mark.parametrize(
    ("row", "reach", "why"),
    [
        (["G1", "上桥村老埠头", "澄溪"], "澄溪上桥村段", "按河湖和区划"),
        (["G1", "上桥村老埠头", "澄溪", "桥头镇"], "澄溪桥头镇段", "按河湖和区划"),
        (["G1", "澄溪下桥村段牌"], "澄溪下桥村段", "按安装地点里的地名"),
        (["G1", "桥头镇上桥村水闸旁"], "澄溪上桥村段", "按区划"),
        (["G1", "大闸旁", "澄溪"], "澄溪澄江区段", "只写了河湖"),
    ],
)
def test_a_board_without_a_reach_is_put_where_its_words_say(cast, row, reach, why):
    done = bring_in("boards", boards(row), by=cast.clerk)
    assert Signboard.objects.get().reach.name == reach and why in guesses(done.plan)


def test_a_board_without_words_stands_at_the_nearest_water(cast):
    draw_line(cast.village_reach, [(27.88, 120.80), (27.89, 120.81)], by=cast.clerk)
    near, far = ["G1", "泵站旁", None, None, 120.8052, 27.885], ["G2", "别处", None, None, 120.9, 27.95]
    told = try_out("boards", boards(near, far), by=cast.clerk)
    assert "按“澄溪上桥村段”读取：没有写河段，按坐标最近的河段，相距" in guesses(told)
    assert told.counts["new"] == 1 and "看不出立在哪个河段" in whys(told) and "经纬度" in whys(told)


def test_where_a_place_is_not_clear_the_reaches_are_named(cast):
    River.objects.create(name="桥河", code="Q1", region=cast.county)
    told = whys(try_out("boards", boards(["G1", "某处", "桥河"]), by=cast.clerk))
    assert "“桥河”没有登记河段" in told


def test_a_bad_day_of_renewal_is_blank_and_the_day_of_setting_up_is_no_renewal(cast):
    rows = (
        ["G1", "上桥村", "澄溪", None, None, None, "2018年5月", "2026.13.45"],
        ["G2", "下桥村", "澄溪", None, None, None, None, "2027-01-01"],
    )
    told = try_out("boards", boards(*rows), by=cast.clerk)
    assert told.counts["refused"] == 0 and "这一格没有采用" in guesses(told) and "晚于今天，没有采用" in guesses(told)
    assert "“设立时间”是立牌的日期" in told.outcome.remarks[0][0]
    bring_in("boards", boards(*rows), by=cast.clerk)
    assert {one.renewed_on for one in Signboard.objects.all()} == {date(2026, 11, 25)}


def test_all_that_is_wrong_with_a_board_is_told_at_once(cast):
    row = ["G" * 30, "某处", "没有河", "没有镇", 120.8, None]
    told = whys(try_out("boards", boards(row), by=cast.clerk))
    for words in ("超过 24 个字", "找不到区划“没有镇”", "经度和纬度只写了一个", "没有登记名为“没有河”"):
        assert words in told


def test_a_plain_list_of_rivers_is_one_and_what_has_no_column_is_a_remark(client, cast):
    rows = [["名称", "长度", "起点", "终点", "流经"], ["柳溪", "8", "大桥", "河口", "柳岸镇"]]
    assert query(put_in(client, rows))["kind"] == "rivers"
    bring_in("rivers", book(rows), by=cast.clerk)
    assert River.objects.get(name="柳溪").remark == "起点 大桥，终点 河口，流经 柳岸镇"
    assert try_out("rivers", book(rows), by=cast.clerk).counts["same"] == 1


def test_a_missing_column_is_said_once_and_offered(client, cast):
    rows = [["河段名称", "对应河流名", "所在村社区"], *[[f"段{number}", "澄溪", "柳下村"] for number in range(6)]]
    answer = client.get(put_in(client, rows, kind="reaches").url)
    told = text(answer)
    assert "没有找到“河湖”一列，6 行因此不能导入。" in told and "列“对应河流名”读作<strong>河湖</strong>" in told
    assert "<strong>6 行</strong>" in told and not answer.context["refused"]
    river = next(one for one in answer.context["pairs"] if one.key == "river")
    asked = query(put_in(client, rows, kind="reaches"))
    again = client.post(reverse("desk:map_columns"), asked | {"mark": river.column.mark, "was": "", "key": "river"})
    assert ImportMapping.objects.get().columns == {"对应河流名": "river"}
    assert "没有找到“河湖”一列" not in text(client.get(again.url))


def test_a_file_whose_needed_column_is_not_found_is_offered_what_there_is(client):
    answer = client.get(put_in(client, [["水名", "水系", "长度"], ["柳溪", "清江", 3]], kind="rivers").url)
    assert "没有找到“名称”一列。" in text(answer) and "把 A 列“水名”读作“名称”" in text(answer)


STRANGE = [["问题序号", "来源渠道", "排查日期", "涉及水体", "问题简述"],
           [1, "日常巡查", "2026-03-04", "澄溪", "桥下堆放建筑垃圾约20方"],
           [2, "群众举报", "2026-05-16", "澄溪", "生活污水直排"], ["合计", 2]]  # fmt: skip


def test_several_strange_headings_are_taken_at_one_word(client):
    """No heading is known word for word: the likest are proposed, each once; what is but a running number never is."""
    sent = put_in(client, STRANGE, kind="issues")
    answer = client.get(sent.url)
    pairs = {pair.column.name: pair.label for pair in answer.context["pairs"]}
    wanted = {"排查日期": "发现时间", "涉及水体": "河湖", "问题简述": "问题描述"}
    assert {name: pairs.get(name) for name in wanted} == wanted and not answer.context["plan"].acts
    assert "问题序号" not in pairs and text(answer).count("没有找到“问题描述”") == 1
    assert f"这 {len(pairs)} 列都按这样读取" in text(answer)
    told = [(pair.column.mark, "", pair.key) for pair in answer.context["pairs"]]
    asked = dict(zip(("mark", "was", "key"), map(list, zip(*told, strict=True)), strict=True))
    again = client.get(client.post(reverse("desk:map_columns"), query(sent) | asked).url)
    assert not again.context["missing"] and not again.context["pairs"]
    assert again.context["plan"].counts["refused"] == 0


def test_a_single_strange_heading_has_its_own_offer_and_no_list(client):
    answer = client.get(put_in(client, [["水名", "水系", "长度"], ["柳溪", "清江", 3]], kind="rivers").url)
    assert answer.context["pairs"] == []


def test_a_file_is_not_asked_for_again_when_a_choice_was_missing(client):
    drawn = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[120.8,27.8]}}]}'
    answer = client.post(reverse("desk:take_file"), {"file": SimpleUploadedFile("点.geojson", drawn), "kind": "boards"})
    form = answer.context["form"]
    assert answer.status_code == 422 and "datum" in form.errors and "已收到“点.geojson”" in text(answer)
    again = client.post(reverse("desk:take_file"), {"kept": form["kept"].value(), "kind": "boards", "datum": "wgs84"})
    assert again.status_code == 302 and "点.geojson" in text(client.get(again.url))
    unclear = put_in(client, [["甲", "乙"], [1, 2]])
    kept = unclear.context["form"]["kept"].value()
    assert "kind" in unclear.context["form"].errors
    assert client.post(reverse("desk:take_file"), {"kept": kept, "kind": "rivers"}).status_code == 302
    gone = client.post(reverse("desk:take_file"), {"kept": "desk-none", "kind": "rivers"})
    assert gone.status_code == 422 and "请重新选择" in text(gone)


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


UNITS = [["澄江区河长制成员单位"], ["序号", "成员单位", "单位类型", "联系电话"], [1, "水利局", "成员单位", "0577-8696 0001 张"],
         [2, "桥头镇人民政府", None, None], [3, "清波保洁有限公司", None, "86960002"], [4, "生态环境分局", "局", None]]  # fmt: skip


def test_units_go_in_as_a_list_and_come_back_unchanged(client, cast):
    assert query(put_in(client, UNITS))["kind"] == "departments"
    before = snapshot()
    done = bring_in("departments", book(UNITS), by=cast.clerk)
    made = {
        one.name: (one.kind, one.region.name)
        for one in Department.objects.filter(name__in=[row[1] for row in UNITS[2:]])
    }
    assert whys(done.plan) == "" and made["清波保洁有限公司"] == ("third", "澄江区")
    assert "按“成员单位”读取" not in guesses(done.plan) and "电话里有别的字" in guesses(done.plan)
    assert try_out("departments", book(UNITS), by=cast.clerk).counts["same"] == 4
    undo(done.batch)
    assert snapshot() == before


def test_enter_units_that_a_ledger_names_together(client, cast):
    head = ["河道名称", "乡镇", "问题描述", "发现时间", "责任单位"]
    rows = [head, ["澄溪", "桥头镇", "垃圾", "2026-06-01", "柳岸镇"], ["澄溪", "桥头镇", "违建", "2026-06-02", "区园林处"],
            ["澄溪", "桥头镇", "围网", "2026-06-03", "园林处、城管局"]]  # fmt: skip
    checked = put_in(client, rows, kind="issues").url
    told = text(client.get(checked))
    assert "一并登记这 2 个单位" in told
    url = re.search(r'href="([^"]*departments/enter/[^"]*)"', told)[1].replace("&amp;", "&")
    page = client.get(url, headers={"referer": f"http://testserver{checked}"})
    assert "柳岸镇人民政府（乡镇政府（街道办事处），柳岸镇）" in text(page) and "区园林处（成员单位，澄江区）" in text(
        page
    )
    form = page.context["form"]
    sent = {"names": form.fields["names"].initial, "back": form["back"].value()}
    assert client.post(url, sent).url.endswith(checked)
    assert Department.objects.filter(name="柳岸镇人民政府", region=cast.town2).count() == 1
    assert "一并登记" not in text(client.get(checked))
    assert enter_units(["柳岸镇人民政府"], by=cast.clerk) == []
    assert client.post(url, sent).status_code == 302 and client.get(
        url, headers={"referer": "http://evil.example/"}
    ).url == reverse("people:departments")
    assert client.post(url, sent | {"back": "382"}).url == reverse("people:departments")


def test_the_rivers_of_an_office_that_nobody_has_seen_go_in_as_they_are(client, cast):
    """The workbook that the bench's newcomer brings at the step of the rivers; its places are none of ours."""
    rows = [[cell for at, cell in enumerate(row) if at != 6] for row in newcomer.RIVERS]
    assert query(put_in(client, rows))["kind"] == "rivers"
    done = bring_in("rivers", book(rows), by=cast.clerk)
    assert done.plan.counts["new"] == 3 and River.objects.get(name="石桥溪").length_km == Decimal("12.5")
    assert River.objects.get(name="高坪水库").kind == "reservoir"
