"""回头看抽查: drawn by lot, once, and drawn again with the same result."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hezhang.core.kernel.periods import quarter_of
from hezhang.core.kernel.refusal import NotAllowed
from issues.clocks.choices import Severity
from issues.ledger import services as ledger
from issues.ledger.models import Issue
from issues.lookback import rules
from issues.lookback.models import Draw, DrawnIssue, LookBackRule
from issues.lookback.rules import Candidate, Share, draw
from issues.lookback.services import draw_sample, sample_of
from tests.issues import build

TOWNS = ["990101001001", "990101002000"]
CANDIDATES = st.lists(
    st.tuples(st.sampled_from(TOWNS), st.sampled_from([1, 2, None]), st.sampled_from(["minor", "major"])), max_size=60
)


@given(CANDIDATES, st.integers(0, 100), st.integers(0, 3), st.text("0123456789abcdef", min_size=1, max_size=16))
def test_every_town_and_class_gives_its_share_and_the_same_again(told, percent, least, seed):
    rows = [Candidate(pk, f"M{pk:05d}", *each) for pk, each in enumerate(told)]
    shares = {"minor": Share(percent, 0), "major": Share(100, 0)}
    drawn = draw(rows, shares, seed)
    assert drawn == draw(reversed(rows), shares, seed) and len(set(drawn)) == len(drawn)
    of = {grade: sum(one.severity == grade for one in rows) for grade in ("minor", "major")}
    assert len(drawn) == of["major"] + -(-of["minor"] * percent // 100)
    for stratum in {one.stratum for one in rows if one.severity == "minor"}:
        there, taken = (sum(one.stratum == stratum for one in part) for part in (rows, drawn))
        assert there * percent // 100 <= taken <= -(-there * percent // 100)
    more = draw(rows, {"minor": Share(percent, least)}, seed)
    for town in TOWNS:
        there, taken = (sum(one.region == town and one.severity == "minor" for one in part) for part in (rows, more))
        assert taken >= min(there, least)


def test_the_lot_is_what_anybody_reckons():
    """Written down, since a sample of years ago must still come out the same."""
    rows = [Candidate(pk, f"M{pk:05d}", TOWNS[0], 1, "minor") for pk in range(10)]
    assert [one.pk for one in draw(rows, {"minor": Share(30, 0)}, "2026")] == [1, 7, 9]


@pytest.fixture
def signed_off(cast):
    """Six that were signed off in the last quarter: one of them grave."""
    day = quarter_of(timezone.localdate()).start
    quarter = quarter_of(date.fromordinal(day.toordinal() - 1))
    issues = [build.closed(cast, text=f"垃圾{number}") for number in range(6)]
    at, keys = quarter.bounds()[1], [issue.pk for issue in issues]
    names = ("found_at", "registered_at", "dispatched_at", "applied_at", "verified_at", "closed_at")
    Issue.objects.filter(pk__in=keys).update(**dict.fromkeys(names, at - timedelta(days=1)))
    Issue.objects.filter(pk=keys[0]).update(severity=Severity.MAJOR)
    return quarter, issues


def test_all_grave_ones_and_a_share_of_the_others(cast, signed_off):
    quarter, issues = signed_off
    LookBackRule.objects.filter(severity=Severity.MINOR).update(percent=40)
    made = draw_sample(by=cast.clerk, quarter=quarter)
    drawn = set(made.issues.values_list("issue", flat=True))
    assert (made.population, len(drawn), issues[0].pk in drawn) == (6, 3, True)
    with pytest.raises(ValidationError, match="不能重抽"):
        draw_sample(by=cast.clerk, quarter=quarter)
    LookBackRule.objects.update(percent=100)  # of today; the sample keeps its own
    ledger.rebound(issues[0], cast.clerk, words="又有", photos=[build.photo(cast.clerk)])
    assert {one.pk for one in sample_of(made)} == drawn


def test_not_of_a_quarter_that_runs_and_not_by_others(cast, signed_off):
    quarter, _ = signed_off
    with pytest.raises(ValidationError, match="还没有结束"):
        draw_sample(by=cast.clerk, quarter=quarter_of(timezone.localdate()))
    for key in ("leader", "patroller", "handler", "village_chief"):
        with pytest.raises(NotAllowed):
            draw_sample(by=cast[key], quarter=quarter)
    with pytest.raises(ValidationError, match="没有可抽取"):
        draw_sample(by=cast.neighbour_clerk, quarter=quarter)
    assert not Draw.objects.exists()


def test_drawn_taken_along_and_looked_at(cast, enter, signed_off):
    """The office draws and prints; the patroller, on the phone, sees what waits and says what was found."""
    quarter, _ = signed_off
    client = enter(cast.clerk)
    assert client.post(reverse("issues:draw_sample"), {"quarter": f"{quarter.start:%Y-%m-%d}"}).status_code == 302
    made = Draw.objects.get()
    page = client.get(made.get_absolute_url() + "?tab=all").content.decode()
    assert "待看" in page and "垃圾0" in page
    sheet = client.get(made.get_absolute_url() + "?tab=all&export=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(sheet.streaming_content)))
    assert any("垃圾0" in map(str, row) for row in book.get_sheet_by_index(0).to_python())
    assert "与名单一致" in client.get(reverse("issues:draw_explained", args=[made.pk])).content.decode()
    waiting = DrawnIssue.objects.visible_to(cast.patroller).waiting()
    number = waiting.count()
    ledger.hold(waiting.first().issue, cast.patroller, photos=[build.photo(cast.patroller)])
    phone = enter(cast.patroller)
    told = BeautifulSoup(phone.get(made.get_absolute_url()).content, "html.parser")
    assert len(told.select(".issue-cells .cell")) == number - 1 == waiting.count()


def test_who_is_looked_at_does_not_know_beforehand(cast, enter, signed_off):
    made = draw_sample(by=cast.clerk, quarter=signed_off[0])
    for key, status in (("handler", 403), ("village_chief", 403), ("neighbour_clerk", 404), ("leader", 200)):
        assert enter(cast[key]).get(made.get_absolute_url()).status_code == status, key
    assert not rules.sees_draws(cast.handler) and not DrawnIssue.objects.visible_to(cast.handler).exists()
