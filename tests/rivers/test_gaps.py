"""河河有人看: where one chief did not follow the other, and where nobody will."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rivers.chiefs.rules import gaps
from rivers.chiefs.services import appoint, dismiss

START = date(2026, 11, 1)
DAYS = [START + timedelta(days=n) for n in range(40)]
day = st.integers(0, 30).map(lambda n: START + timedelta(days=n))


@given(st.lists(st.tuples(day, st.none() | day), max_size=6))
def test_gaps_are_the_days_that_nobody_holds(spans):
    """Against a slow reference, day by day; a span that ends before it begins was never held."""
    held = {each for each in DAYS for first, last in spans if first <= each <= (last or date.max)}
    begun = min(held, default=None)
    free = {each for each in DAYS if begun and each > begun and each not in held}
    assert {each for each in DAYS for first, last in gaps(spans) if first <= each <= (last or date.max)} == free


def test_the_list_says_from_when_to_when(cast, enter, django_assert_max_num_queries):
    today = timezone.localdate()
    dismiss(cast.village_reach.tenures.get(), today - timedelta(days=20), by=None)
    appoint(
        by=None, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=today - timedelta(days=9)
    )
    dismiss(cast.village2_reach.tenures.get(), today - timedelta(days=3), by=None)
    dismiss(cast.town_reach.tenures.get(), today + timedelta(days=5), by=None)
    appoint(by=None, post=cast.city_chief, reach=cast.county_reach, kind="responsible", starts_on=today)
    client, url = enter(cast.clerk), reverse("rivers:gaps")
    with django_assert_max_num_queries(15):
        page = client.get(url).content.decode()
    assert all(word in page for word in ("澄溪上桥村段", "澄溪下桥村段", "澄溪桥头镇段")) and "澄溪澄江区段" not in page
    told = {tab: client.get(url, {"tab": tab}).content.decode() for tab in ("open", "coming", "past")}
    assert "澄溪下桥村段" in told["open"] and "任命河长" in told["open"]
    assert "澄溪桥头镇段" in told["coming"] and "澄溪上桥村段" in told["past"]
    assert "澄溪上桥村段" not in told["open"] + told["coming"]
    assert "澄溪下桥村段" not in enter(cast.neighbour_clerk).get(url).content.decode()
