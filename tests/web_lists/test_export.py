"""The workbook holds what the screen shows, in the post's scope, and the journal says so."""

import hashlib
from datetime import date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openpyxl import load_workbook

from hezhang.core.audit.models import Entry
from hezhang.core.files import disk
from hezhang.core.web import jobs
from hezhang.core.web.lists import Column
from hezhang.core.web.lists.cells import excel_writer
from hezhang.core.web.models import Job
from tests.web_lists.urls import url

pytestmark = pytest.mark.urls("tests.web_lists.urls")


def export(client, **params) -> tuple[list[list], bytes]:
    """All cells of the exported sheet, and the file itself."""
    response = client.get(url(export="xlsx", **params))
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)], content


def test_same_filters_tab_order_and_columns_as_on_the_screen(cast, enter, add_units):
    add_units(5, is_active=False)
    client, params = enter(cast.clerk), {"kind": "third", "tab": "off", "order": "-id", "columns": "phone,id,name"}
    cells, _ = export(client, **params)
    shown = client.get(url(**params)).context["listing"]
    assert cells[0][0] == "单位名录"
    assert "制表人：文思齐" in cells[1][0] and "口径：停用；类别：第三方单位" in cells[1][0]
    assert cells[2] == ["序号", "编号", "名称", "电话"]
    assert [row[1] for row in cells[3:]] == [unit.pk for unit in shown.page.rows]
    assert cells[3][0] == 1 and isinstance(cells[3][3], str)


def test_nothing_from_outside_the_scope(cast, enter):
    cells, _ = export(enter(cast.clerk))
    assert "望湖区河长制办公室" not in str(cells)
    assert "望湖区河长制办公室" in str(export(enter(cast.neighbour_clerk))[0])


def test_the_journal_names_filter_rows_and_hash(cast, enter, add_units):
    add_units(3)
    _, content = export(enter(cast.clerk), kind="third")
    entry = Entry.objects.get(action="export")
    assert entry.post == cast.clerk
    assert entry.after == {
        "list": "test-units",
        "filter": "全部；类别：第三方单位",
        "rows": 3,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_formulas_and_markup_of_people_stay_text(cast, enter):
    cast.bureau.name = "=cmd|' /C calc'!A0"
    cast.bureau.save()
    sheet = load_workbook(BytesIO(export(enter(cast.clerk))[1])).worksheets[0]
    found = [cell for row in sheet.iter_rows() for cell in row if "calc" in str(cell.value)]
    assert [cell.data_type for cell in found] == ["s"]


def test_query_count_does_not_grow_with_the_rows(cast, enter, add_units):
    client, numbers = enter(cast.clerk), []
    for _ in range(2):
        add_units(1, kind="third", name=f"甲{len(numbers)}")
        with CaptureQueriesContext(connection) as queries:
            export(client, kind="third")
        numbers.append(len(queries))
        add_units(1, kind="third", name=f"乙{len(numbers)}")
    assert numbers[0] == numbers[1]


def test_an_empty_list_is_a_workbook_with_headings(cast, enter):
    cells, _ = export(enter(cast.clerk), name="没有这样的单位")
    assert cells[2][0] == "序号" and len(cells) == 3


def test_dates_and_numbers_are_real_and_codes_are_text():
    class Row:
        day, moment, length, code = date(2026, 11, 21), datetime(2026, 11, 21, 14, 5), 3.5, "007"

    kinds = {"day": "date", "moment": "datetime", "length": "number", "code": "text"}
    write = excel_writer([Column(key, key, key, kind=kind) for key, kind in kinds.items()])
    assert write(Row()) == [Row.day, Row.moment, 3.5, "007"]


@pytest.fixture
def few_at_once(monkeypatch):
    """Three rows are many."""
    monkeypatch.setattr("hezhang.core.web.lists.export.MOST_AT_ONCE", 3)


def test_many_rows_become_a_job_that_writes_the_same_workbook(cast, enter, add_units, few_at_once):
    add_units(7)
    client, params = enter(cast.clerk), {"kind": "third", "order": "-id", "columns": "id,name"}
    shown = client.get(url(**params)).context["listing"]
    response = client.get(url(export="xlsx", **params))
    job = Job.objects.get()
    assert response["Location"] == f"/tasks/{job.pk}/" or str(job.pk) in response["Location"]
    assert jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result, job.file_name) == ("done", {"rows": 7}, f"单位名录_{localdate():%Y%m%d}.xlsx")
    sheet = load_workbook(disk.absolute(job.file)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == [unit.pk for unit in shown.page.rows]
    assert Entry.objects.get(action="export").after["rows"] == 7


def test_a_job_sees_no_more_than_its_post(cast, enter, few_at_once):
    enter(cast.clerk).get(url(export="xlsx"))
    job = Job.objects.get()
    jobs.run(str(job.pk))
    job.refresh_from_db()
    cells = list(load_workbook(disk.absolute(job.file)).worksheets[0].iter_rows(values_only=True))
    assert "水利局" in str(cells) and "望湖区河长制办公室" not in str(cells)
