"""What phones need to work without signal: the page of what waits on them, and the service worker's script."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import SignedInRequest, SiteRequest

SOURCE = settings.BASE_DIR / "static"
WORKER = SOURCE / "js" / "worker.js"
# What phone pages load; maps and tables of the desk are kept when they have been seen.
FILES = (
    "css/*.css",
    "js/*.js",
    "js/lib/*.js",
    "js/walk/*.js",
    "js/parcels/*.js",
    "js/map/world.js",
    "img/*.svg",
    "vendor/htmx.min.js",
)
DESK = frozenset({"css/frame-desk.css", "js/grid.js", "js/map.js", "js/picking.js", "js/worker.js"})


@access.signed_in(needs_post=False)
def unsent(request: SignedInRequest) -> HttpResponse:
    """The records of this person on this very phone; the page's script fills it from the phone alone."""
    return render(request, "desks/unsent.html")


@access.public("只含程序文件的地址，不含任何数据")
def worker(request: SiteRequest) -> HttpResponse:
    """The script, from the root, so that it is responsible for every page; browsers look for a newer one each day."""
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def script() -> str:
    """The worker with its version and files before it: another file makes another version."""
    found = sorted(path.relative_to(SOURCE).as_posix() for pattern in FILES for path in SOURCE.glob(pattern))
    files = [static(name) for name in found if name not in DESK]
    code = WORKER.read_text("utf8")
    version = hashlib.sha256("\n".join([code, *files]).encode()).hexdigest()[:12]
    told = {"version": version, "files": files, "home": static("css/bare.css")}
    return f"self.HZ = {json.dumps(told)};\n{code}"
