"""人工核定: points by hand, with a reason and a name, until they are given back."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.rounds import services
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from tests.assessment import acts, build
from tests.assessment.acts import at

pytestmark = pytest.mark.story_until("2026-10-08")
D = Decimal


def set_by_hand(cast, score, value, reason="材料补正"):
    return services.override(score, by=cast.clerk, value=value, reason=reason, at=build.AFTER)


def test_works(cast, enter):
    found = acts.works(cast, enter, "override")
    step = found.transitions.last()
    assert (step.region, step.words) == (cast.town, "桥头镇 按期整改率 核定为 18.00 分：材料补正")
    assert Entry.objects.get(action="score.override").after == {"override": "18.00", "reason": "材料补正"}
    score = build.score_of(found, cast.town, "on_time_rate")
    page = enter(cast.leader).get(score.get_absolute_url()).content.decode()
    assert "人工核定为 18.00 分" in page and "材料补正" in page


def test_wrong_state(cast, enter):
    acts.refuses_frozen(cast, enter, "override")


@pytest.mark.parametrize("member", ["town_chief", "patroller", "leader"])
def test_wrong_role(cast, enter, member):
    acts.refuses_role(cast, enter, "override", member)


def test_neighbour_county(cast, enter):
    acts.is_hidden_from_neighbour(cast, enter, "override")


def test_it_outlives_a_new_computation_and_is_given_back(cast, enter):
    found = acts.quarter(cast)
    score = build.score_of(found, cast.town, "on_time_rate")
    set_by_hand(cast, score, D(20))
    services.compute(found, by=None, at=build.AFTER)
    again = build.score_of(found, cast.town, "on_time_rate")
    assert (again.pk, again.value, again.computed, again.override_by) == (score.pk, 20, D("12.5"), cast.clerk)
    client = enter(cast.clerk)
    assert client.post(at("override", score.pk), {"restore": "on", "reason": "查无此材料"}).status_code == 302
    again.refresh_from_db()
    assert again.value == D("12.5") and again.override_by is None
    assert found.transitions.last().words == "桥头镇 按期整改率 恢复为计算得分：查无此材料"


@pytest.mark.parametrize(("value", "reason"), [("-1", "低"), ("25.01", "高"), ("5", "  ")])
def test_within_bounds_and_with_a_reason(cast, value, reason):
    score = build.score_of(acts.quarter(cast), cast.town, "on_time_rate")
    with pytest.raises(ValidationError):
        set_by_hand(cast, score, D(value), reason)


def test_what_was_typed_stays_when_it_does_not_fit(cast, enter):
    score = build.score_of(acts.quarter(cast), cast.town, "on_time_rate")
    refused = enter(cast.clerk).post(at("override", score.pk), {"value": "99", "reason": "太高"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "之间" in page and "太高" in page


@pytest.mark.parametrize(("code", "words"), [("veto_fraud", "一票否决以录入"), ("water_target", "不参评")])
def test_a_figure_that_is_not_set_by_hand(cast, enter, code, words):
    score = build.score_of(acts.quarter(cast), cast.town, code)
    with pytest.raises(NotAllowed, match=words):
        set_by_hand(cast, score, D(1))
    page = enter(cast.clerk).get(score.get_absolute_url()).content.decode()
    assert words in page and at("override", score.pk) not in page
