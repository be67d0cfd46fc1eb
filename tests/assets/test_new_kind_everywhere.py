"""A kind and a field that an office has just made by the pages are in the form, the list, the map, Excel in and out at once."""

from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from hezhang.core.web.excel import read_sheets
from rivers.assets.models import Asset, ObjectField, ObjectKind
from tests.imports.desks import book, bring_in, try_out, whys


def make(client):
    sent = {"name": "涝池", "holder": "asset", "letter": "AA", "shape": "diamond", "colour": "#123456"}
    client.post(reverse("rivers:create_object_kind"), sent | {"has_position": "on", "is_active": "on"})
    kind = ObjectKind.objects.get(name="涝池")
    sent = {"name": "蓄水量", "type": "number", "unit": "m³", "decimals": "1", "in_list": "on", "is_active": "on"}
    client.post(reverse("rivers:create_object_field", args=[kind.pk]), sent)
    return kind, ObjectField.objects.get(kind=kind)


def test_everywhere_at_once(cast, enter):
    client = enter(cast.clerk)
    kind, field = make(client)
    form, listed = f"{reverse('rivers:create_asset')}?kind={kind.pk}", reverse("rivers:assets")
    assert "蓄水量（m³）" in client.get(form).text
    sent = {"name": "上桥涝池", "region": cast.village.code, "since": "2026-01-05", "lat": "27.9", "lng": "120.8"}
    assert client.post(form, sent | {f"f{field.pk}": "350.5"}).status_code == 302
    page = client.get(listed, {"kind": kind.pk}).text
    assert "蓄水量（m³）" in page and "350.5" in page and "涝池" in client.get(listed).text
    layer = client.get(reverse("rivers:map_points"), {"kind": f"asset{kind.pk}"}).json()
    assert layer["shape"] == "diamond" and len(layer["points"]) == 1
    out = b"".join(client.get(listed, {"kind": kind.pk, "export": "xlsx"}))
    assert any("蓄水量（m³）" in row for row in load_workbook(BytesIO(out)).active.iter_rows(values_only=True))
    plan = try_out("assets", read_sheets(BytesIO(out)), by=cast.clerk)
    assert whys(plan) == "" and plan.counts["same"] == 1
    bring_in(
        "assets", book([["名称", "所属区划", "蓄水量(m³)"], ["下桥涝池", "下桥村", 90]], name="涝池"), by=cast.clerk
    )
    made = Asset.objects.get(name="下桥涝池")
    assert made.kind == kind and made.code == "990102AA00002" and made.values.get().text == "90"
