"""What a person prefers of a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.web import services


def own_path(request: HttpRequest, url: str) -> str:
    """The URL if it leads to a page of this system, else the start page."""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe else "/"


@access.signed_in()
@require_POST
def list_choice(request: HttpRequest) -> HttpResponse:
    """Save which columns a list shows and how dense it is; back to the list."""
    data = request.POST
    columns = [] if "reset" in data else data.getlist("columns")
    density = "normal" if "reset" in data else data.get("density", "")
    services.choose_list(request.post, page=data.get("page", ""), columns=columns, density=density)  # type: ignore[attr-defined]
    return redirect(own_path(request, data.get("next", "")))
