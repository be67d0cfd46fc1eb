"""The registry of a large city: 3,889 divisions, 20,000 reaches and their chiefs, 50,000 assets; its pages beside the bar of 300 ms.

Each page also says how many questions it asks (at most 15), and a workbook of all reaches is tried out (at most 10 s).
The largest file of boards that one job prints is made once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rustpy_xlsxwriter import write_worksheet

from bench import Row, bench, seconds
from bench.ledger import client_of, cost_of, deep
from bench.search import _fill as fill_ledger
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region, User
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.drawn import pdf
from hezhang.core.web.excel import read_sheets
from hezhang.core.web.importing.desk import fields, services
from rivers.assets.models import Asset, FieldValue, ObjectField, ObjectKind
from rivers.boards.facts.batch import sheets_in_order
from rivers.boards.models import Signboard
from rivers.boards.tasks import MOST
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from tests.cast import Cast, build

TOWNS, VILLAGES, RIVERS, ASSETS, BOARDS, ISSUES = 194, 19, 2_000, 50_000, 5_000, 20_000
SINCE, TIMES = date(2024, 1, 1), 5
MOST_MS, MOST_QUERIES, MOST_S = 300, 15, 10
MOST_PRINT_S = 300  # a job that is waited for beside other work
HEADINGS = ("河湖", "河段名称", "河段编码", "级别", "区划", "长度（km）")


@bench("registry")
def registry_of_a_city() -> Iterator[Row]:
    call_command("load_defaults", verbosity=0)
    cast = build()
    with override_settings(PAGES_PER_MINUTE=1_000_000):
        _fill(cast)
        for what, (client, url) in _ways(cast).items():
            questions = _questions(client, url)
            cost = min(cost_of(client, url) for _ in range(TIMES))
            yield Row(f"名录 2 万河段：{what}", cost * 1000, MOST_MS, "要求", "ms", at_most=1)
            yield Row(f"名录 2 万河段：{what}，查询次数", questions, MOST_QUERIES, "要求", "次", at_most=1)
    for what, code in (("没有变化", ""), ("全是新的", "N")):
        yield Row(f"导入 2 万行河段试算：{what}", _dry_run(cast, code), MOST_S, "要求", "s", at_most=1)
    yield Row(f"公示牌 {MOST} 块的牌面，一份 PDF", seconds(_print_boards), MOST_PRINT_S, "自定", "s", at_most=1)


def _ways(cast: Cast) -> dict[str, tuple[Client, str]]:
    clerk, chief = client_of(cast.clerk), client_of(Post.objects.filter(region__code="990102201000").get())
    river, reach = River.objects.get(code="B00700"), Reach.objects.get(code="B00700-3")
    asset, kind = Asset.objects.get(code="A007000"), ObjectKind.objects.get(pk=_kinds()[0].pk)
    lists = {"河湖": "/rivers/", "河段": "/rivers/reaches/", "河长": "/rivers/chiefs/", "公示牌": "/rivers/signboards/"}
    lists |= {"对象": "/rivers/assets/", "区划": "/people/regions/"}
    urls = {f"{name}名录": url for name, url in lists.items()}
    urls |= {
        "河段名录的深页": deep(clerk, "/rivers/reaches/?page_size=100"),
        "对象按类别": f"/rivers/assets/?kind={kind.pk}",
        "对象找名称": "/rivers/assets/?q=第7000处",
        "河湖主页": f"/rivers/{river.pk}/",
        "河湖河段": f"/rivers/{river.pk}/reaches/",
        "一河一档": f"/rivers/{river.pk}/dossier/",
        "沿革": f"/rivers/{river.pk}/history/",
        "河段主页": f"/rivers/reaches/{reach.pk}/",
        "对象页": f"/rivers/assets/{asset.pk}/",
        "搜索 河名": "/search/?q=河700",
        "搜索 人名": "/search/?q=村长77",
        "搜索 到处都有的词": "/search/?q=第",
        "地图页": "/rivers/map/",
    }
    ways = {what: (clerk, url) for what, url in urls.items()}
    for what in ("河段名录", "对象名录", "搜索 到处都有的词"):
        ways[f"{what}（镇）"] = (chief, urls[what])
    return ways


def _questions(client: Client, url: str) -> int:
    client.get(url)  # what is asked once a process is asked
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def _kinds() -> list[ObjectKind]:
    return list(ObjectKind.objects.filter(holder="asset").order_by("order", "pk"))


def _fill(cast: Cast) -> None:
    towns, villages = _regions(cast)
    chiefs = _chiefs([*towns, *villages])
    reaches = _reaches(cast, towns, villages)
    Tenure.objects.bulk_create(
        (Tenure(post=chiefs[one.region_id], reach=one, starts_on=SINCE) for one in reaches), batch_size=2000
    )
    _assets(reaches)
    _boards(reaches)
    fill_ledger(cast, 0, ISSUES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")  # as autovacuum does after such a load


def _regions(cast: Cast) -> tuple[list[Region], list[Region]]:
    towns = [
        Region(code=f"990102{201 + n}000", name=f"第{n}镇", tier=Tier.TOWN, parent=cast.county) for n in range(TOWNS)
    ]
    villages = [
        Region(code=f"{town.code[:9]}{201 + n}", name=f"{town.name}{n}村", tier=Tier.VILLAGE, parent=town)
        for town in towns
        for n in range(VILLAGES)
    ]
    return Region.objects.bulk_create(towns), Region.objects.bulk_create(villages)


def _chiefs(regions: list[Region]) -> dict[str, Post]:
    people = User.objects.bulk_create(
        User(username=f"b{one.code}", name=f"{'镇长' if one.tier == Tier.TOWN else '村长'}{n}", password="!")  # noqa: S106 - no password: nobody signs in as them
        for n, one in enumerate(regions)
    )
    posts = Post.objects.bulk_create(
        Post(user=user, role=Role.CHIEF, region=region, title="河长", starts_on=SINCE)
        for user, region in zip(people, regions, strict=True)
    )
    return {post.region_id: post for post in posts}


def _reaches(cast: Cast, towns: list[Region], villages: list[Region]) -> list[Reach]:
    """Each river in ten: two of a town, each with four of villages below it."""
    rivers = River.objects.bulk_create(
        River(name=f"河{n}", code=f"B{n:05d}", region=cast.county, kind="river") for n in range(RIVERS)
    )
    upper, lower = [], []
    for n, river in enumerate(rivers):
        for side in range(2):
            at = (n * 2 + side) % TOWNS
            facts: dict[str, Any] = {"river": river, "length_km": 2}
            named = f"河{n}第{side * 5}段"
            town = Reach(tier=Tier.TOWN, region=towns[at], code=f"B{n:05d}-{side * 5}", name=named, **facts)
            upper.append(town)
            for part in range(4):
                number = side * 5 + part + 1
                village = villages[at * VILLAGES + (n + part) % VILLAGES]
                facts |= {"parent": town, "name": f"河{n}第{number}段", "code": f"B{n:05d}-{number}"}
                lower.append(Reach(tier=Tier.VILLAGE, region=village, **facts))
    return [*Reach.objects.bulk_create(upper, batch_size=2000), *Reach.objects.bulk_create(lower, batch_size=2000)]


def _assets(reaches: list[Reach]) -> None:
    kinds = _kinds()
    rows = []
    for n in range(ASSETS):
        reach, kind = reaches[n % len(reaches)], kinds[n % len(kinds)]
        place = {"region_id": reach.region_id, "lat": 28 + n % 600 / 1000, "lng": 120 + n % 700 / 1000}
        named = {"code": f"A{n:06d}", "name": f"{kind.name}第{n}处"}
        rows.append(Asset(kind=kind, river_id=reach.river_id, reach=reach, **named, **place))
    assets = Asset.objects.bulk_create(rows, batch_size=2000)
    shown: dict[int, list[ObjectField]] = {}
    for one in ObjectField.objects.filter(in_list=True):
        shown.setdefault(one.kind_id, []).append(one)
    values = [
        FieldValue(asset=asset, field=field, valid_from=SINCE, text="1", number=1)
        for asset in assets
        for field in shown.get(asset.kind_id, [])
    ]
    FieldValue.objects.bulk_create(values, batch_size=2000)


def _boards(reaches: list[Reach]) -> None:
    places = [(f"P{n:05d}", reaches[n * 4], f"第{n}座桥头") for n in range(BOARDS)]
    Signboard.objects.bulk_create(
        (
            Signboard(code=code, reach=reach, region_id=reach.region_id, place=place, renewed_on=SINCE)
            for code, reach, place in places
        ),
        batch_size=2000,
    )


def _print_boards() -> None:
    """As the job makes it, the largest that it takes."""
    pks = list(Signboard.objects.order_by("code").values_list("pk", flat=True)[:MOST])
    sheets = (sheet for _, sheet in sheets_in_order(pks, timezone.localdate(), "https://example.org"))
    if len(pks) < MOST or sum(map(len, pdf(sheets))) < MOST * 1000:
        raise RuntimeError("too few")


def _dry_run(cast: Cast, prefix: str) -> float:
    """Seconds to try out a workbook of all reaches, with reading it; ``prefix`` before their codes makes them new ones."""
    rows = [
        dict(zip(HEADINGS, row, strict=True))
        for row in Reach.objects.filter(code__startswith="B").values_list(
            "river__code", "name", "code", "tier", "region_id", "length_km"
        )
    ]
    for row in rows:
        row["级别"] = Tier(row["级别"]).label
        row["长度（km）"] = float(row["长度（km）"])
        row["河段编码"] = prefix + row["河段编码"]
        row["河段名称"] += prefix
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reaches.xlsx"
        write_worksheet(rows, str(path))

        def work() -> None:
            plan = services.dry_run(fields.find("reaches"), read_sheets(path.read_bytes()), by=cast.clerk)
            told = plan.as_json()
            if told["rows"] != len(rows) or told["refused"] or (not prefix and told["same"] != len(rows)):
                raise RuntimeError(
                    {key: told[key] for key in ("rows", "new", "same")} | {"refused": told["refused"][:3]}
                )

        return seconds(work)
