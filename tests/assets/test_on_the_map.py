"""Each kind of assets is a layer of the map, with a panel, and moved by a hand."""

from urllib.parse import urlencode

from django.urls import reverse

from rivers.assets.services import edit_object_kind, end_asset, move_asset
from rivers.registry.services.saving import place_mark

BOX = {"by": "water", "box": "120,27,121,28"}


def points(client, kind):
    return client.get(reverse("rivers:map_points"), {"kind": f"asset{kind.pk}"})


def test_a_kind_is_a_layer(cast, enter, asset, kind):
    client = enter(cast.village_chief)
    assert f'value="asset{kind.pk}"' in client.get(reverse("rivers:map")).text
    told = points(client, kind).json()
    assert told["points"] == [[asset.pk, 27.9, 120.8, 0]] and told["label"] == "小排口"
    assert points(enter(cast.village2_chief), kind).json()["points"] == []
    panel = client.get(reverse("rivers:map_asset", args=[asset.pk])).text
    assert "12.3 万m³" in panel and "移动位置" not in panel


def test_what_has_ended_or_is_retired_goes(cast, enter, asset, kind):
    end_asset(asset, asset.values.first().valid_from, by=cast.clerk)
    client = enter(cast.clerk)
    assert points(client, kind).json()["points"] == []
    edit_object_kind(kind, {"is_active": False}, by=cast.system_admin)
    assert points(client, kind).status_code == 404


def test_the_table_names_it(cast, enter, asset, kind):
    url = f"{reverse('rivers:map_rows')}?{urlencode(BOX | {'kinds': f'asset{kind.pk}'})}"
    page = enter(cast.clerk).get(url).text
    assert asset.name in page and f"asset{kind.pk}-{asset.pk}" in page


def test_move_asset(cast, enter, asset):
    client, url = enter(cast.clerk), reverse("rivers:move_asset", args=[asset.pk])
    seen = place_mark(asset)
    assert client.post(url, {"lat": "27.95", "lng": "120.85", "seen": seen}).status_code == 200
    late = client.post(url, {"lat": "27.96", "lng": "120.86", "seen": seen})
    assert late.status_code == 409
    asset.refresh_from_db()
    assert (asset.lat, asset.lng) == (27.95, 120.85)
    assert move_asset(asset, 28.0, 120.9, by=cast.clerk).lat == 28.0
