"""The ledger: a table at a desk, cells on the phone."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.context import is_on_phone
from hezhang.core.web.lists import show
from issues.ledger import rules
from issues.ledger.lists import ledger_for, source


@access.when(rules.sees_ledger)
def ledger(request: PostRequest) -> HttpResponseBase:
    """The issues that the post may see, those due first."""
    post = request.post
    page = "issues/ledger_phone.html" if is_on_phone(request) else "issues/ledger.html"
    asked = request.GET.get("q", "")
    return show(request, ledger_for(post), source(post), template=page, q=asked)
