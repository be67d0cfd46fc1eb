"""An office from nothing but its code list: its own workbooks, in its own shapes, one after another, up to the map."""

import json
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.web.models import ImportBatch
from issues.ledger.models import Issue
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach
from tests.imports.test_desk_page import put_in, query, text

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-25T12:00")]
PLACES = [("990200000000", "云州市", "city"), ("990202000000", "临溪区", "county"), ("990202101000", "青桥镇", "town"),
          ("990202101201", "桥西村委会", "village"), ("990202101202", "横河村委会", "village"), ("990202201000", "梅屿乡", "town"),
          ("990202201201", "上屿村委会", "village")]  # fmt: skip
UNITS = [
    ["临溪区成员单位通讯录"],
    ["序号", "部门名称", "值班电话"],
    [1, "临溪区水利局", "0577-86960001"],
    [2, "区住建局", "无"],
]
RIVERS = [
    ["临溪区河湖基本情况表"],
    ["序号", "河湖名称", "类别", "长度（km）"],
    [1, "临溪", "河流", 12],
    [2, "梅溪", "河流", 6],
]
CHIEFS = [
    ["临溪区各级河长名录（2026年）"], ["序号", "河道名称", "级别", "河长姓名", "职务", "手机号", "所在镇街", "所在村社"],
    [1, "临溪", "区级", "甲一", "副区长", "19900000001", None, None], [2, "临溪", "镇级", "甲二", "镇长", "19900000002", "青桥镇", None],
    [3, "临溪", "村级", "甲三", "村书记", "19900000003", "青桥镇", "桥西村"], [4, "临溪", "村级", "乙一", "村书记", "19900000004", "青桥镇", "横河村"],
    [5, "梅溪", "镇级", "乙二", "乡长", "19900000005", "梅屿乡", None], [6, "梅溪", "村级", "乙三", "村书记", "19900000006", "梅屿乡", "上屿村"],
]  # fmt: skip
BOARDS = [
    ["临溪区河长公示牌清单"], ["牌号", "立牌位置", "对应河流", "镇街", "经度", "纬度", "设立时间"],
    ["P1", "桥西村老埠头", "临溪", "青桥镇", 120.80, 27.80, "2019.5"], ["P2", "横河村水闸", "临溪", None, None, None, "2020.13.1"],
    ["P3", "梅屿乡政府旁", "梅溪", "梅屿乡", None, None, "2021年"],
]  # fmt: skip
LEDGER = [
    ["临溪区2025年河湖问题台账"], ["序号", "所在河道", "镇街", "具体问题", "排查时间", "整改单位", "完成时限", "销号时间"],
    [1, "临溪", "青桥镇", "岸边堆放建筑垃圾", datetime(2025, 3, 6), "青桥镇", "2025年4月底前", "2025-04-20"],
    [2, "梅溪", "梅屿乡", "污水直排", "2025年5月7日", "区住建局", "立行立改", "2025.5.9"],
    [3, "梅溪", "梅屿乡", "围网养殖", "2025-07-01", "区农业农村局", "长期坚持", None],
]  # fmt: skip


@pytest.fixture
def client(db, enter):
    regions: dict[str, Region] = {}
    for code, name, tier in PLACES:
        above = [code[:cut].ljust(12, "0") for cut in (9, 6, 4)]
        parent = next((regions[one] for one in above if one in regions and one != code), None)
        regions[code] = Region.objects.create(code=code, name=name, tier=tier, parent=parent)
    office = Department.objects.create(name="临溪区河长办", kind="office", region=regions["990202000000"])
    user = User.objects.create_user(username="banshi", name="王五")
    post = Post.objects.create(
        user=user, role="office_clerk", region=office.region, department=office, title="科员", starts_on="2026-11-01"
    )
    return enter(post)


