"""The text of a board is made from the registry, and names what has changed since it was put up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from hezhang.core.accounts.models import Department
from rivers.boards import defaults, services
from rivers.boards.facts import change_words
from rivers.boards.models import BoardPattern, Signboard
from rivers.boards.rules import BoardText, Fact, Grace, differences
from rivers.boards.services import board_text, edit_signboard
from rivers.chiefs.services import dismiss
from rivers.registry.services import edit_reach, edit_river
from rivers.water.services import set_target
from tests.rivers.boarding import ago, chief, follow, is_listed_stale, listed, put_up, today

pytestmark = pytest.mark.django_db


def said(board, key: str) -> list[str]:
    text = board_text(board, today())
    return next(block.lines for block in [*text.front, *text.back] if block.key == key)


def test_all_tiers_are_named_with_their_duties(cast, board):
    assert said(board, "title") == ["澄溪河湖长公示牌"]
    assert said(board, "chiefs") == [
        "区县级河长：季明河（副区长）",
        "乡镇级河长：乔立本（镇长）",
        "村级河长：尚有田（村党支部书记）",
    ]
    assert said(board, "length") == ["4 公里"]


def test_no_private_mobile_stands_on_a_board(cast, board):
    cast.village_chief.user.phone = "13800000001"
    cast.village_chief.user.save()
    Department.objects.filter(pk=cast.town_gov.pk).update(phone="0577-5550002")
    text = str(board_text(board, today()).kept())
    assert "13800000001" not in text and "0577-5550002" in text


def test_patterns_that_ship_can_be_drawn(cast, board):
    BoardPattern.objects.all().delete()
    assert "河长" in str(board_text(board, today()))
    assert defaults.load() == 3 and defaults.load() == 0
    text = board_text(board, today())
    assert text.pattern == "河北2022" and text.back[0].key == "slogan"
    assert BoardText.of(text.kept()) == text


def test_a_pattern_that_is_edited_makes_no_board_stale(cast):
    board = put_up(cast)
    BoardPattern.objects.create(name="新样式", order=0, front="标题、河长、协管人员、目标水质、二维码")
    services.settle(Signboard.objects.all())
    assert not is_listed_stale(board)


@pytest.mark.parametrize("tier", ["village", "town", "county"])
def test_a_change_at_any_tier_above_is_listed_with_names(cast, tier):
    board, reach = put_up(cast), getattr(cast, f"{tier}_reach")
    follow(reach, chief(reach.region, "新河长"), 5)
    found = listed(board)
    assert found.stale_since == ago(5) and "→ 新河长（主任）" in change_words(found, today())
    assert found.chief_since == (ago(5) if tier == "village" else None)


def test_a_successor_for_a_day_to_come_makes_nothing_stale_before(cast):
    board = put_up(cast)
    follow(cast.village_reach, chief(cast.village, "后来人"), -3)
    assert not is_listed_stale(board)
    assert listed(board).state.differs_since == today() + timedelta(days=3)


def test_a_vacancy_alone_is_nothing_to_renew(cast):
    board = put_up(cast)
    dismiss(cast.village_reach.tenures.get(), ago(4), by=None)
    assert not is_listed_stale(board) and "暂缺" in said(board, "chiefs")[-1]
    follow(cast.village_reach, chief(cast.village, "接任人"), 2)
    assert listed(board).stale_since == ago(2)


def test_who_comes_back_makes_the_board_right_again(cast):
    board, village = put_up(cast), cast.village_reach
    follow(village, chief(cast.village, "短任"), 20)
    assert is_listed_stale(board)
    follow(village, cast.village_chief, 5)
    assert not is_listed_stale(board)


def test_names_lengths_targets_and_titles_count_from_the_day_they_are_noticed(cast, section):
    BoardPattern.objects.create(name="全", order=0, front="标题、河段、起止、长度、河长、目标水质、治理目标、二维码")
    writes = {
        "河湖名称：澄溪 → 清溪": lambda: edit_river(cast.river, {"name": "清溪"}, by=None),
        "河段长度：4 公里 → 5.5 公里": lambda: edit_reach(cast.village_reach, {"length_km": Decimal("5.5")}, by=None),
        "目标水质：Ⅲ类 → Ⅱ类": lambda: set_target(section, by=None, since=ago(40), target=2, basis="批复"),
        "治理目标：（无） → 不黑不臭": lambda: edit_signboard(board, {"goal": "不黑不臭"}, by=None),
    }
    board = put_up(cast)
    for words, write in writes.items():
        write()
        found = listed(board)
        assert words in change_words(found, today()) and found.stale_since == today()


def test_a_phone_of_the_office_is_followed(cast):
    BoardPattern.objects.create(name="全", order=0, front="标题、河长、监督电话")
    Department.objects.filter(pk=cast.office.pk).update(phone="0577-1")
    board = put_up(cast)
    office = Department.objects.get(pk=cast.office.pk)
    office.phone = "0577-2"
    office.save()
    assert "0577-2" in change_words(listed(board), today())


def test_an_older_board_keeps_the_older_rule(cast, board):
    assert listed(board).stale_since is None
    follow(cast.village_reach, chief(cast.village, "接任人"), 5)
    found = listed(board)
    assert found.stale_since == ago(5) == found.chief_since and change_words(found, today()) == "责任河长已变更"


def test_differences_are_of_parts_that_the_board_shows():
    was = [Fact("chief.town", "乡镇级河长", "甲"), Fact("length", "长度", "4 公里")]
    now = [Fact("chief.town", "乡镇级河长", "甲"), Fact("chief.county", "区县级河长", "乙"), Fact("goal", "目标", "好")]
    assert [one.words for one in differences(was, now)] == ["长度：4 公里 → （无）", "区县级河长：（无） → 乙"]


def test_grace_in_days_and_in_working_days():
    day = ago(0)
    for grace in (Grace(15, "day"), Grace(30, "workday"), Grace(1, "month")):
        last = grace.last_overdue(day)
        assert grace.due(last) < day <= grace.due(last + timedelta(days=1))


def test_the_page_shows_both_texts(cast, enter):
    board = put_up(cast)
    follow(cast.village_reach, chief(cast.village, "新来的"), 20)
    page = enter(cast.clerk).get(reverse("rivers:signboard", args=[board.pk])).content.decode()
    assert "村级河长：尚有田（村党支部书记） → 新来的（主任）" in page and "超期 5 天" in page
    assert page.count("board-side-name") == 4
    river = enter(cast.clerk).get(reverse("rivers:river_boards", args=[cast.river.pk])).content.decode()
    assert "B1" in river and "澄溪下桥村段" in river
    missing = enter(cast.clerk).get(reverse("rivers:missing_boards")).content.decode()
    assert "澄溪下桥村段" in missing and "澄溪上桥村段" not in missing
