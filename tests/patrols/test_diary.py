"""巡河日志: every walk of the month with what was found, the same on the page, in Word and in the workbook."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.periods import SHANGHAI
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, Patrol
from patrols.walks.services import submit_patrol

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-21T09:00")]


def walked(post, reach, month: int, day: int, **more) -> Patrol:
    start = datetime(2026, month, day, 8, 30, tzinfo=SHANGHAI)
    end = start + timedelta(minutes=40)
    return submit_patrol(by=post, client_id=uuid4(), reach=reach, started_at=start, ended_at=end, at=end, **more).patrol


@pytest.fixture
def october(cast) -> str:
    """Two walks of the village chief in October and one on either side; on the second two things were found."""
    walked(cast.village_chief, cast.village_reach, 9, 30)
    walked(cast.village_chief, cast.village_reach, 10, 1, note="水位正常。")
    late = walked(cast.village_chief, cast.village_reach, 10, 31)
    walked(cast.village_chief, cast.village_reach, 11, 1)
    item = CheckItem.objects.first()
    Finding.objects.create(patrol=late, number=1, item=item, text="约两方", state="settled", measure="已清运")
    Finding.objects.create(patrol=late, number=2, item=item, text="水色发黑。", state="open")
    return f"/patrols/duty/{cast.village_chief.pk}/diary/?month=2026-10"


def test_the_page_tells_the_month_and_nothing_else(cast, enter, october):
    soup = BeautifulSoup(enter(cast.clerk).get(october).content, "html.parser")
    rows = [[cell.get_text("|", strip=True) for cell in row.select("th, td")] for row in soup.select("tbody tr")]
    name = CheckItem.objects.first().name
    reach = cast.village_reach.name
    assert rows == [
        ["10月1日", reach, "08:30–09:10", "日常巡河", "未发现问题", "水位正常"],
        [
            "10月31日",
            reach,
            "08:30–09:10",
            "日常巡河",
            f"{name}：约两方。当场解决：已清运|{name}：水色发黑。需要处理",
            "—",
        ],
    ]
    # Four weeks end in October; both walks lie in two of them (28 September to 4 October, 26 October to 1 November).
    assert "应巡4期，已巡1期，完成率25.0%；共巡河 2 次，发现问题 2 处。" in soup.get_text()


def test_word_and_workbook_say_the_same_and_are_journalled(cast, enter, october):
    clerk = enter(cast.clerk)
    answer = clerk.get(october + "&form=docx")
    paper = Document(BytesIO(answer.content))
    assert [len(table.rows) for table in paper.tables] == [3, 3]
    assert paper.tables[1].cell(2, 4).text.startswith(CheckItem.objects.first().name)
    assert any("未巡周期" in one.text for one in paper.paragraphs)
    sheet = load_workbook(BytesIO(clerk.get(october + "&form=xlsx").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[4] for row in rows[:4]] == ["用时（分钟）", 40, 40, 80]
    assert [row[6] for row in rows[:4]] == ["发现问题（处）", 0, 2, 2]
    labels = Entry.objects.filter(action="patrol.export").order_by("pk").values_list("label", flat=True)
    assert [one.rsplit(".", 1)[1] for one in labels] == ["docx", "xlsx"]


def test_a_month_without_walks_says_so(cast, enter, october):
    client = enter(cast.clerk)
    empty = october.replace("2026-10", "2026-08")
    assert "本月没有巡河记录" in client.get(empty).content.decode()
    paper = Document(BytesIO(client.get(empty + "&form=docx").content))
    assert any("本月没有巡河记录" in one.text for one in paper.paragraphs)


@pytest.mark.parametrize("month", ["", "2026-13", "2026-q3", "2026-10-1", "9" * 4000, "〇"])
def test_a_month_that_means_nothing_is_this_one(cast, enter, october, month):
    page = enter(cast.clerk).get(october.split("?")[0], {"month": month}).content.decode()
    assert "2026年11月" in page and "共巡河 1 次" in page


def test_a_form_that_there_is_not_is_404_and_a_chief_elsewhere_too(cast, enter, october):
    assert enter(cast.clerk).get(october + "&form=exe").status_code == 404
    assert enter(cast.village2_chief).get(october).status_code == 404