def bring(client, rows, refused=0) -> str:
    """Upload, look, confirm; the words of the dry run."""
    checked = put_in(client, rows)
    assert checked.status_code == 302, text(checked)
    page = client.get(checked.url)
    assert page.context["plan"].refused_rows == refused, [each.reason for each in page.context["plan"].refused]
    assert client.post(reverse("desk:apply_upload"), query(checked)).status_code == 302
    return text(page)


def test_a_countys_list_need_not_be_cut_because_the_citys_chiefs_stand_in_it(client):
    """Four tiers across: the city's chief is the city's to appoint, the county's part of the row goes in."""
    rows = [["临溪区四级河湖长一览表"], ["序", "水体", "市级河湖长", "职务", "乡镇级河湖长", "职务", "村级河湖长", "职务"],
            [1, "临溪", "甲市", "副市长", "乙一", "青桥镇镇长", "丙一", "桥西村书记"], [None, None, None, None, None, None, "丙二", "横河村书记"]]  # fmt: skip
    told = bring(client, rows)
    assert "市级河长由上级河长办登记，这一格没有采用" in told
    assert {one.reach.tier for one in Tenure.objects.all()} == {"town", "village"} and Tenure.objects.count() == 3


def test_where_something_was_put_in_the_next_step_is_said(client):
    url = reverse("desks:next_step")
    assert "建库下一步：单位" in text(client.get(url))
    bring(client, UNITS)
    page = text(client.get(reverse("desk:batch", args=[ImportBatch.objects.latest("pk").pk])))
    assert f'hx-get="{url}"' in page and "建库下一步：河湖" in text(client.get(url))
    ahead = client.get(url)
    assert "没有河湖表，直接导入河长名录" in text(ahead) and reverse("desk:take_file") in text(ahead)
    asked = ahead.context["form"]["kind"].value()  # the file is asked for where one stands
    assert "kind=rivers" in put_in(client, RIVERS, kind=asked).url
    bring(client, RIVERS)
    assert "建库下一步：河长名录" in text(client.get(url)) and "没有河湖表" not in text(client.get(url))
    client.post(reverse("desks:hide_setup"))
    assert text(client.get(url)).strip() == ""


def line(name, *points):
    return {"type": "Feature", "properties": {"名称": name}, "geometry": {"type": "LineString", "coordinates": points}}


@pytest.mark.once
def test_an_office_moves_in_with_its_own_workbooks(client):
    bring(client, UNITS)
    bring(client, CHIEFS)
    assert Tenure.objects.count() == 6
    told = bring(client, BOARDS)
    assert "没有写河段" in told and "“设立时间”是立牌的日期" in told
    assert {one.reach.region.name for one in Signboard.objects.all()} >= {"横河村委会", "梅屿乡"}
    assert "一并登记这 2 个单位" in text(client.get(put_in(client, LEDGER).url))
    bring(client, LEDGER)
    assert Issue.objects.count() == 3 and Issue.objects.filter(state="closed").count() == 2
    top = Reach.objects.filter(river__name="临溪").order_by("region__code").first()
    lines = [line(top.name, [120.80, 27.80], [120.82, 27.82]), line("外县河", [121, 28], [121.01, 28.01])]
    drawn = json.dumps({"type": "FeatureCollection", "features": lines}).encode()
    url = reverse("rivers:import_lines")
    asked = client.post(url, {"file": SimpleUploadedFile("线.geojson", drawn)})  # the datum was forgotten
    again = client.post(url, {"kept": asked.context["form"]["kept"].value(), "datum": "wgs84"})
    page = text(client.get(again.url))
    assert "跳过这 1 个，试算其余 1 个" in page
    token = again.url.split("upload=")[1].split("&")[0]
    done = client.post(url, {"confirm": token, "datum": "wgs84", "skip": "on"})
    assert done.url == reverse("rivers:map") and ReachLine.objects.count() == 1 and ImportBatch.objects.count() == 4
    page = text(client.get(done.url))
    assert f"{Reach.objects.count()} 条河段中 1 条有河线" in page and page.index("河长空缺") < page.index(">水质<")
