"""The import page: template, upload, dry run, confirm – with regions as the example."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.audit.models import Entry
from hezhang.core.files.models import Upload
from hezhang.core.web.importing import store
from tests.excel.bombs import merges, page, sheets

URL = "/people/regions/import/"
GOOD = "编码,名称\r\n990102103000,梅林镇\r\n990102103201,梅上村\r\n990102102000,柳岸镇\r\n"
BAD = GOOD + "990102104201,远方村\r\n123,=cmd|' /C calc'!A0\r\n"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


def upload(client, content: str | bytes = GOOD, name: str = "区划.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def token(answer) -> str:
    return answer.url.split("upload=")[1]


def test_the_whole_way(client, cast):
    answer = upload(client)
    page = text(client.get(answer.url))
    assert "可以导入" in page and "梅林镇" in page and "新增" in page
    assert not Region.objects.filter(pk="990102103000").exists()
    assert client.post(URL, {"confirm": token(answer)}).url == "/people/regions/"
    assert Region.objects.get(pk="990102103201").parent_id == "990102103000"
    entry = Entry.objects.get(action="import.regions")
    kept = Upload.objects.get()
    assert (entry.post, entry.after["sha256"]) == (cast.clerk, kept.sha256)
    assert dict(entry.after["summary"])["新增"] == 2
    assert "梅林镇" in text(client.get("/people/regions/"))


def test_a_second_click_applies_nothing(client):
    answer = upload(client)
    for _ in range(2):
        assert client.post(URL, {"confirm": token(answer)}).status_code == 302
    assert Entry.objects.filter(action="import.regions").count() == 1
    assert "此前已导入" in text(client.get("/people/regions/"))


def test_all_errors_are_listed_and_nothing_is_stored(client):
    answer = upload(client, BAD)
    page = text(client.get(answer.url))
    assert "有 2 处问题" in page and "确认导入" not in page
    assert client.post(URL, {"confirm": token(answer)}).status_code == 409
    assert not Region.objects.filter(pk__startswith="990102103").exists()


def test_the_annotated_workbook_says_what_is_wrong_where(client):
    answer = client.get(upload(client, BAD).url + "&annotated=1")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[4][1] == "远方村" and "既不在文件可导入的行中" in rows[4][2]
    assert sheet["B6"].value == "=cmd|' /C calc'!A0" and sheet["B6"].data_type == "s"
    assert sheet["A6"].fill.fgColor.rgb == "FFF8CBAD"


def test_a_sheet_called_as_excel_would_not_is_given_back_marked(client):
    """Other programs write such names, and ranges from any corner; each of the two was a 500."""
    head = '<c r="A1" t="str"><v>编码</v></c><c r="B1" t="str"><v>名称</v></c>'
    data = page(
        f'<row r="1">{head}</row><row r="9"><c r="A9"><v>123</v></c><c r="Z9"><v>1</v></c></row>',
        merges("Z9:A1", "B12:A11"),
        **sheets("a/b", "[x]:*?", "'"),
    )
    answer = client.get(upload(client, data, "区划.xlsx").url + "&annotated=1")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["ab", "x", "表"]
    assert [str(one) for one in book.worksheets[0].merged_cells.ranges] == ["A1:Z9"]


def test_the_template_can_be_filled_in_and_sent_back(client):
    book = openpyxl.load_workbook(BytesIO(client.get(f"{URL}?template=1").content))
    sheet = book.worksheets[0]
    for column, value in enumerate(["990102105000", "竹山镇", "乡", "990102000000"], start=1):
        sheet.cell(2, column).value = value
    stream = BytesIO()
    book.save(stream)
    answer = upload(client, stream.getvalue(), "区划.xlsx")
    client.post(URL, {"confirm": token(answer)})
    assert Region.objects.get(pk="990102105000").name == "竹山镇"


@pytest.mark.parametrize(("name", "content"), [("a.xls", "x"), ("a.exe", "x"), ("a.csv", ""), ("a", "x")])
def test_other_files_are_refused(client, name, content):
    assert upload(client, content, name).status_code == 422
    assert not Upload.objects.exists()


def test_an_unreadable_workbook_is_a_plain_answer(client):
    answer = upload(client, b"PK\x03\x04broken", "a.xlsx")
    assert "有 1 处问题" in text(client.get(answer.url))
    assert client.get(answer.url + "&annotated=1").status_code == 404


def test_an_upload_belongs_to_its_person(client, cast, enter):
    answer = upload(client)
    other = enter(cast.head)
    assert other.get(answer.url).status_code == 404
    assert other.post(URL, {"confirm": token(answer)}).status_code == 404


@pytest.mark.parametrize("wrong", ["", "regions-x.csv", "../../etc/passwd", "regions-../x"])
def test_guessed_uploads_are_not_there(client, wrong):
    assert client.get(URL, {"upload": wrong}).status_code == 404


def test_an_upload_is_forgotten_after_a_day(client):
    answer = upload(client)
    Upload.objects.update(uploaded_at=timezone.now() - store.KEPT_FOR)
    assert client.post(URL, {"confirm": token(answer)}).status_code == 404


def test_the_office_imports_for_its_own_region_only(client):
    answer = upload(client, "编码,名称\r\n990103102000,望南镇\r\n")
    assert "不在您的区域内" in text(client.get(answer.url))
    assert client.post(URL, {"confirm": token(answer)}).status_code == 409
    assert not Region.objects.filter(pk="990103102000").exists()


def test_what_changed_between_dry_run_and_confirmation_counts(client, cast):
    answer = upload(client, "编码,名称\r\n990102102202,柳上村\r\n")
    Region.objects.filter(pk="990102102201").update(name="别名")
    assert client.post(URL, {"confirm": token(answer)}).status_code == 302


def test_names_from_the_file_are_plain_text(client):
    answer = upload(client, "编码,名称\r\n123,<script>alert(1)</script>\r\n", "<b>.csv")
    page = text(client.get(answer.url))
    assert "<script>alert" not in page and "<b>.csv" not in page
