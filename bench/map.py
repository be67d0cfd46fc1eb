"""The map of a large city: 20,000 reaches of 790,000 points, on the server and in a Chromium without a graphics card."""

from __future__ import annotations

import math
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from bench import Row, bench
from hezhang.core.geo import polyline
from hezhang.core.geo.positions import box_of
from hezhang.core.kernel.choices import Tier
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach, River
from tests.cast import Cast, build

RIVERS, REACHES, POINTS = 2_000, 20_000, 790_000
EACH = POINTS // REACHES + 1
TIMES = 5
QUIET = ["--no-sandbox", "--disable-gpu"]
BOX = "119.9,27.9,120.3,28.3"


@bench("map")
def map_of_a_city() -> Iterator[Row]:
    call_command("load_defaults", verbosity=0)
    cast = build()
    _fill(cast)
    client = _client(cast)
    for what, url in {
        "页面": "/rivers/map/",
        "河线（2 万条）": "/rivers/map/lines/",
        "水质着色": "/rivers/map/colours/?by=water",
        "空缺着色": "/rivers/map/colours/?by=vacancy",
        "问题着色": "/rivers/map/colours/?by=problems",
        "图中对象": f"/rivers/map/rows/?box={BOX}&tiers=village&tiers=town&kinds=board,section,issue",
    }.items():
        yield Row(f"地图 2 万河段：{what}", _best(client, url) * 1000, 300, "要求", "ms", at_most=1)
    first, zooms = _seen(client)
    yield Row("地图 2 万河段：打开到画出（无显卡）", first, 1500, "要求", "ms", at_most=1)
    yield Row("地图 2 万河段：缩放一级，最慢的一次", max(zooms), 300, "要求", "ms", at_most=1)


def _best(client: Client, url: str) -> float:
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = client.get(url)
        found.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")
    return min(found)


def _client(cast: Cast) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(cast.clerk.user, backend="hezhang.core.accounts.backends.NameOrPhoneBackend")
    return client


def _fill(cast: Cast) -> None:
    """Rivers side by side over 60 km, each in ten reaches that follow one another: two of a town, eight of a village."""
    dice, now = random.Random(7), timezone.now()  # noqa: S311 - made-up rivers
    rivers = River.objects.bulk_create(
        River(name=f"河{n}", code=f"B{n:05d}", region=cast.county, kind="river") for n in range(RIVERS)
    )
    reaches, paths = [], []
    for number, river in enumerate(rivers):
        lat, lng, ahead = 27.8 + dice.random() * 0.6, 119.8 + dice.random() * 0.6, dice.uniform(0, 2 * math.pi)
        for part in range(REACHES // RIVERS):
            tier, region = (Tier.TOWN, cast.town) if part % 5 == 0 else (Tier.VILLAGE, cast.village)
            reaches.append(
                Reach(river=river, tier=tier, region=region, code=f"B{number:05d}-{part}", name=f"河{number}第{part}段")
            )
            path = []
            for _ in range(EACH):
                path.append((lat, lng))
                ahead += dice.uniform(-0.5, 0.5)
                lat, lng = lat + math.sin(ahead) * 0.0004, lng + math.cos(ahead) * 0.0004
            paths.append(path)
    stored = Reach.objects.bulk_create(reaches, batch_size=2000)
    ReachLine.objects.bulk_create(
        (_line(reach, path, now) for reach, path in zip(stored, paths, strict=True)), batch_size=1000
    )


def _line(reach: Reach, path: list[tuple[float, float]], now: Any) -> ReachLine:
    south, north, west, east = box_of(path)
    drawn = polyline.encode(path, 5)
    more = {"south": south, "north": north, "west": west, "east": east, "changed_at": now}
    return ReachLine(reach=reach, path=drawn, drawn=drawn, points=len(path), length_km=Decimal(2), **more)


def _seen(client: Client) -> tuple[float, list[float]]:
    """Milliseconds from opening the page to its first picture (the best of a few), and for each step of the zoom."""
    with _served() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        firsts = [_first(browser, site, client) for _ in range(TIMES)]
        page = _open(browser, site, client)
        zooms = [_zoom(page, way) for way in ["in"] * 6 + ["out"] * 7]
        browser.close()
    return min(firsts), zooms


def _open(browser: Browser, site: str, client: Client) -> Page:
    """In a context of its own: nothing of it is in the browser's cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(f"{site}/rivers/map/")
    page.wait_for_selector("[data-drawn]")
    return page


def _first(browser: Browser, site: str, client: Client) -> float:
    page = _open(browser, site, client)
    took = float(page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime"))
    page.context.close()
    return took


def _zoom(page: Page, way: str) -> float:
    """Without animation Leaflet draws before the click returns."""
    script = "way => { const begun = performance.now(); document.querySelector(way).click(); return performance.now() - begun; }"
    return float(page.evaluate(script, f".leaflet-control-zoom-{way}"))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Nothing: the table is what is read."""


@contextmanager
def _served() -> Iterator[str]:
    """The application over HTTP; threads of their own have connections of their own, which end with their request."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
