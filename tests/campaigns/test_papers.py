"""通报 and 检查明细: what they say is what the page says."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hezhang.core.audit.models import Entry
from issues.campaigns import services
from issues.campaigns.facts import figures
from issues.campaigns.facts.circular import circular
from issues.campaigns.services import Told
from issues.ledger.models import Issue
from tests.campaigns.campaigns import FAIL, far_reach, finished, running, seen


@pytest.fixture
def done(cast):
    """Two towns: one with a problem and a lead, one where all was well; a third reach was not looked at."""
    far = far_reach(cast)
    campaign = running(cast, amount=9, manner="covert", name="冬季暗访")
    near = campaign.visits.exclude(reach=far).order_by("pk").first()
    seen(near, cast.handler, FAIL, Told("fail", "电话是空号", at_once=True))
    seen(campaign.visits.get(reach=far), cast.handler)
    services.finish_campaign(campaign, cast.clerk, conclusion="其余下月补查。")
    return campaign


def words_of(data):
    paper = docx.Document(BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_the_circular_says_what_the_page_says(cast, enter, done):
    told, client = figures(done, cast.clerk), enter(cast.clerk)
    url = reverse("issues:campaign_paper", args=[done.pk])
    words = words_of(client.get(url + "?form=docx").content)
    whole = told.whole
    assert f"抽取{whole.total}条河段" in words and f"检查{whole.done}条" in words and f"不合格{whole.failed}项" in words
    assert (whole.failed, whole.rate) == (2, "50.0%") and "合格率50.0%" in words
    assert "桥下堆了两方垃圾" in words and "电话是空号" in words and "其余下月补查。" in words and "暗访" in words
    assert "施建工" not in words and words.index("柳岸镇") < words.index("桥头镇\n")
    page = client.get(done.get_absolute_url()).content.decode()
    assert "督查通报" in page and url in page


def test_towns_stand_in_the_order_of_their_rates(cast, done):
    grid = circular(done, cast.clerk).parts[2]
    assert [row[0] for row in grid.rows] == ["合计", "柳岸镇", "桥头镇"]
    assert grid.rows[1][2] == "100.0%" and grid.rows[2][5] == str(Issue.objects.count()) == "1"


def test_not_before_the_end_and_not_for_others(cast, enter, done):
    for member, status in (("leader", 200), ("handler", 403), ("town_chief", 403), ("neighbour_clerk", 404)):
        for name in ("campaign_paper", "export_campaign"):
            url = reverse(f"issues:{name}", args=[done.pk]) + "?form=docx"
            assert enter(cast[member]).get(url).status_code == status, member
    going = running(cast)
    assert enter(cast.clerk).get(reverse("issues:campaign_paper", args=[going.pk]) + "?form=docx").status_code == 409


def test_the_workbook_has_every_visit_and_item(cast, enter, done):
    answer = enter(cast.clerk).get(reverse("issues:export_campaign", args=[done.pk]))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    towns, visits, findings = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    whole = figures(done, cast.clerk).whole
    head = next(row for row in visits if "河段" in row)
    rows = visits[visits.index(head) + 1 :]
    assert len(rows) == whole.total and head[8:10] == ["1.水面没有垃圾", "2.公示牌完好"]
    said = [cell for row in rows for cell in row[8:10]]
    assert sum(cell.startswith("不合格") for cell in said) == whole.failed
    assert sum(cell == "合格" for cell in said) == whole.passed
    assert any("M" in str(row[-1]) for row in findings) and any(row[0] == "合计" for row in towns)
    assert Entry.objects.get(action="campaign.export").post == cast.clerk


def test_nothing_wrong_is_said_plainly(cast, enter):
    campaign = running(cast)
    for visit in campaign.visits.all():
        seen(visit, cast.handler)
    services.finish_campaign(campaign, cast.clerk)
    words = words_of(enter(cast.clerk).get(reverse("issues:campaign_paper", args=[campaign.pk]) + "?form=docx").content)
    assert "未发现不合格" in words and "合格率100.0%" in words
    assert finished(cast).state == "finished"
