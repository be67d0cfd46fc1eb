"""搜索: one page, and the part of it that the box in the head of every page shows."""

from __future__ import annotations

from django.http import HttpResponse

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.search import facts, words
from hezhang.core.search.sources import may_search
from hezhang.core.web import limits
from hezhang.core.web.pages import answer


@access.when(may_search)
def search(request: PostRequest) -> HttpResponse:
    """What ``q`` finds in all kinds that the post may see."""
    if (refused := limits.refuse_page(request)) is not None:
        return refused
    typed = request.GET.get("q", "")
    context = {"found": facts.search(request.post, typed), "typed": typed[: words.MOST_READ]}
    return answer(request, "search/search.html", context, partial="found")
