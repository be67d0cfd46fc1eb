"""整改进度通报: every figure is the number of rows that the ledger shows under its link; picture, text and circular say the same."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image

from issues.documents.facts import as_text, bulletin
from issues.ledger.lists import source
from issues.ledger.models import Issue
from tests.documents.papers import ink
from tests.issues import build
from tests.issues.papers import said

pytestmark = pytest.mark.apart

URL = "/issues/bulletin/"


@pytest.fixture
def ledger(cast):
    """Two closed, three open of which one is late, one unfounded; in two towns."""
    late = build.rectifying(cast)
    Issue.objects.filter(pk=late.pk).update(due_on="2020-01-01", due_sort="2020-01-01")
    build.closed(cast)
    build.closed(cast, text="河面漂浮物")
    build.unfounded(cast)
    build.reported(cast, post=cast.clerk, region=cast.village3, reach=None)
    build.reported(cast, post=cast.clerk, region=cast.county, reach=None)
    return late


def figures(page: str) -> list[tuple[str, int]]:
    """(address of the list, figure) of every figure with a link."""
    return [
        (url.replace("&amp;", "&"), int(number))
        for url, number in re.findall(r'<a href="(/issues/[^"]*)">(\d+)</a>', page)
    ]


def count_at(client, url: str) -> int:
    """How many rows the ledger's own page says that it shows."""
    page = client.get(url).content.decode()
    found = re.search(r"共 ?<?[^0-9]{0,12}(\d+)", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("query", ["", "?q=漂浮物&tab=overdue", "?severity=minor&order=-found"])
def test_every_figure_is_the_lists_own(ledger, cast, enter, query):
    client = enter(cast.clerk)
    page = client.get(URL + query).content.decode()
    told = figures(page)
    assert len(told) >= 4
    for url, number in told:
        assert count_at(client, url) == number, url
    assert "q=漂浮物" not in query or "编号 / 描述 / 地点：漂浮物" in page


def test_the_figures(ledger, cast):
    told = bulletin(source(cast.clerk), cast.clerk, "全部")
    whole = told.whole
    assert (whole.total, whole.closed, whole.open, whole.overdue, whole.dropped, whole.rate) == (
        6,
        2,
        3,
        1,
        1,
        "40.0%",
    )
    assert [(one.name, one.total, bool(one.code)) for one in told.areas] == [
        ("澄江区本级", 1, False), ("桥头镇", 4, True), ("柳岸镇", 1, True),
    ]  # fmt: skip
    days = (timezone.localdate() - timezone.localdate().replace(2020, 1, 1)).days
    assert told.late == ((ledger.number, "澄溪", "澄江区水利局", f"超期 {days} 天"),)


def test_text_circular_and_page_agree(ledger, cast, enter):
    client = enter(cast.leader)
    text = as_text(bulletin(source(cast.leader), cast.leader, "全部"))
    for words in (
        "共 6 件：已销号 2 件，在办 3 件，其中超期 1 件，不属实或已合并 1 件。销号率 40.0%。",
        "桥头镇：4 件",
        ledger.number,
    ):
        assert words in text
    assert text.split("范围")[1].split("口径")[0] in client.get(URL).content.decode()
    circular = said(client.get(f"{URL}?form=docx"))
    assert "已销号2件，在办3件，其中超期1件" in circular and "澄江区河长制办公室" in circular
    assert {"桥头镇", ledger.number, "40.0%"} <= set(circular.split("\n"))


@pytest.mark.fonts
def test_the_picture_is_1080_wide_and_has_ink_on_it(ledger, cast, enter):
    answer = enter(cast.clerk).get(f"{URL}?form=png")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.width == 1080 and 600 < picture.height < 6000
    assert answer["Content-Type"] == "image/png" and ink(answer.content).getbbox()


def test_one_click_from_the_ledger_with_its_conditions(ledger, cast, enter):
    page = enter(cast.clerk).get("/issues/?q=漂浮物&tab=closed&order=-found&page_size=50").content.decode()
    link = re.search(r'href="(/issues/bulletin/[^"]*)"', page)[1].replace("&amp;", "&")
    assert link == "/issues/bulletin/?q=%E6%BC%82%E6%B5%AE%E7%89%A9"


@pytest.mark.fonts
def test_scope_and_form(ledger, cast, enter):
    assert "合计" in enter(cast.handler).get(URL).content.decode()
    assert bulletin(source(cast.neighbour_clerk), cast.neighbour_clerk, "全部").whole.total == 0
    assert enter(cast.neighbour_clerk).get(f"{URL}?form=png").status_code == 200
    assert enter(cast.audit_admin).get(URL).status_code == 403
    assert enter(cast.clerk).get(f"{URL}?form=exe").status_code == 404
    assert enter(cast.clerk).post(URL).status_code == 405


def test_few_questions(ledger, cast, enter, django_assert_max_num_queries):
    client = enter(cast.clerk)
    client.get(URL)
    with django_assert_max_num_queries(15):
        client.get(URL)
