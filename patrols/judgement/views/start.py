"""Before a walk: which reaches are mine, and what is still owed."""

from django.http import HttpResponse
from django.shortcuts import render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_walker
from hezhang.core.kernel.words import clean
from patrols.delegations.rules import may_delegate
from patrols.judgement.facts import outlook as facts


@access.when(is_walker)
def start(request: PostRequest) -> HttpResponse:
    """The own reaches as big cells, with what this period still owes; any other reach by name."""
    word = clean(request.GET.get("q", ""))
    outlook = facts.outlook(request.post)
    found = facts.other_reaches(request.post, word, anyhow=not outlook.own)
    may = {"may_delegate": bool(outlook.own) and may_delegate(request.post)}
    context = {"outlook": outlook, "word": word, "found": found, **may}
    return render(request, "patrols/start.html", context)
