"""Error pages: plain words, and what to do next."""

import errno
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.problems import is_program, problem

RETRY_AFTER = 30  # seconds
# What Django says when the form came from elsewhere; the address follows.
FOREIGN = REASON_BAD_ORIGIN.split("%")[0]
# No space, over quota, file larger than allowed.
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PG_DISK_FULL = "53100"
WORTH_KEEPING = 6  # characters, some of them Chinese: the rest are choices, dates and numbers
MOST_TEXTS = 10
METHODS = ["GET", "HEAD", "POST"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token has expired: say what to do, and keep what was typed."""
    return render(request, "errors/403_csrf.html", {"reason": reason, "typed": _typed(request, reason)}, status=403)


def _typed(request: HttpRequest, reason: str) -> list[str]:
    """The longer texts of a form of ours; nothing of what another site sends here, and no passwords."""
    is_ours = request.user.is_authenticated and not reason.startswith((FOREIGN, "Referer"))
    return _texts(request) if is_ours else []


def _texts(request: HttpRequest) -> list[str]:
    if "password" in request.path:
        return []
    texts = [value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    return [text for text in texts if len(text) >= WORTH_KEEPING and not text.isascii()][:MOST_TEXTS]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_program(request):
        return problem(HTTPStatus.BAD_REQUEST)
    return render(request, "errors/400.html", {"reason": ""}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_program(request):
        return problem(HTTPStatus.FORBIDDEN, str(exception or ""))
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_program(request):
        return problem(HTTPStatus.NOT_FOUND)
    return render(request, "errors/404.html", status=404)


class RefusalMiddleware:
    """A refusal that the view has no form for is a page of its own: what happened, and where to look next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # NotAllowed is Django's PermissionDenied, too, and has a page by its handler403.
        if not isinstance(exception, Refusal) or isinstance(exception, PermissionDenied):
            return None
        if is_program(request):
            return problem(exception.status, exception.sentence)
        template = "errors/409.html" if exception.status == HTTPStatus.CONFLICT else "errors/400.html"
        return render(request, template, {"reason": exception.sentence}, status=exception.status)


def not_allowed_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the address of a button, opened as a page (bookmarked, or reloaded), says so instead of a blank one.

    Methods that no view of ours knows end here: a view that asks for none in particular would answer them as a GET.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_known = request.method in METHODS
        response = get_response(request) if is_known else HttpResponseNotAllowed(METHODS)
        if response.status_code != 405 or response.content:
            return response
        page = problem(405) if is_program(request) else render(request, "errors/405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return answer


def plain_page(status: int) -> HttpResponse:
    """The page of this status, for when there is neither request nor database to ask."""
    return (
        unavailable() if status == 503 else HttpResponse(render_to_string(f"errors/{int(status)}.html"), status=status)
    )


def plain_words(status: int) -> JsonResponse:
    """What this page says, for a program that asked for JSON."""
    told = render_to_string(f"errors/{int(status)}.html#words", {"retry_after": RETRY_AFTER})
    message = "".join(line.strip() for line in strip_tags(told).splitlines())
    response = JsonResponse(
        {"status": int(status), "message": message}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def unavailable(request: HttpRequest | None = None) -> HttpResponse:
    """The database does not answer, or not in time: ask to come back shortly, and keep what was typed. Asks no database."""
    is_form = request is not None and request.method == "POST"
    context = {"retry_after": RETRY_AFTER, "typed": _typed_here(request), "is_form": is_form}
    response = HttpResponse(render_to_string("errors/503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _typed_here(request: HttpRequest | None) -> list[str]:
    """What was typed into a form of ours, for a page that cannot ask who is signed in."""
    return _texts(request) if request and request.method == "POST" and _is_sent_from_here(request) else []


def _is_sent_from_here(request: HttpRequest) -> bool:
    """By the browser's word: who is signed in, the database would have to say."""
    try:
        return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # of a name that is not ours nothing is kept, and this page must not fail, too
        return False


def _is_full(error: BaseException | None) -> bool:
    """The disk of the files (also before any view: Django itself writes large uploads), or that of the database."""
    if isinstance(error, OperationalError):
        return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == PG_DISK_FULL
    return isinstance(error, OSError) and error.errno in DISK_FULL


def _problem_of(error: BaseException | None) -> HttpResponse:
    """The same three, for a program."""
    if _is_full(error):
        return problem(HTTPStatus.INSUFFICIENT_STORAGE)
    if not isinstance(error, OperationalError | InterfaceError):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
    response = problem(HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault; a database that does not answer is told apart, because waiting helps there; a full disk, because an administrator does."""
    error = sys.exc_info()[1]
    if is_program(request):
        return _problem_of(error)
    if _is_full(error):
        return HttpResponse(render_to_string("errors/507.html", {"typed": _typed_here(request)}), status=507)
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("errors/500.html"), status=500)
