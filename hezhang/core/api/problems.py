"""What DRF finds wrong, as the problem that every answer of ours is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.problems import problem


class Misasked(Refusal):
    """The address asks for something that there is not; the sentence names what there is."""

    status = int(HTTPStatus.BAD_REQUEST)


def answer_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """None for our own faults, which Django answers and logs."""
    if isinstance(error, Refusal):
        more = {"fields": error.fields} if error.fields else {}
        return problem(error.status, error.sentence, **more)
    if isinstance(error, Http404 | PermissionDenied):
        return problem(404 if isinstance(error, Http404) else 403)
    if not isinstance(error, APIException):
        return None
    response = problem(error.status_code)
    if isinstance(error, MethodNotAllowed):
        allowed = [word for word in context["view"].allowed_methods if word != "OPTIONS"]
        allowed = [*(["GET", "HEAD"] if "GET" in allowed else []), *(["POST"] if "POST" in allowed else [])]
        if "POST" in allowed:
            response = problem(405, f"这个地址接受 {'、'.join(allowed)}。")
        response["Allow"] = ", ".join(allowed)
    return response
