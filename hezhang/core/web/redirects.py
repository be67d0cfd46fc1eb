"""Where a redirect leads, told to a page's script: the browser would follow it unseen, and use up the words of success."""

import json
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

REDIRECTS = {301, 302, 303}


def wants_address(request: HttpRequest) -> bool:
    """A POST of static/js/lib/sending.js."""
    return request.method == "POST" and request.headers.get("X-Requested-With") == "fetch"


def told_to_scripts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a redirect becomes ``{"url": …}``, with 401 when the sign-in is what it leads to."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in REDIRECTS and wants_address(request):
            url = response["Location"]
            del response["Location"]
            response.status_code = 401 if url.startswith(resolve_url(settings.LOGIN_URL)) else 200
            response.headers["Content-Type"] = "application/json"
            response.content = json.dumps({"url": url}).encode()
        return response

    return answer
