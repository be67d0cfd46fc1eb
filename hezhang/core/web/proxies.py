"""Behind a proxy: who really asks, and whether over HTTPS. Believed of declared proxies only (settings.TRUSTED_PROXIES)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hezhang.core.kernel.addresses import client_address, is_within, parse

SCHEME = "HTTP_X_FORWARDED_PROTO"


def real_client(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first of all: ``REMOTE_ADDR`` is the client's from here on, for the journal and every limit."""

    def answer(request: HttpRequest) -> HttpResponse:
        peer, declared = request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
        request.META["REMOTE_ADDR"] = client_address(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""), declared)
        if not (is_within(parse(peer), declared) and _is_secure(request.META.get(SCHEME, ""))):
            request.META.pop(SCHEME, None)  # request.is_secure() reads it: SECURE_PROXY_SSL_HEADER
        return get_response(request)

    return answer


def _is_secure(scheme: str) -> bool:
    """Whether every hop says https. Django reads the first word of several, which a client may have written."""
    return all(word.strip() == "https" for word in scheme.split(","))
