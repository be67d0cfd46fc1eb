"""One view, two answers: the whole page, or only the part of it that htmx swaps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_part(request: HttpRequest) -> bool:
    """htmx asks for a part: not for a boosted page, nor for one restored into the browser's history."""
    htmx = getattr(request, "htmx", None)
    # Both of these swap the whole body, for which a part would be a page without head or menu.
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], partial: str | None = None, status: int = 200
) -> HttpResponse:
    """The page ``template``, or its part ``template#partial`` when htmx asks and a part is named.

    The same URL has two bodies, so caches are told what decides (``Vary: HX-Request``).
    """
    name = f"{template}#{partial}" if partial and wants_part(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
