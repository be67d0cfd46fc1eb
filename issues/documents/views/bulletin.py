"""整改进度通报 of the ledger as it is filtered: a page, a picture for a chat, a text, and the circular."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.documents.as_typst import set_in_type
from hezhang.core.documents.serving import Form, answer_with
from hezhang.core.web import limits
from hezhang.core.web.context import shell_of
from hezhang.core.web.lists import asked_rows
from hezhang.core.web.lists.asked import Asked
from issues.documents import facts
from issues.documents.facts.bulletin import Line
from issues.documents.views.serving import notice, serve
from issues.ledger.lists import ledger_for, source
from issues.ledger.rules import sees_ledger

TEMPLATE = Path(facts.__file__).with_name("bulletin.typ").read_bytes()
WIDE = 216  # ppi: 360 pt are 1080 px
TABS = {"total": "all", "closed": "closed", "open": "open", "overdue": "overdue"}


@access.when(sees_ledger)
@require_safe
def bulletin(request: PostRequest) -> HttpResponse:
    """The page, or with ``?form=`` the picture (png), the circular (docx, pdf); the conditions are the ledger's."""
    if (refused := limits.refuse_page(request)) is not None:
        return refused
    post, form = request.post, request.GET.get("form")
    asked, filtered = asked_rows(request, ledger_for(post), source(post), path=reverse("issues:ledger"), own={"form"})
    told = facts.bulletin(filtered.rows, post, filtered.words)
    name = f"整改进度通报-{timezone.localdate(told.at):%Y%m%d}"
    if form == Form.PNG:
        picture = set_in_type(TEMPLATE, facts.as_data(told), {}, form="png", ppi=WIDE)[0]
        return answer_with(picture, f"{name}.png", Form.PNG)
    if form:
        return serve(request, facts.circular(told, facts.office_of(post.region_id)), name)
    context = {"told": told, "text": facts.as_text(told), "lines": _lines(asked, told), "notice": notice()}
    context |= {"query": asked.url(drop={"tab"}).partition("?")[2], "back": asked.url(), "notices": asked.notices}
    return render(request, "issues/documents/bulletin.html", {**context, "shell": shell_of(request)})


def _lines(asked: Asked, told: facts.Bulletin) -> list[dict[str, Any]]:
    """Each line with its figures, and under each the list of the very rows that it counts."""
    return [
        {"name": line.name, "rate": line.rate, "figures": [_figure(asked, line, key, told) for key in TABS]}
        for line in (told.whole, *told.areas)
    ]


def _figure(asked: Asked, line: Line, key: str, told: facts.Bulletin) -> tuple[int, str]:
    """The number, and where its rows are."""
    opens = line is told.whole or line.code
    changes: dict[str, Any] = {"town": line.code} if line.code else {}
    return getattr(line, key), asked.url(tab=TABS[key], **changes) if opens else ""
