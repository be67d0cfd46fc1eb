"""What goes back: the application's answer part by part, or a page that needs neither thread nor database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory

from hezhang.core.web.errors import plain_page, plain_words
from hezhang.core.web.policy import permissions_policy

PART = 256 * 1024  # bytes fetched at a time: a file is read in few steps, and a slow reader holds no more than this
MIDDLEWARE = (XFrameOptionsMiddleware, permissions_policy, CSPMiddleware, SecurityMiddleware)  # innermost first
# Only sent when it was asked for and would hold a browser in the middle of an upload.
CLOSES = (b"connection", b"close")
JSON = "application/json"
Headers = Mapping[bytes, bytes]


class Answer:
    """One answer of the WSGI application; each step runs in some work thread, never two at once."""

    def __init__(self, application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        self.application, self.environ = application, environ
        self.status, self.headers = 500, []
        self.is_whole = False
        self._chunks: Iterable[bytes] = ()

    def begin(self) -> bytes:
        """Run the view. An ordinary page comes back whole, so that its request ends in the thread it began in."""
        self._chunks = self.application(self.environ, self._start)
        self._rest = iter(self._chunks)
        return self.part()

    def part(self) -> bytes:
        chunks, size = [], 0
        for chunk in self._rest:
            chunks.append(chunk)
            size += len(chunk)
            if size >= PART:
                return b"".join(chunks)
        self.close()
        return b"".join(chunks)

    def close(self) -> None:
        """Tells Django that the request is over: files are closed, connections looked after."""
        self.is_whole = True
        if hasattr(self._chunks, "close"):
            self._chunks.close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]


@cache
def _answer_of(status: HTTPStatus, as_json: bool) -> HttpResponse:
    """The page, or its words, with the headers that every answer of ours carries; made once."""
    made = plain_words if as_json else plain_page
    answer: Callable[[Any], Any] = lambda request: made(status)  # noqa: E731 - the innermost of a chain
    for middleware in MIDDLEWARE:
        answer = middleware(answer)
    return answer(RequestFactory(headers={"X-Forwarded-Proto": "https"}).get("/", secure=True))


def wants_json(headers: Headers) -> bool:
    """Whether it is a program that sends this: it speaks JSON itself, or rather has it than a page."""
    if headers.get(b"content-type", b"").startswith(JSON.encode()):
        return True
    asked = RequestFactory(headers={"Accept": headers.get(b"accept", b"").decode("latin1")}).get("/")
    return asked.get_preferred_type(["text/html", JSON]) == JSON


async def refusal(status: HTTPStatus, headers: Headers, send: Callable[..., Awaitable[None]]) -> None:
    """Say why the request with these headers is not taken, and what to do; the line is closed, for its body was not read."""
    answer = _answer_of(status, wants_json(headers))
    told = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in answer.items()]
    length = (b"content-length", str(len(answer.content)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*told, length, CLOSES]})
    await send({"type": "http.response.body", "body": answer.content})
