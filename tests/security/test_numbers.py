"""Numbers of thousands of digits, full-width digits and years that no calendar has, in an address: never a fault of ours."""

import pytest
from django.urls import reverse

LONG = "9" * 5000
SECTION = {"name": "澄溪断面", "code": "S1", "target": 3, "body": "river"}


@pytest.mark.parametrize("span", [LONG, f"2026-{LONG}", "２０２６-q1", "2026-q9", "0000-01", "2026-１"])
def test_a_span_that_is_none_is_this_quarter(cast, enter, span):
    assert enter(cast.clerk).get(reverse("patrols:duty"), {"span": span}).status_code == 200


@pytest.mark.parametrize("number", [LONG, "９" * 5000, "9" * 19, "-1", "x"])
def test_a_reach_that_is_none_is_not_there(cast, enter, number):
    assert enter(cast.village_chief).get(reverse("patrols:walk"), {"reach": number}).status_code == 404


@pytest.mark.parametrize("month", ["００００-01", "0000-01", LONG, "9999-12", "2026-13"])
def test_a_month_that_is_none_opens_the_next_one(cast, enter, month):
    section = cast.river.sections.create(region=cast.county, **SECTION)
    url = reverse("rivers:record_month", args=[section.pk])
    assert enter(cast.clerk).get(url, {"month": month}).status_code == 200
    assert enter(cast.clerk).post(url, {"month": month, "monitored": "yes"}).status_code == 422
