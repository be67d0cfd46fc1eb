"""Home, help, and the health check."""

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.requests import PostRequest, SignedInRequest, SiteRequest
from hezhang.core.accounts.rules import is_office, may_oversee, sees_business
from hezhang.core.web.importing.desk.fields import may_import
from hezhang.core.web.importing.desk.forms import BookForm
from hezhang.portal.desks import services
from hezhang.portal.desks.help import BY_SLUG, PAGES
from hezhang.portal.desks.homes import desk_for
from hezhang.portal.desks.powers import acts, pages
from hezhang.portal.desks.setup import STEPS, next_of


@access.signed_in()
def home(request: PostRequest) -> HttpResponse:
    """What I must do today."""
    return render(request, "desks/home.html", {"desk": desk_for(request.post, timezone.localdate())})


@access.signed_in(needs_post=False)
def me(request: SignedInRequest) -> HttpResponse:
    """Who I am here, as what I act, and the ways out."""
    sees_map = request.post is not None and bool(sees_business(request.post))
    return render(request, "desks/me.html", {"sees_map": sees_map})


@access.signed_in(needs_post=False)
def diag(request: SignedInRequest) -> HttpResponse:
    """手机自检: what this phone can do, on one screen to photograph; the page's script asks the phone, nothing is sent."""
    return render(request, "desks/diag.html", {"now_ms": int(timezone.now().timestamp() * 1000)})


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
    sets_up = request.post is not None and bool(is_office(request.post))
    return render(request, "desks/help.html", {"page": page, "pages": PAGES, "steps": STEPS, "sets_up": sets_up})


@access.when(may_import)
def next_step(request: PostRequest) -> HttpResponse:
    """What a new office fills in next, said where it has just put something in; empty once all is there."""
    ahead = next_of(request.post)
    form = BookForm(initial={"kind": ahead.kind}, post=request.post) if ahead and ahead.kind else None
    return render(request, "desks/next_step.html", {"next": ahead, "form": form})


@require_POST
@access.when(is_office)
def hide_setup(request: PostRequest) -> HttpResponse:
    services.hide_setup(by=request.post)
    messages.info(request, "已收起建库步骤；可在帮助“快速开始”重新打开。")
    return redirect("desks:home")


@require_POST
@access.when(is_office)
def show_setup(request: PostRequest) -> HttpResponse:
    services.show_setup(by=request.post)
    return redirect("desks:home")


@access.public("负载均衡与监控探活，只答是否可用，不含任何数据")
def health(request: SiteRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"ok": True})
