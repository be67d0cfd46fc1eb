"""上报销号: what waits for a superior's 销号清单, level by level."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.web.lists import show
from issues.closures.lists import CLOSURES, waiting


@access.when(is_office)
def closures(request: PostRequest) -> HttpResponseBase:
    """Downloaded it goes to the superior, who fills in his verdicts; so it comes back to the import desk."""
    return show(request, CLOSURES, waiting(request.post), template="issues/closures.html")
