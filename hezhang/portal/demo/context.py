"""The banner of the demonstration: whom one may enter as."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hezhang.portal.demo.cast import CAST


def banner(request: HttpRequest) -> dict[str, Any]:
    return {"demo_cast": CAST if settings.DEMO else []}
