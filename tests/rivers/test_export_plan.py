"""The five lists as one workbook, of what the reader sees; the download is journalled."""

from io import BytesIO

import openpyxl
from django.urls import reverse

from hezhang.core.audit.models import Entry
from tests.rivers import planning


def sheets(client, plan) -> openpyxl.Workbook:
    answer = client.get(reverse("rivers:export_plan", args=[plan.pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(answer)))


def test_five_sheets_that_say_what_the_page_says(cast, enter):
    plan = planning.in_force(cast)
    planning.report(cast, plan.tasks.get(), "1.75")
    book = sheets(enter(cast.leader), plan)
    assert book.sheetnames == ["问题清单", "目标清单", "任务清单", "措施清单", "责任清单"]
    told = [[cell.value for cell in row] for row in book["任务清单"].iter_rows()]
    row = next(row for row in told if "截污纳管" in row)
    assert 3.5 in row and 1.75 in row and 50 in row
    assert "乔立本（澄溪桥头镇段责任河长）" in str(
        [[cell.value for cell in row] for row in book["责任清单"].iter_rows()]
    )
    assert Entry.objects.get(action="plan.export").post == cast.leader


def test_an_order_has_three(cast, enter):
    plan = planning.in_force(cast, kind="order", river=None, region=cast.county)
    assert sheets(enter(cast.clerk), plan).sheetnames == ["任务清单", "措施清单", "责任清单"]
    assert enter(cast.neighbour_clerk).get(reverse("rivers:export_plan", args=[plan.pk])).status_code == 404
