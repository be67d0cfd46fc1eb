"""Editing asks from which day on the values hold; a stale form loses nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import EditedMeanwhile
from rivers.assets.models import FieldValue
from rivers.assets.services import edit_asset, set_value


def told(asset, key):
    rows = FieldValue.objects.filter(asset=asset, field__key=key).order_by("valid_from")
    return [(f"{row.valid_from}", row.text) for row in rows]


def test_a_changed_value_is_noted_and_the_old_one_kept(cast, asset, fields):
    edit_asset(
        asset, {"keeper": "环保站"}, by=cast.clerk, seen=1, fields={fields["yearly"]: "15"}, since=date(2025, 1, 1)
    )
    assert told(asset, "yearly") == [("2024-01-01", "12.3"), ("2025-01-01", "15")]
    asset.refresh_from_db()
    assert (asset.keeper, asset.version) == ("环保站", 2)
    entry = Entry.objects.filter(action="asset.value").latest("id")
    assert entry.before == {"年排污总量（万m³）": "12.3 万m³"}


def test_the_same_value_is_not_noted_again(cast, asset, fields):
    edit_asset(asset, {}, by=cast.clerk, fields={fields["yearly"]: "12.300", fields["sort"]: "农业排口"})
    assert told(asset, "yearly") == [("2024-01-01", "12.3")]


def test_the_same_day_is_put_right(cast, asset, fields):
    edit_asset(asset, {}, by=cast.clerk, fields={fields["yearly"]: "13"}, since=date(2024, 1, 1))
    assert told(asset, "yearly") == [("2024-01-01", "13")]


def test_an_edit_that_would_not_be_seen_is_refused(cast, asset, fields):
    set_value(asset, fields["yearly"], "15", date(2025, 1, 1), by=cast.clerk)
    with pytest.raises(ValidationError) as refused:
        edit_asset(asset, {}, by=cast.clerk, fields={fields["yearly"]: "14"}, since=date(2024, 6, 1))
    assert "2025-01-01" in refused.value.message_dict[f"f{fields['yearly'].pk}"][0]
    assert told(asset, "yearly") == [("2024-01-01", "12.3"), ("2025-01-01", "15")]


def test_a_day_to_come_and_a_stale_form_are_refused(cast, asset, fields):
    ahead = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    with pytest.raises(ValidationError):
        edit_asset(asset, {}, by=cast.clerk, fields={fields["yearly"]: "14"}, since=ahead)
    asset.refresh_from_db()
    set_value(asset, fields["yearly"], "15", date(2025, 1, 1), by=cast.head)
    with pytest.raises(EditedMeanwhile):
        edit_asset(asset, {"name": "别名"}, by=cast.clerk, seen=1)


def test_by_the_form_only_what_was_changed_is_noted(cast, enter, asset, fields):
    client, url = enter(cast.clerk), reverse("rivers:edit_asset", args=[asset.pk])
    sent = {"name": asset.name, "code": asset.code, "region": cast.village.code, "reach": cast.village_reach.pk}
    sent |= {"river": cast.river.pk, "lat": "27.9", "lng": "120.8", "version": "1", "since": "2025-03-01"}
    sent |= {
        f"f{fields['sort'].pk}": "农业排口",
        f"f{fields['yearly'].pk}": "12.30",
        f"f{fields['unit'].pk}": "桥头养殖场",
    }
    assert client.post(url, sent).status_code == 302
    assert told(asset, "unit") == [("2025-03-01", "桥头养殖场")] and len(told(asset, "yearly")) == 1
    # The same form once more is stale: what was typed stands in it, and what stands now beside it.
    late = client.post(url, sent | {f"f{fields['unit'].pk}": "另一家"})
    assert late.status_code == 409 and "桥头养殖场" in late.text and "另一家" in late.text
    assert len(told(asset, "unit")) == 1


def test_a_value_is_taken_away_by_an_empty_box(cast, asset, fields):
    edit_asset(asset, {}, by=cast.clerk, fields={fields["yearly"]: ""}, since=date(2025, 1, 1))
    assert told(asset, "yearly")[-1] == ("2025-01-01", "")
