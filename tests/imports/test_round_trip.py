"""What a list gives away as Excel comes back in as unchanged: nobody types anything twice, and nothing is altered on the way."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.words import initials
from hezhang.core.web.excel import read_sheets
from hezhang.core.web.importing.desk import fields
from rivers.boards.lists import BOARDS
from rivers.boards.models import Signboard
from rivers.boards.services import edit_signboard, remove_signboard
from rivers.water.services import record_month
from tests.imports.desks import book, bring_in, try_out, whys

# Its walks and ledgers tell of 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")

COLUMNS = ",".join(column.key for column in BOARDS.columns)
ISSUES = [["问题描述", "河湖", "乡镇", "发现时间", "销号时间"], ["护岸坍塌 12 米", "澄溪", "桥头镇", "2026-03-06", "2026-04-14"],
          ["围网养殖", "澄溪", "桥头镇", "2026.7.1", None]]  # fmt: skip


@pytest.fixture
def world(cast, board, section):
    """A row of every kind, some brought in, some entered here."""
    for region in Region.objects.all():  # the cast's were made without them
        Region.objects.filter(pk=region.pk).update(pinyin=initials(region.name))
    record_month(by=None, section=section, month=date(2026, 5, 1), readings={"nh3n": "0.90", "tp": "0.025L"})
    record_month(by=None, section=section, month=date(2026, 6, 1), readings={}, monitored="dry")
    walks = [
        ["巡河人", "河段", "开始时间", "时长"],
        ["尚有田", cast.village_reach.name, datetime(2026, 3, 6, 9, 15, 22), 35],
    ]
    bring_in("patrols", book(walks), by=cast.clerk)
    bring_in("issues", book(ISSUES), by=cast.clerk)
    return cast


def back(key, by, answer):
    """What the desk says of the workbook that was given away."""
    plan = try_out(key, read_sheets(BytesIO(b"".join(answer)).getvalue()), by=by)
    assert plan.problems == [] and whys(plan) == ""
    return plan.counts


@pytest.mark.parametrize(
    "key", ["regions", "departments", "chiefs", "rivers", "reaches", "boards", "sections", "issues", "patrols"]
)
def test_a_list_comes_back_unchanged(world, enter, key):
    counts = back(key, world.clerk, enter(world.clerk).get(reverse(fields.find(key).list_url), {"export": "xlsx"}))
    assert counts["rows"] > 0 and counts["same"] == counts["rows"]


def test_a_board_with_every_column_goes_out_and_comes_in_elsewhere(world, board, enter):
    """Taken down, placed, with words of its own: unchanged where it stands, and the same where it is entered anew."""
    values = {"lat": 27.93, "lng": 120.8, "range_words": "桥头至村界", "goal": "水清岸绿", "place": board.place}
    edit_signboard(board, values, by=world.clerk)
    remove_signboard(board, date(2026, 11, 2), "护栏改造", by=world.clerk)
    client, url = enter(world.clerk), reverse("rivers:signboards")
    given = read_sheets(
        BytesIO(b"".join(client.get(url, {"tab": "ended", "export": "xlsx", "columns": COLUMNS}))).getvalue()
    )
    assert try_out("boards", given, by=world.clerk).counts == {
        "rows": 1, "new": 0, "changed": 0, "same": 1, "refused": 0,
    }  # fmt: skip
    Signboard.objects.update(range_words="", goal="旧", lat=None, lng=None, ended_on=None, ended_why="")
    done = bring_in("boards", given, by=world.clerk)
    assert done.plan.counts["changed"] == 1, (whys(done.plan), done.plan.counts)
    board.refresh_from_db()
    wanted = values | {"ended_on": date(2026, 11, 2), "ended_why": "护栏改造"}
    assert {name: getattr(board, name) for name in wanted} == wanted
    Signboard.objects.all().delete()
    assert bring_in("boards", given, by=world.clerk).plan.counts["new"] == 1
    new = Signboard.objects.get()
    assert {name: getattr(new, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("ended", "words"), [("2027-01-01", "晚于今天"), ("2025-12-31", "早于更新日期"), ("2026-11-03", "与已登记的")]
)
def test_a_last_day_that_cannot_be_is_refused(world, board, ended, words):
    if words == "与已登记的":
        remove_signboard(board, date(2026, 11, 2), "", by=world.clerk)
    rows = book([["编号", "河段", "停用日期"], [board.code, board.reach.name, ended]])
    assert words in whys(try_out("boards", rows, by=world.clerk))


@pytest.mark.parametrize("month", ["2026-05", "2026-06"])
def test_a_month_comes_back_unchanged(world, enter, month):
    counts = back("water", world.clerk, enter(world.clerk).get(reverse("rivers:month_workbook"), {"month": month}))
    assert counts == {"rows": 1, "new": 0, "changed": 0, "same": 1, "refused": 0}
