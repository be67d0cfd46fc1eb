"""One field through time: any day may be noted, the latest that has begun holds, and a wrong one is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import EditedMeanwhile, Refusal
from rivers.assets.choices import ValueType
from rivers.assets.facts import lines_of
from rivers.assets.models import FieldValue, ObjectField
from rivers.assets.rules import WrongValue, canonical, holding
from rivers.assets.services import drop_value, set_value

DAY = date(2024, 1, 1)


def on(asset, field, day):
    return next(line.text for line in lines_of(asset, asset.kind, day) if line.field == field)


def test_an_earlier_day_is_filled_in_without_changing_today(cast, asset, fields):
    set_value(asset, fields["yearly"], "9", date(2022, 1, 1), by=cast.clerk)
    assert [on(asset, fields["yearly"], date(year, 6, 1)) for year in (2021, 2022, 2024)] == ["", "9", "12.3"]


def test_a_value_is_taken_back(cast, asset, fields):
    row = set_value(asset, fields["yearly"], "99", date(2025, 1, 1), by=cast.clerk)
    drop_value(row, by=cast.clerk)
    assert on(asset, fields["yearly"], date(2025, 6, 1)) == "12.3"
    assert Entry.objects.filter(action="asset.drop_value").count() == 1
    with pytest.raises((Refusal, FieldValue.DoesNotExist)):
        drop_value(FieldValue(pk=row.pk or 0, field=row.field, asset=asset, valid_from=row.valid_from), by=cast.clerk)


def test_others_and_the_late_are_refused(cast, asset, fields):
    with pytest.raises(PermissionDenied):
        set_value(asset, fields["yearly"], "1", DAY, by=cast.neighbour_clerk)
    with pytest.raises(EditedMeanwhile):
        set_value(asset, fields["yearly"], "1", DAY, by=cast.clerk, seen=7)
    with pytest.raises(ValidationError):
        set_value(asset, fields["yearly"], "1", date(1800, 1, 1), by=cast.clerk)


def test_by_the_pages(cast, enter, asset, fields):
    client = enter(cast.clerk)
    url = reverse("rivers:set_value", args=[asset.pk, fields["yearly"].pk])
    assert "12.3 万m³" in client.get(url).text
    assert client.post(url, {"value": "20", "since": "2025-01-01", "version": "1"}).status_code == 302
    assert client.post(url, {"value": "21", "since": "2025-01-01", "version": "1"}).status_code == 409
    assert client.post(url, {"value": "x", "since": "2025-01-01", "version": "2"}).status_code == 422
    page = client.get(asset.get_absolute_url()).text
    assert "20 万m³" in page and "12.3 万m³（2024年1月1日起）" in page
    assert "12.3 万m³" in client.get(asset.get_absolute_url(), {"on": "2024-05-01"}).text
    row = FieldValue.objects.get(text="20")
    assert client.post(reverse("rivers:drop_value", args=[row.pk])).url == asset.get_absolute_url()
    assert not FieldValue.objects.filter(text="20").exists()
    assert client.get(reverse("rivers:set_value", args=[asset.pk, 999999])).status_code == 302


def slow(rows, day):
    """Day by day backwards, until one says something."""
    for back in range(400):
        for since, text in rows.items():
            if since == day - timedelta(days=back):
                return text
    return None


@given(st.dictionaries(st.integers(0, 300), st.text(max_size=3), max_size=8), st.integers(0, 399))
def test_what_holds_is_what_a_slow_search_finds(values, day):
    rows = {DAY + timedelta(days=since): text for since, text in values.items()}
    found = holding(
        [FieldValue(valid_from=since, text=text) for since, text in rows.items()], DAY + timedelta(days=day)
    )
    assert (found.text if found else None) == slow(rows, DAY + timedelta(days=day))


@given(st.sampled_from(list(ValueType)), st.text(max_size=12), st.integers(0, 6))
def test_what_is_kept_once_is_kept_the_same_again(type_, typed, decimals):
    field = ObjectField(name="x", type=type_, unit="m", decimals=decimals, options="甲\n乙")
    try:
        kept = canonical(field, typed)
    except WrongValue:
        return
    assert canonical(field, kept) == kept and len(kept) <= 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("１２.５０", "12.5"), ("1,200", "1200"), ("-0", "0"), ("3 m", "3"), ("1e3", "1000"), (" ", ""), (None, "")],
)
def test_figures_as_people_type_them(typed, kept):
    assert canonical(ObjectField(name="x", type=ValueType.NUMBER, unit="m", decimals=2), typed) == kept


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e30", "12..5", "0x1", "一"])
def test_no_figures(typed):
    with pytest.raises(WrongValue):
        canonical(ObjectField(name="x", type=ValueType.NUMBER, decimals=2), typed)
