"""How often one person may do what is dear: exports, and pages of lists that a script would read one after the other.

Counted in the cache: a limit of speed may be kept by each process for itself where there is no Redis (what must hold
across processes, passwords, counts in the database: accounts.services.tries).
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HOUR, MINUTE = 3600, 60
log = logging.getLogger(__name__)


def refuse_export(request: HttpRequest) -> HttpResponse | None:
    """Count an export of this person; a page (429) that says when to come back once the hour's number is used up."""
    return _refuse(request, "exports", settings.EXPORTS_PER_HOUR, HOUR)


def refuse_page(request: HttpRequest) -> HttpResponse | None:
    """Count a list's page or a search of this person, by the minute. Nobody reads that fast."""
    return _refuse(request, "pages", settings.PAGES_PER_MINUTE, MINUTE)


def refuse_public(request: HttpRequest) -> HttpResponse | None:
    """Count a page that needs no signing in, by address and minute: a whole village may scan one board, a script may not."""
    return _refuse(request, "public", settings.PUBLIC_PAGES_PER_MINUTE, MINUTE, by=request.META.get("REMOTE_ADDR", ""))


def seconds_to_wait(request: HttpRequest, what: str, most: int) -> int:
    """Count one more of this person's in this minute, for answers that are no page; 0 while there is room."""
    now = int(time.time())
    return 0 if _count(f"{what}:{request.user.pk}:{now // MINUTE}", MINUTE) <= most else MINUTE - now % MINUTE


def _refuse(request: HttpRequest, what: str, most: int, seconds: int, *, by: str = "") -> HttpResponse | None:
    now = int(time.time())
    if _count(f"{what}:{by or request.user.pk}:{now // seconds}", seconds) <= most:
        return None
    wait = seconds - now % seconds
    context = {"what": what, "most": most, "minutes": wait // MINUTE + 1, "seconds": wait}
    response = render(request, "errors/429.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def _count(key: str, seconds: int) -> int:
    """How often in this span, this time included."""
    try:
        # add, then incr: the first sets the end of the span, and two at once are both counted.
        cache.add(key, 0, seconds)
        return cache.incr(key)
    except Exception as error:  # whatever the cache's client raises: a limit is no reason to stop working
        log.warning("%s is not counted: the cache does not answer (%s)", key.partition(":")[0], error)
        return 0
