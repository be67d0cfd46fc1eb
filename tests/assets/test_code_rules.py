"""Codes by an editable rule: unique, fitting, and no number twice."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rivers.registry.choices import Coded
from rivers.registry.models import CodeRule, River
from rivers.registry.rules.codes import COLUMN, LONGEST, PATTERNS, prefix_of, wrong_with
from rivers.registry.services import create_reach, create_river
from rivers.registry.services.codes import next_code, next_reach_code, next_river_code

PIECES = ["{county}", "{city}", "{town}", "{letter}", "{river}", "{x}", "R", "-", "河", " ", "{serial:3}", "{serial:9}", "{", "}"]  # fmt: skip


def test_what_ships_is_anhuis(cast):
    assert all(wrong_with(pattern, what) == "" for what, pattern in PATTERNS.items())
    assert next_river_code(cast.county) == "990102000001" and next_river_code(cast.county, "lake") == "99010201"
    assert next_reach_code(cast.river) == "990102000001"
    made = create_river(by=cast.clerk, name="柳溪", kind="reservoir", code="", region=cast.county)
    assert made.code == "990102000001"
    facts = {"river": made, "tier": "county", "region": cast.county, "name": "柳溪段"}
    # One series behind one prefix: a code names one thing, river or reach.
    assert [create_reach(by=None, code="", **facts).code for _ in range(2)] == ["990102000002", "990102000003"]
    assert next_river_code(cast.county) == "990102000004"


def test_codes_of_before_stay_and_are_no_hindrance(cast):
    create_river(by=None, name="旧河", kind="river", code="990102R0077", region=cast.county)
    assert next_river_code(cast.county) == "990102000001"
    CodeRule.objects.filter(what=Coded.RIVER, region=None).update(pattern="{county}R{serial:4}")
    assert next_river_code(cast.county) == "990102R0078"


def test_a_number_given_out_is_gone(cast):
    made = create_river(by=None, name="柳溪", kind="river", code="", region=cast.county)
    River.objects.filter(pk=made.pk).delete()
    assert next_river_code(cast.county) == "990102000002"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("river", "{county}"), ("river", "{serial:6}"), ("river", "{serial:6}{county}"), ("river", "{county}{letter}{serial:4}"),
     ("asset", "{county}{river}{serial:4}"), ("river", "{county}号{serial:4}"), ("river", "{county}{serial:1}"),
     ("reach", "{county}{river}{serial:6}"), ("river", "{county.x}{serial:4}")],
)  # fmt: skip
def test_a_rule_that_makes_no_good_codes_is_refused(cast, enter, what, pattern):
    assert wrong_with(pattern, what)
    client = enter(cast.system_admin)
    row = CodeRule.objects.get(what=what, region=None)
    answer = client.post(reverse("web:edit_setting", args=["code_rules", row.pk]), {"what": what, "pattern": pattern})
    assert answer.status_code == 422 and CodeRule.objects.get(pk=row.pk).pattern == PATTERNS[what]


def test_a_county_keeps_its_own(cast, enter):
    client = enter(cast.clerk)
    client.post(reverse("web:customise_setting", args=["code_rules"]))
    row = CodeRule.objects.get(what="river", region=cast.county)
    page = client.get(reverse("web:setting", args=["code_rules"])).text
    assert "990102000001" in page
    seen = client.get(reverse("web:edit_setting", args=["code_rules", row.pk])).context["form"]["seen"].value()
    sent = {"what": "river", "pattern": "{county}HL{serial:4}", "seen": seen}
    assert client.post(reverse("web:edit_setting", args=["code_rules", row.pk]), sent).status_code == 302
    assert next_river_code(cast.county) == "990102HL0001" and next_river_code(cast.neighbour) == "990103000001"
    assert "990102HL0001" in client.get(reverse("rivers:create_river")).text


@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.sampled_from([*Coded]))
def test_whatever_passes_makes_codes_that_fit_and_differ(pattern, what):
    if wrong_with(pattern, what):
        return
    told = {"letter": "ABC", "river": "330303000001"}
    prefix, digits = prefix_of(pattern, "330303101201", told)
    made = [f"{prefix}{number:0{digits}d}" for number in (1, 2, 10**digits - 1)]
    assert len(set(made)) == 3 and all(len(code) <= LONGEST.get(what, COLUMN) for code in made)


def test_next_code_of_a_board(cast):
    assert next_code(Coded.BOARD, cast.village, River.objects.none()) == "990102P00001"
