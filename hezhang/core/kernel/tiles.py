"""Tiles under the map: addresses of pictures, and the hosts that the browser is allowed to fetch them from."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

SERVERS = "01234567"  # what {s} stands for, as Leaflet and 天地图 count them (static/js/map.js)
PARTS = ("{x}", "{y}", "{z}")


def tile_urls(templates: Iterable[str], key: str) -> list[str]:
    """The templates with the key filled in. Raises ValueError for what is no address of tiles."""
    urls = [template.strip().replace("{key}", key) for template in templates if template.strip()]
    for url in urls:
        if urlsplit(url).scheme not in ("http", "https") or not all(part in url for part in PARTS):
            raise ValueError(f"{url} 不是瓦片地址：应以 http(s):// 开头，并含 {{x}}、{{y}}、{{z}}")
        if " " in url:
            raise ValueError(f"{url} 中有空格，多个地址请以逗号分隔")
    return urls


def tile_hosts(urls: Iterable[str]) -> list[str]:
    """Scheme and host of each, every server of {s} named: https://t0.example.gov.cn, https://t1.example.gov.cn …"""
    found = []
    for url in urls:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        found += [origin.replace("{s}", server) for server in SERVERS] if "{s}" in origin else [origin]
    return list(dict.fromkeys(found))
