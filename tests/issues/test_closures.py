"""上报销号: what waits for a superior, per level and since when; by level in the ledger, by his number in the search."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.ledger.models import Issue
from tests.issues import build, listed
from tests.issues.acts import url

CLOSURES = reverse("issues:closures")


def test_per_level_with_how_long(cast, enter):
    province, nation, own = listed.waiting(cast), listed.waiting(cast, list_level="nation"), build.verified(cast)
    earlier = timezone.now() - timedelta(days=400)
    fields = ["found_at", "registered_at", "dispatched_at", "applied_at"]
    Issue.objects.filter(pk=nation.pk).update(
        **dict.fromkeys(fields, earlier), verified_at=timezone.now() - timedelta(days=12), state_since=earlier
    )
    page = enter(cast.clerk).get(CLOSURES).content.decode()
    assert province.number in page and nation.number in page and own.number not in page
    assert "12 天" in page and page.index(nation.number) < page.index(province.number)
    only = enter(cast.clerk).get(CLOSURES, {"tab": "nation"}).content.decode()
    assert nation.number in only and province.number not in only


@pytest.mark.parametrize("member", ["handler", "village_chief", "leader"])
def test_it_is_the_offices(cast, enter, member):
    assert enter(cast[member]).get(CLOSURES).status_code == 403


def test_the_neighbour_has_none_of_it(cast, enter):
    issue = listed.waiting(cast)
    assert issue.number not in enter(cast.neighbour_clerk).get(CLOSURES).content.decode()


def test_tab_and_filter_of_the_ledger(cast, enter):
    issue, own = listed.waiting(cast), build.verified(cast)
    for asked in ({"tab": "superior"}, {"tab": "all", "level": "province"}, {"tab": "all", "q": "省督-031"}):
        page = enter(cast.clerk).get(reverse("issues:ledger"), asked).content.decode()
        assert issue.number in page and own.number not in page, asked


def test_level_and_number_are_entered_with_the_registration_and_put_right(cast, enter):
    issue, client = build.reported(cast), enter(cast.clerk)
    form = client.get(url("register", issue)).content.decode()
    assert "列入层级" in form and "上级编号" in form
    data = {"category": build.Category.objects.get(name="乱堆").pk, "severity": "minor", "track": "term"}
    client.post(url("register", issue), data | {"list_level": "province", "outside_number": "省督-5"})
    issue.refresh_from_db()
    assert (issue.list_level, issue.outside_number) == ("province", "省督-5")
    told = data | {"text": issue.text, "place": "", "words": "层级写错了", "list_level": "nation"}
    client.post(url("correct", issue), told)
    issue.refresh_from_db()
    assert (issue.list_level, issue.outside_number) == ("nation", "省督-5")  # what was not sent stays
    assert client.post(url("correct", issue), told | {"list_level": "village"}).status_code == 422


def test_the_report_takes_the_number_along(cast, enter):
    data = {"source": "superior", "found_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "severity": "minor",
            "river": cast.river.pk, "reach": cast.village_reach.pk, "text": "护岸坍塌", "outside_number": "省督-8"}  # fmt: skip
    enter(cast.clerk).post(reverse("issues:report"), data)
    assert Issue.objects.get().outside_number == "省督-8"
