"""Lists of leads at the desk: spots in GeoJSON and KML, tables as they come; the nearest reach as a guess; undone as a whole."""

import json
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from hezhang.core.audit.models import Entry
from hezhang.core.geo.datums import wgs_to_bd
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.notify.models import Message
from hezhang.core.web.importing.desk.services import guess_kind, undo_import
from hezhang.core.web.models import ImportBatch
from issues.leads import services
from issues.leads.models import Lead, LeadBatch, LeadLimit
from rivers.lines.services import draw_line
from tests.geo.books import geojson, kml, spots, turned
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys
from tests.issues import build

# The lists tell of 2026.
pytestmark = [pytest.mark.story_until("2026-11-24"), pytest.mark.django_db]

LINE = [(27.93, 120.80), (27.93, 120.81), (27.93, 120.82)]
RING = [(27.9310, 120.8050), (27.9310, 120.8060), (27.9320, 120.8060), (27.9320, 120.8050), (27.9310, 120.8050)]
TITLE = "澄江区2026年第三批河湖遥感图斑核查清单（水河湖函〔2026〕31号）"
HEAD = ["序号", "图斑编号", "图斑类型", "经度", "纬度", "影像时间"]
ROWS = [[1, "TB-0107", "疑似新增建筑物", 120.8055, 27.9312, "2026-10-16"],
        [2, "TB-0108", "疑似养殖", 120.8150, 27.9301, "2026-10-16"]]  # fmt: skip


@pytest.fixture
def lined(cast):
    draw_line(cast.village_reach, LINE, by=cast.clerk)
    return cast


def table(*rows, head=HEAD, title=TITLE):
    return book([[title], head, *(rows or ROWS)])


def send(client, name, data, **chosen):
    asked = {"file": SimpleUploadedFile(name, data), "kind": "leads"} | chosen
    return client.post("/office/import/file/", asked)


def test_a_table_as_it_is_sent_comes_in_and_goes_out_again(lined):
    before = snapshot()
    done = bring_in("leads", table(), by=lined.clerk)
    lead = Lead.objects.get(outside_number="TB-0107")
    assert (lead.source, lead.text, lead.state) == ("satellite", "疑似新增建筑物", "waiting")
    assert (lead.reach, lead.river, lead.region) == (lined.village_reach, lined.river, lined.village)
    assert (lead.lat, lead.lng, str(lead.found_at)[:10]) == (27.9312, 120.8055, "2026-10-15")
    batch = LeadBatch.objects.get()
    assert (batch.name, batch.document, batch.region) == (TITLE, "水河湖函〔2026〕31号", lined.county)
    assert "坐标最近的河段" in guesses(done.plan) and "相距 133 米" in guesses(done.plan)
    assert Entry.objects.filter(action="lead.take_in", post=lined.clerk).count() == 2
    again = bring_in("leads", table(), by=lined.clerk)
    assert again.batch is None and again.plan.counts["same"] == 2
    undo(done.batch)
    assert snapshot() == before


def test_the_desk_tells_it_from_a_ledger_by_its_head(lined):
    assert guess_kind(table(), lined.clerk).key == "leads"
    orders = [["工单编号", "诉求内容", "受理时间", "地址"], ["RX-1", "有人倒垃圾", "2026-11-02", "桥头"]]
    assert guess_kind(book(orders), lined.clerk).key == "leads"
    ledger = [
        ["编号", "问题描述", "河湖", "乡镇", "发现时间", "责任单位", "整改时限", "销号时间"],
        ["1", "垃圾", "澄溪"],
    ]
    assert guess_kind(book(ledger), lined.clerk).key == "issues"
    assert (
        guess_kind(book([["编号", "问题描述", "位置", "发现时间", "整改时限"], ["1", "垃圾"]]), lined.clerk).key
        == "issues"
    )


def test_who_goes_there_is_told_once(lined):
    done = bring_in("leads", table(), by=lined.clerk)
    told = Message.objects.get(kind="lead.take_in")
    assert told.user == lined.patroller.user and told.title == f"有 2 条线索待核实：{TITLE}"
    assert told.url == LeadBatch.objects.get().get_absolute_url()
    undo(done.batch)
    told.refresh_from_db()
    assert told.url == ""


def test_what_was_checked_meanwhile_stays(lined):
    done = bring_in("leads", table(), by=lined.clerk)
    lead = Lead.objects.first()
    services.dismiss_lead(lead, lined.patroller, finding="是浮台", photos=[build.photo(lined.patroller)])
    with pytest.raises(Refusal):
        undo_import(done.batch, by=lined.clerk)
    assert Lead.objects.count() == 2


