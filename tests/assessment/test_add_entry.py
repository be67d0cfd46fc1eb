"""人工录入: what no system counts, with its reason; the figures follow at once."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.rounds.models import ManualEntry
from hezhang.core.audit.models import Entry
from tests.assessment import acts, build
from tests.assessment.acts import at

pytestmark = pytest.mark.story_until("2026-10-08")


def test_works(cast, enter):
    found = acts.works(cast, enter, "add_entry")
    step = found.transitions.last()
    assert (step.region, step.words) == (cast.town, "桥头镇 暗访一般问题 ×1：漂浮物")
    assert Entry.objects.get(action="entry.add").after["reason"] == "漂浮物"


def test_wrong_state(cast, enter):
    acts.refuses_frozen(cast, enter, "add_entry")


@pytest.mark.parametrize("member", ["town_chief", "patroller", "leader", "handler"])
def test_wrong_role(cast, enter, member):
    acts.refuses_role(cast, enter, "add_entry", member)


def test_neighbour_county(cast, enter):
    acts.is_hidden_from_neighbour(cast, enter, "add_entry")


def test_what_was_typed_stays_when_it_does_not_fit(cast, enter):
    found, client = acts.quarter(cast), enter(cast.clerk)
    fields = acts.ACTS["add_entry"].form(cast) | {"reason": "<b>偷排</b>"}
    refused = client.post(at("add_entry", found.pk), fields | {"day": "2026-12-01"})
    assert refused.status_code == 422 and "&lt;b&gt;偷排" in refused.content.decode()
    assert client.post(at("add_entry", found.pk), fields).status_code == 302
    assert "&lt;b&gt;偷排" in client.get(at("round", found.pk)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": date(2026, 10, 1)},
        {"times": Decimal(0)},
        {"reason": " "},
        {"code": "on_time_rate"},
        {"region": "neighbour_town"},
    ],
)
def test_what_does_not_fit(cast, wrong):
    found = acts.quarter(cast)
    if "region" in wrong:
        wrong = {"region": cast.places[wrong["region"]]}
    with pytest.raises(ValidationError):
        acts.entry(cast, found, **wrong)
    assert not ManualEntry.objects.exists() and not found.transitions.filter(verb="add_entry").exists()


def test_it_counts(cast):
    found = acts.quarter(cast)
    before = build.total_of(found, cast.town)
    acts.entry(cast, found, times=Decimal(3))
    assert build.total_of(found, cast.town) == before - Decimal("1.5")


def test_a_veto_caps_the_band(cast):
    found = acts.quarter(cast)
    assert found.subjects.get(region=cast.town2).band == "优秀"
    acts.entry(cast, found, code="veto_fraud", region=cast.town2)
    town = found.subjects.get(region=cast.town2)
    assert town.is_vetoed and town.band == "合格"


def test_the_same_form_twice_is_one_entry(cast, enter):
    found, client = acts.quarter(cast), enter(cast.clerk)
    fields = acts.ACTS["add_entry"].form(cast) | {"once": str(uuid.uuid4())}
    assert [client.post(at("add_entry", found.pk), fields).status_code for _ in range(2)] == [302, 302]
    assert ManualEntry.objects.count() == 1


def test_before_the_first_computation_it_waits(cast):
    found = build.open_round(cast)
    acts.entry(cast, found)
    found.refresh_from_db()
    assert found.computed_at is None
    assert build.score_of(build.reckoned(found), cast.town, "check_minor").numerator == 1
