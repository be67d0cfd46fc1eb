"""撤销录入: it stays on the page, struck through, and counts no more."""

from decimal import Decimal

import pytest

from assessment.rounds import services
from hezhang.core.kernel.refusal import NotAllowed
from tests.assessment import acts, build
from tests.assessment.acts import at

pytestmark = pytest.mark.story_until("2026-10-08")


def test_works(cast, enter):
    found = acts.works(cast, enter, "withdraw_entry")
    assert found.transitions.last().words == "桥头镇 暗访一般问题 ×1：桥下漂浮物"
    page = enter(cast.clerk).get(at("round", found.pk)).content.decode()
    assert "文思齐" in page and 'class="withdrawn"' in page


def test_wrong_state(cast, enter):
    acts.refuses_frozen(cast, enter, "withdraw_entry")


@pytest.mark.parametrize("member", ["town_chief", "patroller", "leader"])
def test_wrong_role(cast, enter, member):
    acts.refuses_role(cast, enter, "withdraw_entry", member)


def test_neighbour_county(cast, enter):
    acts.is_hidden_from_neighbour(cast, enter, "withdraw_entry")


def test_it_is_pressed_not_read(cast, enter):
    given = acts.entry(cast, acts.quarter(cast))
    assert enter(cast.head).get(at("withdraw_entry", given.pk)).status_code == 405


def test_it_counts_no_more_and_is_withdrawn_once(cast, enter):
    found = acts.quarter(cast)
    before = build.total_of(found, cast.town)
    given = acts.entry(cast, found, times=Decimal(3))
    services.withdraw_entry(given, by=cast.clerk, at=build.AFTER)
    assert build.total_of(found, cast.town) == before
    with pytest.raises(NotAllowed, match="已经撤销"):
        services.withdraw_entry(given, by=cast.clerk)
    again = enter(cast.clerk).post(at("withdraw_entry", given.pk))
    assert again.status_code == 403 and "已经撤销" in again.content.decode()