def test_what_lies_too_far_is_refused_and_how_far_that_is_can_be_set(lined):
    far = [3, "TB-0109", "疑似堆砂", 120.81, 27.9346, "2026-10-16"]  # some 510 m
    assert try_out("leads", table(far), by=lined.clerk).counts["new"] == 1
    LeadLimit.objects.update(amount=300)
    plan = try_out("leads", table(far), by=lined.clerk)
    assert plan.counts["refused"] == 1 and "300 米以内没有登记的河段" in whys(plan) and "线索导入" in whys(plan)


def test_a_named_river_is_taken_at_its_word(lined):
    rows = [["编号", "内容", "河湖", "乡镇", "来源", "发现时间", "批次"],
            ["RX-1", "有人倒垃圾", "澄溪", "桥头镇", "12345热线", "2026-11-02", "十一月热线"],
            ["RX-2", "有人倒垃圾", "无名河", "桥头镇", "12345热线", "2026-11-02", "十一月热线"],
            ["RX-3", "巡河看到的", "澄溪", "桥头镇", "巡河", "2026-11-02", "十一月热线"],
            ["RX-4", "明天的事", "澄溪", "桥头镇", "12345热线", "2099-11-02", "十一月热线"],
            ["RX-1", "再说一遍", "澄溪", "桥头镇", "12345热线", "2026-11-02", "十一月热线"],
            ["RX-5", "没说在哪", None, None, "12345热线", "2026-11-02", "十一月热线"]]  # fmt: skip
    plan = bring_in("leads", book(rows), by=lined.clerk).plan
    assert plan.counts == {"rows": 6, "new": 1, "changed": 0, "same": 0, "refused": 5}
    for words in ("没有登记名为“无名河”", "不是线索", "晚于今天", "编号重复", "没有写河湖，也没有坐标"):
        assert words in whys(plan), words
    lead = Lead.objects.get()
    assert (lead.region, lead.batch.name, lead.source) == (lined.town, "十一月热线", "hotline")


def test_lines_without_a_number_are_told_apart_by_place(lined):
    rows = [["疑似堆砂", 120.8055, 27.9301, "2026-10-16"], ["疑似堆砂", 120.8155, 27.9301, "2026-10-16"],
            ["疑似堆砂", 120.8055, 27.9301, "2026-10-16"]]  # fmt: skip
    sheets = book([["疑似问题", "经度", "纬度", "发现时间"], *rows])
    done = bring_in("leads", sheets, by=lined.clerk)
    assert done.plan.counts["new"] == 2 and "同一条线索" in whys(done.plan)
    assert try_out("leads", sheets, by=lined.clerk).counts["same"] == 3


def test_polygons_are_a_point_inside_in_the_declared_system(lined, enter):
    client = enter(lined.clerk)
    ring = turned([wgs_to_bd(*point) for point in RING])
    words = {"TBBH": "TB-0201", "图斑类型": "疑似围垦", "中心坐标": "120.9,28.9"}
    data = geojson(("Polygon", [ring], words), ("Point", [1, 1], {"TBBH": "TB-0202"}))
    unsaid = send(client, "第四批.geojson", data)
    assert unsaid.status_code == 422 and "请选择" in unsaid.content.decode()
    tried = client.get(send(client, "第四批.geojson", data, datum="bd09").url)
    page = tried.content.decode()
    assert "BD-09" in page and "经纬度不在我国范围内" in page and tried.context["plan"].counts["new"] == 1
    client.post("/office/import/apply/", dict(tried.context["asked"]))
    lead = Lead.objects.get()
    assert RING[0][0] < lead.lat < RING[2][0] and RING[0][1] < lead.lng < RING[2][1]
    assert (lead.outside_number, lead.text, lead.batch.name) == ("TB-0201", "疑似围垦", "第四批")
    assert client.get(ImportBatch.objects.get().pk and "/issues/leads/batches/").status_code == 200


def test_a_kml_by_command_acts_as_the_office(lined, capsys, tmp_path):
    path = tmp_path / "无人机.kml"
    path.write_bytes(kml(f"<name>WR-1</name><Point>{spots(LINE[:1])}</Point>", "<name>WR-2</name>"))
    with pytest.raises(CommandError, match="坐标系"):
        call_command("import_file", "leads", str(path), county="990102")
    capsys.readouterr()
    call_command("import_file", "leads", str(path), county="990102", datum="cgcs2000", json=True)
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["new"], len(told["refused"])) == (1, 1) and "没有线、面或点" in told["refused"][0]["value"]
    lead = Lead.objects.get()
    assert (lead.reporter, lead.batch.post, lead.outside_number) == (None, None, "WR-1")
    assert Message.objects.get(kind="lead.take_in").user == lined.patroller.user


