"""What a person prefers: the columns of a list, the shell of the pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import services
from hezhang.core.web.context import SHELL_COOKIE, SHELLS
from hezhang.core.web.models import ListChoice, ListView


def own_path(request: HttpRequest, url: str) -> str:
    """The URL if it leads to a page of this system, else the start page."""
    # Both: "//evil" begins with a slash, and a bare word would be taken as a path of this page.
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe else "/"


@access.signed_in()
@require_POST
def choose_list(request: PostRequest) -> HttpResponse:
    """Save which columns a list shows and how dense it is; back to the list."""
    data = request.POST
    columns = [] if "reset" in data else data.getlist("columns")
    density = "normal" if "reset" in data else data.get("density", "")
    services.choose_list(by=request.post, page=data.get("page", ""), columns=columns, density=density)
    return redirect(own_path(request, data.get("next", "")))


@access.signed_in()
@require_POST
def save_view(request: PostRequest) -> HttpResponse:
    """Save the list as it stands under a name; back to it, now as that view."""
    data, back = request.POST, own_path(request, request.POST.get("next", ""))
    try:
        view = services.save_view(
            by=request.post, page=data.get("page", ""), name=data.get("name", ""), query=back.partition("?")[2],
            density=data.get("density", ""), is_shared="is_shared" in data, is_default="is_default" in data,
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    messages.success(request, f"已保存视图“{view.name}”。")
    return redirect(f"{back.partition('?')[0]}?{view.query}&view={view.pk}")


@access.signed_in()
@require_POST
def delete_view(request: PostRequest, pk: int) -> HttpResponse:
    """Delete one's own view; what others share is theirs."""
    view = get_object_or_404(ListView.objects.visible_to(request.post), pk=pk)
    services.delete_view(view, by=request.post)
    messages.success(request, f"已删除视图“{view.name}”。")
    return redirect(own_path(request, request.POST.get("next", "")))


@access.signed_in()
@require_POST
def default_view(request: PostRequest, pk: int) -> HttpResponse:
    """Open the list with this view from now on; pressed once more, with none."""
    view = get_object_or_404(ListView.objects.visible_to(request.post), pk=pk)
    is_so = ListChoice.objects.visible_to(request.post).filter(view=view).exists()
    services.default_view(by=request.post, page=view.page, view=None if is_so else view)
    return redirect(own_path(request, request.POST.get("next", "")))


@access.signed_in()
@require_POST
def choose_shell(request: PostRequest) -> HttpResponse:
    """Keep on this device whether its pages are the phone's or the desk's; back to where the choice was made."""
    response = redirect(own_path(request, request.POST.get("next", "")))
    chosen = request.POST.get("shell", "")
    if chosen in SHELLS:
        year = 365 * 24 * 3600
        response.set_cookie(
            SHELL_COOKIE, chosen, max_age=year, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response
