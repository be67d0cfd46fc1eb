"""Gives every request a number and remembers its address for the journal."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hezhang.core.audit.context import Origin, origin


class RequestContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        # The client's: core.web.proxies has asked the declared proxies, and nobody else, whom they heard.
        token = origin.set(Origin(request.META.get("REMOTE_ADDR") or None, number))
        try:
            response = self.get_response(request)
        finally:
            origin.reset(token)
        response["X-Request-ID"] = number
        return response