def test_a_drawing_that_is_broken_or_empty_is_said_at_the_field(lined, enter):
    client = enter(lined.clerk)
    for data, words in ((b"{", "可能已损坏"), (geojson(), "没有要素")):
        answer = send(client, "a.geojson", data, datum="wgs84")
        assert answer.status_code == 422 and words in answer.content.decode()


def test_only_the_office(lined, enter):
    for member in ("patroller", "handler", "village_chief", "leader"):
        assert send(enter(lined[member]), "a.geojson", geojson(), datum="wgs84").status_code == 403, member
    with pytest.raises(Refusal):
        services.take_in(
            by=lined.patroller, batch=services.list_of(lined.county, "甲", by=None), client_id=uuid.uuid4(),
            source="drone", text="x", river=lined.river, region=lined.village, found_at=timezone.now(),
        )  # fmt: skip


def test_the_neighbour_county_has_its_own_of_the_same_number(lined):
    bring_in("leads", table(), by=lined.clerk)
    far = [["编号", "内容", "河湖", "乡镇", "来源"], ["TB-0107", "别处", "澄溪", "桥头镇", "卫星遥感图斑"]]
    plan = try_out("leads", book(far), by=lined.neighbour_clerk)
    assert plan.counts["new"] == 0 and plan.counts["refused"] == 1


def test_a_batch_is_answered_to_whoever_sent_it(lined, enter):
    bring_in("leads", table(), by=lined.clerk)
    first, second = Lead.objects.order_by("outside_number")
    services.confirm_lead(first, lined.patroller, finding="钢棚 45 平方米", photos=[build.photo(lined.patroller)])
    services.dismiss_lead(second, lined.patroller, finding="是监测浮台", photos=[build.photo(lined.patroller)])
    batch = LeadBatch.objects.get()
    client = enter(lined.clerk)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "是问题 1" in page and "不是问题 1" in page and "待核实 0" in page
    answer = client.get(batch.get_absolute_url(), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(answer))).active.iter_rows(values_only=True))
    heads = next(row for row in rows if row and "核查结论" in row)
    told = [dict(zip(heads, row, strict=True)) for row in rows[rows.index(heads) + 1 :] if row[1]]
    assert [(one["对方编号"], one["核查结论"], one["核实情况"]) for one in told[:2]] == [
        ("TB-0107", "是问题", "钢棚 45 平方米"), ("TB-0108", "不是问题", "是监测浮台"),
    ]  # fmt: skip
    assert told[0]["问题编号"] == first.issue.number and isinstance(told[0]["核实日期"].date(), date)


def test_the_list_is_filtered_by_batch(lined, enter):
    bring_in("leads", table(), by=lined.clerk)
    bring_in("leads", table([1, "TB-9", "别的", 120.8055, 27.9312, "2026-10-16"], title="第四批"), by=lined.clerk)
    batch = LeadBatch.objects.get(name="第四批")
    page = enter(lined.patroller).get("/issues/leads/", {"batch": batch.pk}).content.decode()
    assert "TB-9" in page and "TB-0107" not in page
    assert batch.name in enter(lined.clerk).get(batch.leads.get().get_absolute_url()).content.decode()


def test_who_sees_a_batch(lined, enter):
    bring_in("leads", table(), by=lined.clerk)
    url = LeadBatch.objects.get().get_absolute_url()
    expected = {"clerk": 200, "leader": 200, "patroller": 200, "village_chief": 200, "city_chief": 200}
    expected |= {"village2_chief": 404, "neighbour_clerk": 404, "handler": 403, "system_admin": 403}
    for member, status in expected.items():
        assert enter(lined[member]).get(url).status_code == status, member


def test_pages_ask_the_same_however_many_rows(lined, enter, django_assert_max_num_queries):
    bring_in("leads", table(), by=lined.clerk)
    client, url = enter(lined.clerk), LeadBatch.objects.get().get_absolute_url()
    client.get(url)
    with django_assert_max_num_queries(15):
        client.get(url)
    with django_assert_max_num_queries(15):
        client.get("/issues/leads/batches/")
