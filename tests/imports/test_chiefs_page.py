"""The import page of a chief list: county and first day of the tenures are chosen once and hold until confirmed."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from patrols.norms.models import Norm
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from tests.cast import SINCE
from tests.rivers.books import HEAD, ROWS, TITLE, book, changed

pytestmark = pytest.mark.story_until("2026-07-01")

URL = "/rivers/chiefs/import/"


def text(answer) -> str:
    return answer.content.decode()


def workbook(rows=ROWS, title=TITLE) -> bytes:
    return book(("河长名录", [[title], HEAD, *rows]), merged=("A1:J1", "A3:A4", "B3:B4")).getvalue()


def upload(client, content: bytes | None = None, **asked):
    file = SimpleUploadedFile("名录.xlsx", content or workbook())
    return client.post(URL, {"file": file, **asked})


def confirm(client, answer, **asked):
    return client.post(URL, {"confirm": answer.url.split("upload=")[1].split("&")[0], **asked})


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


@pytest.fixture
def city_clerk(cast) -> Post:
    return Post.objects.create(user=cast.handler.user, role=Role.OFFICE_CLERK, region=cast.city, starts_on=SINCE)


def test_the_first_day_is_shown_again_and_kept_until_confirmed(client, cast):
    answer = upload(client, since="2025-03-01", county=cast.county.pk)
    page = text(client.get(answer.url))
    assert "2025年3月1日" in page and "澄江区" in page and "可以导入" in page
    assert 'name="since" value="2025-03-01"' in page and f'name="county" value="{cast.county.pk}"' in page
    back = client.get(f"{URL}?since=2025-03-01").context["form"]
    assert back["since"].value() == "2025-03-01"
    assert confirm(client, answer, since="2025-03-01", county=cast.county.pk).status_code == 302
    tenures = Tenure.objects.filter(reach__river__name="柳溪")
    assert set(tenures.values_list("starts_on", flat=True)) == {date(2025, 3, 1)}
    told = Entry.objects.get(action="import.chiefs").after
    assert (told["since"], told["county"]) == ("2025-03-01", cast.county.pk)


def test_the_own_county_is_chosen_unless_told_otherwise(client, cast):
    form = client.get(URL).context["form"]
    assert form["county"].value() == cast.county.pk
    assert [str(pk) for pk, _ in form.fields["county"].choices] == [cast.county.pk]
    answer = upload(client)
    assert "澄江区" in text(client.get(answer.url))
    confirm(client, answer)
    assert River.objects.get(name="柳溪").region == cast.county


def test_a_city_office_chooses_among_its_counties(cast, enter, city_clerk):
    client = enter(city_clerk)
    rows = [[1, "望溪", 3, "甲一", "副区长", "乙一", "望北镇镇长", None, None, None]]
    answer = upload(client, workbook(rows, "河长名录"), county=cast.neighbour.pk)
    assert "望湖区" in text(client.get(answer.url))
    confirm(client, answer, county=cast.neighbour.pk)
    assert River.objects.get(name="望溪").region == cast.neighbour
    assert "按名录的标题和乡镇判断" in text(client.get(URL))


def test_a_county_out_of_scope_is_refused_at_every_step(client, cast):
    foreign = cast.neighbour.pk
    refused = upload(client, county=foreign)
    assert refused.status_code == 422 and "请从列表中选择" in text(refused)
    answer = upload(client, county=cast.county.pk)
    forged = answer.url.replace(cast.county.pk, foreign)
    assert forged != answer.url
    assert client.get(forged).status_code == 404
    assert client.get(f"{forged}&annotated=1").status_code == 404
    assert confirm(client, answer, county=foreign).status_code == 404
    assert not River.objects.filter(name="柳溪").exists()


@pytest.mark.parametrize("since", ["x", "2025-02-30", "0026-01-01", "9999-12-31"])
def test_nonsense_days_are_refused_at_every_step(client, since):
    assert upload(client, since=since).status_code == 422
    answer = upload(client)
    assert client.get(f"{answer.url}&since={since}").status_code == 404
    assert confirm(client, answer, since=since).status_code == 404
    assert not River.objects.filter(name="柳溪").exists()


def test_a_list_of_another_county_is_one_plain_problem(client):
    page = text(client.get(upload(client, workbook(title="望湖区河长名录")).url))
    assert "有 1 处问题" in page and "标题写的是望湖区，所选的区县是澄江区" in page


def test_a_day_before_the_term_that_is_over_is_told_at_the_dry_run(client, cast):
    confirm(client, upload(client), since="2025-01-01")
    reach = Reach.objects.get(name="柳溪下桥村段")
    reach.tenures.update(ends_on=date(2025, 6, 30))
    page = text(client.get(upload(client, workbook(changed(1, 7, "丙九")), since="2025-05-01").url))
    assert "该河段原河长任至 2025年6月30日" in page


def test_the_same_list_again_changes_nothing(client):
    confirm(client, upload(client, since="2025-03-01"), since="2025-03-01")
    counted = [model.objects.count() for model in (River, Reach, Tenure, Post)]
    answer = upload(client, since="2026-01-01")
    assert "不变" in text(client.get(answer.url))
    assert confirm(client, answer, since="2026-01-01").status_code == 302
    assert [model.objects.count() for model in (River, Reach, Tenure, Post)] == counted


def test_the_marked_file_keeps_its_merged_cells_and_can_be_put_right_and_sent_again(client):
    rows = changed(1, 9, "1880000")
    rows[2][8] = "没有村书记"
    answer = upload(client, workbook(rows), since="2025-03-01")
    marked = openpyxl.load_workbook(BytesIO(client.get(f"{answer.url}&annotated=1").content))
    sheet = marked.active
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:J1", "A3:A4", "B3:B4"}
    assert sheet["K2"].value == "错误说明"
    assert "不是 11 位手机号" in sheet["K4"].value and "找不到这个村" in sheet["K5"].value
    assert [sheet[cell].fill.fgColor.rgb for cell in ("J4", "I5")] == ["FFF8CBAD"] * 2
    assert sheet["J3"].fill.fill_type is None and "按“5 公里”读取" in sheet["K3"].value  # a guess, and no error
    sheet["J4"], sheet["I5"] = "18800000002", "柳下村主任"
    stream = BytesIO()
    marked.save(stream)
    again = upload(client, stream.getvalue(), since="2025-03-01")
    page = text(client.get(again.url))
    assert "可以导入" in page and "没有用到" not in page
    second = openpyxl.load_workbook(BytesIO(client.get(f"{again.url}&annotated=1").content)).active
    assert second.max_column == 11 and "11 位" not in second["K4"].value


def test_the_templates_own_notes_are_not_read_as_a_list(client):
    """Filled in and sent back, the template's second sheet stays in the workbook."""
    filled = openpyxl.load_workbook(BytesIO(client.get(f"{URL}?template=1").content))
    stream = BytesIO()
    filled.save(stream)
    answer = client.get(upload(client, stream.getvalue()).url)
    assert "填写说明" not in text(answer)


@pytest.mark.clock("2026-11-25T12:00")  # on the first day of a quarter nothing is over
def test_what_a_past_day_makes_people_owe_is_said_above_the_button(client):
    Norm.objects.create(tier="village", unit="day", times=1, starts_on=date(2024, 1, 1))
    page = text(client.get(upload(client, since="2025-01-01").url))
    assert page.index("已经过去") < page.index("确认导入")
    assert "已经过去" not in text(client.get(upload(client).url))
