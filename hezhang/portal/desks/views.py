"""Home, help, and the health check."""

from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.requests import PostRequest, SignedInRequest, SiteRequest
from hezhang.core.accounts.rules import may_oversee, sees_business
from hezhang.portal.desks.help import BY_SLUG, PAGES
from hezhang.portal.desks.homes import desk_for
from hezhang.portal.desks.powers import acts, pages


@access.signed_in()
def home(request: PostRequest) -> HttpResponse:
    """What I must do today."""
    return render(request, "desks/home.html", {"desk": desk_for(request.post, timezone.localdate())})


@access.signed_in(needs_post=False)
def me(request: SignedInRequest) -> HttpResponse:
    """Who I am here, as what I act, and the ways out."""
    sees_map = request.post is not None and bool(sees_business(request.post))
    return render(request, "desks/me.html", {"sees_map": sees_map})


@access.when(may_oversee)
def powers(request: PostRequest) -> HttpResponse:
    """What each role may open and do."""
    context = {"roles": [role.label for role in Role], "pages": pages(), "acts": acts()}
    return render(request, "desks/powers.html", context)


@access.signed_in(needs_post=False)
def help_page(request: SignedInRequest, slug: str = "start") -> HttpResponse:
    page = BY_SLUG.get(slug)
    if page is None:
        raise Http404
    return render(request, "desks/help.html", {"page": page, "pages": PAGES})


@access.public("负载均衡与监控探活，只答是否可用，不含任何数据")
def health(request: SiteRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"ok": True})
