"""How often one person may do what is dear: exports, for the time being."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HOUR = 3600
log = logging.getLogger(__name__)


def refuse_export(request: HttpRequest) -> HttpResponse | None:
    """Count an export of this person; a page (429) that says when to come back once the hour's number is used up."""
    now = int(time.time())
    number = _count(f"exports:{request.user.pk}:{now // HOUR}")
    if number <= settings.EXPORTS_PER_HOUR:
        return None
    wait = HOUR - now % HOUR
    context = {"most": settings.EXPORTS_PER_HOUR, "minutes": wait // 60 + 1}
    response = render(request, "errors/429.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def _count(key: str) -> int:
    """How often in this hour, this time included; without Redis each web process counts for itself."""
    try:
        # add, then incr: the first sets the end of the hour, and two at once are both counted.
        cache.add(key, 0, HOUR)
        return cache.incr(key)
    except Exception as error:  # whatever the cache's client raises: a limit is no reason to stop working
        log.warning("exports are not counted: the cache does not answer (%s)", error)
        return 0
