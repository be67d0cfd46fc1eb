"""Who sees which assets; lists cost the same at any length, and one of a kind has the kind's own columns."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from rivers.assets.models import Asset
from rivers.assets.services import create_asset, set_value


def read_out(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def grow(cast, kind, fields, count):
    for number in range(count):
        values = {fields["yearly"]: number, fields["unit"]: f"单位{number}"}
        create_asset(by=None, kind=kind, name=f"口{number}", region=cast.village2, river=cast.river, values=values)


@pytest.mark.parametrize("query", [{}, {"export": "xlsx"}])
@pytest.mark.parametrize("of_kind", [False, True])
def test_a_list_costs_the_same_with_one_row_and_with_more(cast, enter, asset, kind, fields, query, of_kind):
    client, url, costs = enter(cast.clerk), reverse("rivers:assets"), []
    for more in (0, 3):
        grow(cast, kind, fields, more)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url, query | ({"kind": kind.pk} if of_kind else {}))
            read_out(answer)
        assert answer.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_the_columns_of_a_kind_sort_by_figure(cast, enter, asset, kind, fields):
    grow(cast, kind, fields, 3)
    client, url = enter(cast.clerk), reverse("rivers:assets")
    page = client.get(url, {"kind": kind.pk, "order": f"-f{fields['yearly'].pk}"}).text
    places = [page.index(name) for name in ("老桥排污口", "口2", "口1", "口0")]
    assert places == sorted(places) and "年排污总量（万m³）" in page and "单位2" in page
    assert "年排污总量" not in client.get(url).text


def test_the_workbook_has_every_field(cast, enter, asset, kind, fields):
    answer = enter(cast.clerk).get(reverse("rivers:assets"), {"kind": kind.pk, "export": "xlsx"})
    rows = [list(row) for row in load_workbook(BytesIO(read_out(answer))).active.iter_rows(values_only=True)]
    head = next(row for row in rows if row[0] == "序号")
    told = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert told["年排污总量（万m³）"] == 12.3 and told["排污口类型"] == "农业排口" and "是否监测" in told


@pytest.mark.parametrize(
    ("who", "sees"),
    [("village_chief", True), ("town_chief", True), ("leader", True), ("handler", True), ("village2_chief", False), ("neighbour_clerk", False)],
)  # fmt: skip
def test_the_scope(cast, enter, asset, who, sees):
    client = enter(cast[who])
    assert (asset.name in client.get(reverse("rivers:assets")).text) is sees
    assert client.get(asset.get_absolute_url()).status_code == (200 if sees else 404)
    assert client.get(reverse("audit:history", args=["asset", asset.pk])).status_code == (200 if sees else 404)


def test_a_reader_finds_no_buttons(cast, enter, asset, fields):
    set_value(asset, fields["yearly"], "13", date(2025, 1, 1), by=cast.clerk)
    page = enter(cast.village_chief).get(asset.get_absolute_url()).text
    assert "13 万m³" in page and "2 次" in page and "撤回" not in page and "编辑" not in page


def test_nonsense_in_the_address(cast, enter, asset):
    client = enter(cast.clerk)
    assert client.get(asset.get_absolute_url(), {"on": "x"}).status_code == 200
    for asked in ("x", "99999999999", "-1"):
        assert client.get(reverse("rivers:assets"), {"kind": asked}).status_code == 200
        assert client.get(reverse("rivers:create_asset"), {"kind": asked}).status_code == 200


def test_it_is_searched(cast, enter, asset):
    client = enter(cast.clerk)
    for typed in ("老桥", "lqpwk", "990102U00001"):
        assert asset.name in client.get(reverse("rivers:assets"), {"q": typed}).text
    assert Asset.objects.visible_to(cast.system_admin).count() == 0
