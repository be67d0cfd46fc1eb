"""An asset is entered by the office, inside its region, with a code by the rule and values from a day on."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from rivers.assets.models import Asset, FieldValue
from rivers.assets.services import create_asset
from rivers.registry.models import CodeSerial, River


def new(cast, kind, by=None, **changed):
    return create_asset(by=by, **{"kind": kind, "name": "新排污口", "region": cast.village} | changed)


def test_it_gets_the_next_code_and_its_reachs_river(cast, kind, asset):
    assert (asset.code, asset.river, asset.pinyin) == ("990102U00001", cast.river, "lqpwk")
    assert new(cast, kind).code == "990102U00002"
    entry = Entry.objects.get(action="asset.create", object_id=str(asset.pk))
    assert entry.post == cast.clerk and entry.after["name"] == "老桥排污口"


def test_a_number_is_not_given_out_twice(cast, kind, asset):
    asset.values.all().delete()
    asset.delete()
    assert new(cast, kind).code == "990102U00002" and CodeSerial.objects.get().last == 2


def test_codes_of_other_makes_are_left_alone(cast, kind):
    for code in ("990102U77", "990102U0000X", "990102U00041", "990103U00099"):
        new(cast, kind, code=code)
    assert new(cast, kind).code == "990102U00042"


def test_a_full_series_is_told(cast, kind):
    new(cast, kind, code="990102U99999")
    with pytest.raises(ValidationError) as refused:
        new(cast, kind)
    assert "5 位顺序号" in refused.value.message_dict["code"][0]


def test_values_hold_from_their_day(cast, kind, fields, asset):
    told = dict(FieldValue.objects.values_list("field__key", "text"))
    assert told == {"sort": "农业排口", "yearly": "12.3"}
    row = FieldValue.objects.get(field=fields["yearly"])
    assert (row.valid_from, row.number, row.post) == (date(2024, 1, 1), Decimal("12.3"), cast.clerk)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"code": "990102U00001"}, "code"),
        ({"lat": 27.9}, "lng"),
        ({"lat": 91.0, "lng": 120.0}, "lat"),
    ],
)
def test_a_wrong_one_is_refused_by_field(cast, kind, asset, changed, field):
    with pytest.raises(ValidationError) as refused:
        new(cast, kind, by=cast.clerk, **changed)
    assert field in refused.value.message_dict
    assert Asset.objects.count() == 1


def test_reach_river_and_region_agree(cast, kind):
    other = River.objects.create(name="别溪", code="X1", region=cast.county)
    with pytest.raises(ValidationError) as refused:
        new(cast, kind, river=other, reach=cast.village_reach)
    assert "reach" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        new(cast, kind, reach=cast.village_reach, region=cast.town2)
    assert "region" in refused.value.message_dict


@pytest.mark.parametrize("typed", [{"sort": "别的"}, {"yearly": "-1"}, {"yearly": "1.234"}, {"yearly": "很多"}, {"since": "去年"}, {"watched": "也许"}])  # fmt: skip
def test_what_a_field_does_not_take_is_refused_at_the_field(cast, kind, fields, typed):
    values = {fields[key]: value for key, value in typed.items()}
    with pytest.raises(ValidationError) as refused:
        new(cast, kind, values=values)
    assert list(refused.value.message_dict) == [f"f{next(iter(values)).pk}"]
    assert not Asset.objects.exists()


def test_a_required_field_is_asked_for_and_a_retired_kind_refused(cast, kind, fields):
    fields["sort"].is_required = True
    fields["sort"].save()
    with pytest.raises(ValidationError):
        new(cast, kind)
    kind.is_active = False
    kind.save()
    with pytest.raises(Refusal):
        new(cast, kind, values={fields["sort"]: "农业排口"})


@pytest.mark.parametrize("who", ["handler", "town_chief", "leader", "system_admin", "neighbour_clerk"])
def test_only_the_offices_own_staff_write(cast, kind, who):
    with pytest.raises(PermissionDenied):
        new(cast, kind, by=cast[who])


def test_by_the_form(cast, enter, kind, fields):
    client, url = enter(cast.clerk), reverse("rivers:create_asset")
    assert "排污口" in client.get(url).text
    url = f"{url}?kind={kind.pk}&reach={cast.village_reach.pk}"
    page = client.get(url).text
    assert "990102U00001" in page and "年排污总量（万m³）" in page
    sent = {"name": "桥下排口", "region": cast.village.code, "reach": cast.village_reach.pk, "since": "2025-01-01"}
    sent |= {f"f{fields['yearly'].pk}": "3.5", f"f{fields['watched'].pk}": "是"}
    answer = client.post(url, sent)
    made = Asset.objects.get()
    assert answer.url == made.get_absolute_url() and made.code == "990102U00001"
    assert dict(made.values.values_list("field__key", "text")) == {"yearly": "3.5", "watched": "是"}
    answer = client.post(url, sent | {"name": "", f"f{fields['yearly'].pk}": "多"})
    assert answer.status_code == 422 and Asset.objects.count() == 1
