"""Who was responsible on a day: the page, the sheet, the command and the rule behind them."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.choices import Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.facts import who_was
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, dismiss
from rivers.registry.models import Reach
from tests.cast import SINCE

pytestmark = pytest.mark.story_until("2026-07-01")

LAST = date(2026, 6, 30)
JULY = date(2026, 7, 1)


def names(reach, day):
    return {tier: words and words.split("（")[0] for tier, words in who_was(reach, day).by_tier.items()}


def test_the_reach_and_those_above_it_answer_tier_by_tier(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = who_was(cast.village_reach, JULY)
    assert answer.by_tier == {
        "city": None,
        "county": "季明河（澄江区 · 区县级河长 · 副区长）",
        "town": "乔立本（桥头镇 · 乡镇级河长 · 镇长）",
        "village": "尚有田（上桥村 · 村级河长 · 村党支部书记）",
    }
    assert names(cast.county_reach, JULY) == {"city": None, "county": "季明河", "town": None, "village": None}
    assert set(names(cast.village_reach, SINCE - timedelta(days=1)).values()) == {None}


def test_the_last_day_still_counts_and_a_gap_is_said(cast):
    dismiss(cast.town_reach.tenures.get(), LAST, by=cast.clerk)
    appoint(
        by=cast.clerk, post=cast.county_chief, reach=cast.town_reach, kind="responsible", starts_on=date(2026, 7, 3)
    )
    told = [names(cast.village_reach, day)["town"] for day in (LAST, JULY, date(2026, 7, 2), date(2026, 7, 3))]
    assert told == ["乔立本", None, None, "季明河"]


def test_nobody_holds_a_reach_without_the_office(cast):
    """A tenure that was to begin after its post ended keeps its row, and nobody answered on that day."""
    dismiss(cast.village_reach.tenures.get(), LAST, by=cast.clerk)
    later = date(2026, 8, 1)
    appoint(by=cast.clerk, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=later)
    end_post(cast.town_chief, date(2026, 7, 20), by=cast.head)
    assert names(cast.village_reach, later)["village"] is None
    assert cast.village_reach in Reach.objects.without_chief(later)


def test_a_tier_may_be_missing_in_between(cast):
    Reach.objects.filter(pk=cast.village_reach.pk).update(parent=cast.county_reach)
    assert names(cast.village_reach, JULY) == {"city": None, "county": "季明河", "town": None, "village": "尚有田"}


def test_the_page_names_the_others_after_the_responsible_chief_and_what_lies_below(cast, enter):
    rows = [(TenureKind.POLICE, "handler"), (TenureKind.DEPUTY, "county_chief"), (TenureKind.PATROLLER, "patroller")]
    for kind, who in rows:
        Tenure.objects.create(post=cast[who], reach=cast.town_reach, kind=kind, starts_on=SINCE)
    url, client = reverse("rivers:who", args=[cast.town_reach.pk]), enter(cast.town_chief)
    answer = client.get(url, {"on": "2026-07-01", "below": "on"})
    line = next(one for one in answer.context["answer"].lines if one.tier == Tier.TOWN)
    assert [one.kind for one in line.tenures] == ["responsible", "deputy", "police", "patroller"]
    assert [branch.reach.name for branch, _ in answer.context["answer"].below] == ["澄溪上桥村段", "澄溪下桥村段"]
    assert "乔立本" in answer.content.decode() and not client.get(url, {"on": "2026-07-01"}).context["answer"].below


def test_the_page_asks_for_a_day_that_is_one(cast, enter):
    url, client = reverse("rivers:who", args=[cast.town_reach.pk]), enter(cast.clerk)
    assert client.get(url).status_code == 200
    for wrong in ("gestern", "0001-01-01", ""):
        assert client.get(url, {"on": wrong}).status_code == 422
    assert "没有责任河长" in client.get(url, {"on": "1999-01-01"}).content.decode()


def test_the_command_answers_in_one_line(cast, capsys):
    call_command("who_was", cast.village2_reach.code, "2026-07-01", "--json")
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert list(json.loads(said)) == ["city", "county", "town", "village"]
    assert json.loads(said)["city"] is None and json.loads(said)["village"].startswith("夏守信（下桥村")
    call_command("who_was", cast.village2_reach.code, "1999-01-01")
    assert capsys.readouterr().out.count("无人") == 4


@pytest.mark.parametrize(
    ("code", "day", "why"),
    [
        ("R9", "2026-07-01", "没有编码为“R9”"),
        ("R1-town", "2026-13-01", "不是有效的日期"),
        ("R1-town", "0026-07-01", "核对年份"),
    ],
)
def test_the_command_says_what_is_wrong(cast, code, day, why):
    with pytest.raises(CommandError, match=why):
        call_command("who_was", code, day)
