"""一河一档: the fields of a river with their days, what flows into it as a tree, the assets at it by kind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from rivers.assets.facts import fields_of, river_kind
from rivers.assets.facts.dossier import banks_of, tree_of
from rivers.assets.models import FieldValue
from rivers.assets.services import edit_dossier, set_river_value
from rivers.registry.models import River
from rivers.registry.services import create_river, edit_river


@pytest.fixture
def basin(cast):
    """By name: the field of the river's dossier."""
    return {field.key: field for field in fields_of(river_kind(cast.river), cast.county.code)}


def stream(cast, name, into, bank=""):
    return create_river(by=cast.clerk, name=name, kind="river", code="", region=cast.county, flows_into=into, joins_bank=bank)  # fmt: skip


def test_edit_dossier(cast, enter, basin):
    client, url = enter(cast.clerk), reverse("rivers:edit_dossier", args=[cast.river.pk])
    version = River.objects.get(pk=cast.river.pk).version
    assert "流域（汇水）总面积（km²）" in client.get(url).text
    sent = {f"f{basin['basin_area'].pk}": "56.70", "since": "2024-01-01", "version": version}
    assert client.post(url, sent).url == reverse("rivers:river_dossier", args=[cast.river.pk])
    assert client.post(url, sent | {f"f{basin['basin_area'].pk}": "60"}).status_code == 409
    page = client.get(reverse("rivers:river_dossier", args=[cast.river.pk])).text
    assert "56.7 km²" in page and "2024年1月1日" in page
    with pytest.raises(PermissionDenied):
        edit_dossier(cast.river, {basin["slope"]: "1"}, date(2024, 1, 1), by=cast.town_chief)


def test_set_river_value(cast, enter, basin):
    field = basin["basin_area"]
    set_river_value(cast.river, field, "50", date(2020, 1, 1), by=cast.clerk)
    client, url = enter(cast.clerk), reverse("rivers:set_river_value", args=[cast.river.pk, field.pk])
    version = River.objects.get(pk=cast.river.pk).version
    assert client.post(url, {"value": "55", "since": "2023-01-01", "version": version}).status_code == 302
    page = reverse("rivers:river_dossier", args=[cast.river.pk])
    assert "50 km²" in client.get(page, {"on": "2021-01-01"}).text
    dropped = client.post(reverse("rivers:drop_value", args=[FieldValue.objects.get(text="55").pk]))
    assert dropped.url == page


def test_tributaries_are_a_tree_and_counted_by_bank(cast, enter):
    left = stream(cast, "东溪", cast.river, "left")
    stream(cast, "西溪", cast.river, "right")
    stream(cast, "小东溪", left)
    tree = tree_of(cast.river, cast.clerk)
    assert [(one.river.name, one.depth) for one in tree] == [("东溪", 0), ("小东溪", 1), ("西溪", 0)]
    assert banks_of(tree) == [("左岸支流", 1), ("右岸支流", 1), ("岸别未填", 0)]
    page = enter(cast.leader).get(reverse("rivers:river_dossier", args=[cast.river.pk])).text
    assert "小东溪" in page and "左岸支流 1 条" in page
    assert "汇入" in enter(cast.clerk).get(reverse("rivers:river_dossier", args=[left.pk])).text


def test_no_circles_and_no_bank_without_a_mouth(cast):
    left = stream(cast, "东溪", cast.river, "left")
    small = stream(cast, "小东溪", left)
    for mouth in (cast.river, left, small):
        with pytest.raises(ValidationError) as refused:
            edit_river(cast.river, {"flows_into": mouth}, by=cast.clerk)
        assert "flows_into" in str(refused.value) or "环" in str(refused.value)
    with pytest.raises(ValidationError):
        edit_river(cast.river, {"joins_bank": "left"}, by=cast.clerk)
    assert River.objects.get(pk=cast.river.pk).flows_into is None


def test_assets_are_counted_by_kind(cast, enter, asset, kind):
    url = reverse("rivers:river_dossier", args=[cast.river.pk])
    page = enter(cast.clerk).get(url).text
    assert f"?kind={kind.pk}&amp;river={cast.river.pk}" in page
    listed = enter(cast.clerk).get(reverse("rivers:assets"), {"kind": kind.pk, "river": cast.river.pk}).text
    assert asset.name in listed
    on_reach = enter(cast.village_chief).get(reverse("rivers:reach_dossier", args=[cast.village_reach.pk])).text
    assert asset.name in on_reach and "新增对象" not in on_reach
    assert asset.name not in enter(cast.village2_chief).get(url).text
