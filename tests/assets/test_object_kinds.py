"""Kinds and fields: added by an office for its own region, changed with care for what is stored, never deleted."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import EditedMeanwhile
from rivers.assets.choices import Holder, ValueType
from rivers.assets.defaults import load
from rivers.assets.facts import fields_of, kinds_of, settable_kinds
from rivers.assets.models import ObjectField, ObjectKind
from rivers.assets.services import (
    create_object_field,
    create_object_kind,
    edit_object_field,
    edit_object_kind,
)
from rivers.assets.services.kinds import mark


def test_what_ships_is_loaded_once_and_an_edited_row_left(cast):
    assert load() == 0
    kind = ObjectKind.objects.get(key="outfall")
    kind.name, kind.is_active = "入河排口", False
    kind.save()
    kind.fields.filter(key="scale").update(name="别名")
    assert load() == 0 and kind.fields.filter(name="别名").exists()
    assert ObjectKind.objects.filter(region=None).count() == 26


def test_an_offices_own_kind_holds_in_its_region_alone(cast):
    kind = create_object_kind(by=cast.clerk, name="涝池", holder=Holder.ASSET, letter="AA")
    create_object_field(by=cast.clerk, kind=kind, name="面积", type=ValueType.NUMBER, unit="亩")
    assert kind in kinds_of(cast.clerk) and kind in kinds_of(cast.village_chief)
    assert kind not in kinds_of(cast.neighbour_clerk) and kind not in settable_kinds(cast.system_admin)
    with pytest.raises(ValidationError):
        create_object_kind(by=cast.clerk, name="涝池", holder=Holder.ASSET)
    assert create_object_kind(by=cast.neighbour_clerk, name="涝池", holder=Holder.ASSET)


def test_what_ships_is_the_system_administrators_and_a_region_adds_fields(cast, kind, fields):
    with pytest.raises(PermissionDenied):
        edit_object_kind(kind, {"name": "别名"}, by=cast.clerk)
    with pytest.raises(PermissionDenied):
        edit_object_field(fields["unit"], {"name": "别名"}, by=cast.clerk)
    assert edit_object_kind(kind, {"name": "别名"}, by=cast.system_admin).name == "别名"
    added = create_object_field(by=cast.clerk, kind=kind, name="溯源编号", type=ValueType.TEXT)
    assert added in fields_of(kind, cast.village.code) and added not in fields_of(kind, cast.neighbour.code)
    with pytest.raises(ValidationError):
        create_object_field(by=cast.clerk, kind=kind, name="排放单位", type=ValueType.TEXT)


@pytest.mark.parametrize("who", ["town_chief", "handler", "leader"])
def test_others_add_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        create_object_kind(by=cast[who], name="涝池", holder=Holder.ASSET)


def test_with_values_a_type_and_used_options_stay(cast, asset, fields):
    with pytest.raises(ValidationError) as refused:
        edit_object_field(fields["yearly"], {"type": ValueType.TEXT}, by=cast.system_admin)
    assert "1 条数据" in str(refused.value)
    with pytest.raises(ValidationError):
        edit_object_field(fields["sort"], {"options": "工业排污口\n其他"}, by=cast.system_admin)
    edited = edit_object_field(fields["sort"], {"options": "农业排口\n其他\n"}, by=cast.system_admin)
    assert edited.choices == ["农业排口", "其他"]
    assert edit_object_field(fields["since"], {"type": ValueType.TEXT}, by=cast.system_admin).type == ValueType.TEXT


def test_a_retired_field_leaves_the_form_and_keeps_what_it_said(cast, enter, asset, fields):
    edit_object_field(fields["yearly"], {"is_active": False}, by=cast.system_admin)
    page = enter(cast.clerk).get(asset.get_absolute_url()).text
    assert "12.3 万m³" in page and "已停用" in page
    assert f"f{fields['yearly'].pk}" not in enter(cast.clerk).get(reverse("rivers:edit_asset", args=[asset.pk])).text


@pytest.mark.parametrize(
    "wrong", [{"type": "choice", "options": "一个"}, {"type": "number", "least": 3, "most": 1}, {"type": "sea"}]
)
def test_a_field_that_cannot_be_is_refused(cast, kind, wrong):
    with pytest.raises(ValidationError):
        create_object_field(by=cast.clerk, kind=kind, name="新", **wrong)


def test_a_stale_edit_is_told(cast, kind, fields):
    seen = mark(kind)
    edit_object_kind(kind, {"name": "甲"}, by=cast.system_admin, seen=seen)
    with pytest.raises(EditedMeanwhile):
        edit_object_kind(kind, {"name": "乙"}, by=cast.system_admin, seen=seen)


def test_by_the_pages(cast, enter):
    client = enter(cast.clerk)
    assert "排污口" in client.get(reverse("rivers:object_kinds")).text
    sent = {
        "name": "涝池",
        "holder": "asset",
        "letter": "AA",
        "shape": "circle",
        "colour": "#123456",
        "is_active": "on",
    }
    answer = client.post(reverse("rivers:create_object_kind"), sent)
    kind = ObjectKind.objects.get(name="涝池")
    assert answer.url == kind.get_absolute_url()
    assert client.post(reverse("rivers:create_object_kind"), sent | {"letter": "小"}).status_code == 422
    field = {"name": "面积", "type": "number", "unit": "亩", "decimals": "2", "is_active": "on"}
    assert client.post(reverse("rivers:create_object_field", args=[kind.pk]), field).status_code == 302
    made = ObjectField.objects.get(name="面积", kind=kind)
    url = reverse("rivers:edit_object_field", args=[made.pk])
    assert client.post(url, field | {"name": "水面面积", "seen": mark(made)}).status_code == 302
    late = client.post(url, field | {"name": "别的", "seen": mark(made)})
    assert late.status_code == 409 and "水面面积" in late.text
    edit = reverse("rivers:edit_object_kind", args=[kind.pk])
    assert client.post(edit, sent | {"name": "坑塘", "seen": mark(kind)}).status_code == 302
    assert "坑塘" in client.get(kind.get_absolute_url()).text
    assert enter(cast.neighbour_clerk).get(kind.get_absolute_url()).status_code == 404
    shipped = ObjectKind.objects.get(key="outfall")
    assert client.get(reverse("rivers:edit_object_kind", args=[shipped.pk])).status_code == 403
