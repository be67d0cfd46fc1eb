"""The desk's pages: what is put in is tried, put right by hand, confirmed and undone."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from hezhang.core.audit.models import Entry
from hezhang.core.web import jobs
from hezhang.core.web.importing.desk import page
from hezhang.core.web.importing.desk.fields import find
from hezhang.core.web.models import ImportBatch, ImportMapping, Job
from rivers.registry.models import Reach, River
from tests.rivers.books import HEAD, TITLE
from tests.rivers.books import ROWS as LINES

URL = "/office/import/"
ROWS = [
    ["名称", "类别", "所属区划", "长度（km）"],
    ["柳溪", "河流", "澄江区", "约8公里"],
    ["杨渠", "什么", "柳岸镇", 2],
]


def text(answer) -> str:
    return answer.content.decode()


def workbook(rows) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


def put_in(client, rows=ROWS, **asked):
    return client.post(reverse("desk:take_file"), {"file": SimpleUploadedFile("表.xlsx", workbook(rows)), **asked})


def query(answer) -> dict[str, str]:
    return dict(part.split("=") for part in answer.url.split("?")[1].split("&"))


def test_take_file_guesses_the_kind_and_check_shows_all_before_anything_is_written(client):
    assert "数据导入" in text(client.get(URL))
    answer = put_in(client)
    assert query(answer)["kind"] == "rivers"
    told = text(client.get(answer.url))
    for words in ("可以导入其余 1 行", "不认识“什么”", "按“8 公里”读取", "列的对应", "1 行不导入"):
        assert words in told
    assert not River.objects.filter(name="柳溪").exists()
    marked = openpyxl.load_workbook(BytesIO(client.get(f"{answer.url}&annotated=1").content)).active
    assert "不认识" in marked["E3"].value and "按“8 公里”" in marked["E2"].value


def test_apply_upload_once_and_undo_import(client, cast):
    asked = query(put_in(client))
    done = client.post(reverse("desk:apply_upload"), asked)
    batch = ImportBatch.objects.get()
    assert done.url == f"{URL}{batch.pk}/" and River.objects.filter(name="柳溪").exists()
    assert client.post(f"{URL}apply/", asked).url == done.url and ImportBatch.objects.count() == 1
    assert "柳溪" in text(client.get(done.url)) and f"第 {batch.pk} 批" in text(client.get(URL))
    first = client.post(reverse("desk:undo_import", args=[batch.pk]))  # asks first
    assert "删除这一批新增的：河湖 1 条。" in text(first) and River.objects.filter(name="柳溪").exists()
    client.post(first.request["PATH_INFO"], {"sure": first.context["form"]["sure"].value()})
    assert not River.objects.filter(name="柳溪").exists() and "已撤销" in text(client.get(done.url))
    assert [each.post for each in Entry.objects.filter(action="import.undo")] == [cast.clerk]
    client.post(f"{URL}{batch.pk}/undo/")
    assert "已经撤销过" in text(client.get(done.url))


def test_map_columns_is_remembered_for_the_next_file(client, cast):
    rows = [["水名", "名称", "地盘"], ["柳溪", "不是名称", "柳岸镇"]]
    assert put_in(client, rows).status_code == 422
    asked = query(put_in(client, rows, kind="rivers"))
    columns = {"mark": ["水名", "名称", "地盘"], "was": ["", "name", ""], "key": ["name", "", "region"]}
    answer = client.post(reverse("desk:map_columns"), asked | columns)
    assert "已记住" in text(client.get(answer.url))
    assert ImportMapping.objects.get().columns == {"水名": "name", "名称": "", "地盘": "region"}
    again = put_in(client, rows)  # and now the head is known without a word
    client.post(f"{URL}apply/", query(again))
    assert River.objects.get(name="柳溪").region == cast.town2


def test_others_find_neither_file_nor_batch(client, cast, enter):
    answer = put_in(client)
    client.post(f"{URL}apply/", query(answer))
    batch = ImportBatch.objects.get()
    other = enter(cast.neighbour_clerk)
    assert other.get(answer.url).status_code == 404
    assert other.get(f"{URL}{batch.pk}/").status_code == 404 and other.post(f"{URL}{batch.pk}/undo/").status_code == 404
    assert enter(cast.handler).get(URL).status_code == 403
    admin = enter(cast.system_admin)
    assert "行政区划" in text(admin.get(URL))
    assert put_in(admin, kind="rivers").status_code == 422  # no kind of theirs


def test_a_file_that_cannot_be_read_is_said_at_the_field(client):
    file = SimpleUploadedFile("表.xlsx", b"PK\x03\x04broken")
    answer = client.post(f"{URL}file/", {"file": file})
    assert answer.status_code == 422 and "不是 Excel" in text(answer)
    known = client.post(f"{URL}file/", {"file": SimpleUploadedFile("表.xlsx", b"PK\x03\x04broken"), "kind": "rivers"})
    assert "这份文件不能导入" in text(client.get(known.url))


def test_what_calls_itself_a_workbook_and_is_none_is_said_at_the_field(client):
    torn = SimpleUploadedFile("表.xlsx", b"\x00\x01torn")
    answer = client.post(f"{URL}file/", {"file": torn, "kind": "rivers"})
    assert answer.status_code == 422 and "文件打不开" in text(answer)


def test_a_list_of_chiefs_read_as_boards_folds_its_errors(client):
    rows = [[TITLE], HEAD, *LINES]
    answer = client.get(put_in(client, rows, kind="boards").url)
    assert answer.context["rather"].key == "chiefs" and "展开这" in text(answer)
    straight = client.get(put_in(client, rows, kind="chiefs").url)
    assert "rather" not in straight.context


@pytest.mark.parametrize("name", ["河线.geojson", "河.KML", "河.zip"])
def test_a_file_of_shapes_is_shown_the_way(client, name):
    answer = client.post(f"{URL}file/", {"file": SimpleUploadedFile(name, b"x"), "kind": "rivers"})
    assert answer.status_code == 422 and "打开“河线、湖泊轮廓”的导入页" in text(answer)


def test_a_table_of_another_kind_is_said_once_with_a_button(client):
    answer = client.get(put_in(client, kind="sections").url)
    told = text(answer)
    assert f"这张表更像“{find('rivers').title}”，要按它读取吗？" in told
    again = client.get(f"{URL}check/?{answer.context['rather_query']}")
    assert again.context["kind"].key == "rivers" and "这张表更像" not in text(again)


def test_guesses_are_told_by_column_and_reason(client):
    rows = [ROWS[0], *[[f"柳溪{number}", "河流", "澄江区", f"约{number}公里"] for number in range(1, 6)]]
    answer = client.get(put_in(client, rows).url)
    (group,) = [one for one in answer.context["guesses"] if one.column.endswith("“长度（km）”")]
    assert (group.count, group.first) == (5, "第 2、3、4 行等：约1公里、约2公里、约3公里")
    assert "按“5 公里”读取" in text(answer) and "<details" in text(answer)


def test_a_long_import_is_a_job(client, monkeypatch):
    monkeypatch.setattr(page, "LONG", 0)
    answer = client.post(f"{URL}apply/", query(put_in(client)))
    job = Job.objects.get()
    assert answer.url == f"/tasks/jobs/{job.pk}/"
    jobs.run(str(job.pk))
    assert River.objects.filter(name="柳溪").exists()
    job.refresh_from_db()
    assert job.result == {"batch": ImportBatch.objects.get().pk}


@pytest.mark.once
def test_every_template_is_a_workbook_that_its_own_kind_reads(client):
    for kind in ("regions", "chiefs", "rivers", "reaches", "boards", "sections", "water", "issues", "leads"):
        content = client.get(f"{URL}?template={kind}").content
        answer = client.post(f"{URL}file/", {"file": SimpleUploadedFile("表.xlsx", content), "kind": kind})
        assert "没有找到表头" not in text(client.get(answer.url)), kind


def test_a_citys_river_keeps_its_length_and_the_rest_of_the_countys_list_goes_in(client, cast):
    """The county's office may not write the river itself: said at its cell; a row that is wrong beside it stays out alone."""
    river = River.objects.create(name="柳溪", code="SHI1", region=cast.city, length_km=40)
    wrong = [9, "杨渠", "850米", "甲一", "副区长", "乙九", "没有镇镇长", "丙九", "没有村主任", "18800000009"]
    rows = [[TITLE], HEAD, *LINES, wrong]
    checked = put_in(client, rows, kind="chiefs")
    told = text(client.get(checked.url))
    assert "按“40 公里”读取：这条河湖由上级河长办登记，名录里的河湖长度没有采用" in told
    assert "确认导入其余的行（1 行不导入）" in told
    assert client.post(reverse("desk:apply_upload"), query(checked)).status_code == 302
    river.refresh_from_db()
    assert river.length_km == 40 and Reach.objects.filter(river=river, tenures__isnull=False).count() == 4
    assert client.get(put_in(client, rows, kind="chiefs").url).context["plan"].counts["same"] == 3


def test_of_a_list_of_rivers_those_of_the_city_are_left_out_and_told(client, cast):
    River.objects.create(name="柳溪", code="SHI1", region=cast.city, length_km=40)
    checked = put_in(client, [ROWS[0], ["柳溪", "河流", "澄江区", 8], ["杨渠", "沟渠", "澄江区", 2]])
    told = text(client.get(checked.url))
    assert "登记在其他区划，请由所属河长办维护" in told and "确认导入其余的行（1 行不导入）" in told
    assert client.post(reverse("desk:apply_upload"), query(checked)).status_code == 302
    assert River.objects.get(name="柳溪").length_km == 40 and River.objects.filter(name="杨渠").exists()
