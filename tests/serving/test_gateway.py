"""Threads handed out to requests: without a server, with small applications in Django's place."""

import asyncio
import json
import threading
from io import BytesIO
from wsgiref.util import FileWrapper

import pytest

from hezhang.core.web.errors import plain_page, plain_words
from hezhang.serving.answers import PART
from hezhang.serving.bodies import Limits
from hezhang.serving.gateway import Gateway


def gateway(application, *, threads: int = 1, most_waiting: int = 200) -> Gateway:
    known = {"knows": lambda cookies: False, "health": "/health/", "limits": Limits()}
    return Gateway(application, threads=threads, most_waiting=most_waiting, **known)


async def ask(site: Gateway, path: str = "/", body: bytes = b"", headers=()) -> list[dict]:
    """What the application sends, as it is."""
    told = [(b"content-length", str(len(body)).encode())] if body else []
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"a=1", "http_version": "1.1"}
    scope |= {"headers": [*told, *headers], "scheme": "http", "client": ("10.0.0.9", 1234), "server": ("here", 80)}
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    await site(scope, receive, send)
    return sent


def seen(headers=(), body: bytes = b"") -> dict:
    """The environment that the application is given."""
    found = {}

    def application(environ, start_response):
        found.update(environ, body=environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]

    asyncio.run(ask(gateway(application), body=body, headers=headers))
    return found


def test_the_application_sees_the_request():
    found = seen(body=b"typed")
    assert (found["REMOTE_ADDR"], found["QUERY_STRING"]) == ("10.0.0.9", "a=1")
    assert (found["body"], found["CONTENT_LENGTH"]) == (b"typed", "5")


def test_a_name_with_an_underscore_is_not_taken_for_the_proxys():
    assert "HTTP_X_FORWARDED_FOR" not in seen(headers=[(b"x_forwarded_for", b"1.2.3.4")])
    assert "HTTP_X_FORWARDED_FOR" in seen(headers=[(b"x-forwarded-for", b"1.2.3.4")])


def test_a_file_comes_in_parts_and_is_closed():
    file = BytesIO(b"x" * (2 * PART + 1))

    def application(environ, start_response):
        start_response("200 OK", [])
        return FileWrapper(file, 4096)

    start, *parts = asyncio.run(ask(gateway(application)))
    assert start["status"] == 200 and file.closed
    assert [len(part["body"]) for part in parts] == [PART, PART, 1]
    assert [part.get("more_body", False) for part in parts] == [True, True, False]


def test_a_file_is_closed_also_when_the_reader_has_gone():
    file = BytesIO(b"x" * (2 * PART))

    def application(environ, start_response):
        start_response("200 OK", [])
        return FileWrapper(file, 4096)

    async def gone(message):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(gateway(application)._answer(*_asked(), gone))
    assert file.closed


def _asked():
    scope = {"method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "headers": []}

    class Nothing:
        file, size = BytesIO(), 0

    return scope, Nothing()


def held(*paths: str, **options) -> list[int]:
    """The statuses when a first request holds the only thread until the others have been answered."""
    hold = threading.Event()

    def application(environ, start_response):
        if environ["PATH_INFO"] == "/long/":
            hold.wait(60)
        start_response("200 OK", [])
        return [b""]

    async def story():
        site = gateway(application, **options)
        first = asyncio.create_task(ask(site, "/long/"))
        await asyncio.sleep(0)  # it has its thread
        rest = [(await asyncio.wait_for(ask(site, path), 60))[0]["status"] for path in paths]
        hold.set()
        return [*rest, (await first)[0]["status"]]

    return asyncio.run(story())


def test_health_answers_while_every_thread_is_held():
    assert held("/health/", "/health/") == [200, 200, 200]


def test_too_many_in_the_queue_are_told_to_come_again():
    assert held("/", "/health/", most_waiting=1) == [503, 200, 200]


JSON = (b"accept", b"application/json")
BROWSER = (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
TOO_LONG = (b"content-length", b"999999999")


def refused(*headers) -> tuple[dict[bytes, bytes], str]:
    start, body = asyncio.run(ask(gateway(None), headers=[TOO_LONG, *headers]))
    assert start["status"] == 413
    return dict(start["headers"]), body["body"].decode()


@pytest.mark.parametrize(
    "asks", [JSON, (b"content-type", b"application/json"), (b"accept", b"text/html;q=0.1, */json, application/json")]
)
def test_a_program_is_told_in_json(asks):
    headers, words = refused(asks)
    assert headers[b"content-type"] == b"application/json" and headers[b"x-content-type-options"] == b"nosniff"
    assert int(headers[b"content-length"]) == len(words.encode())
    told = json.loads(words)
    assert told["status"] == 413 and told["message"].startswith("这次提交超过了允许的大小") and "<" not in words


@pytest.mark.parametrize("asks", [BROWSER, (b"accept", b"*/*"), (b"accept", b"\xff;q=x,,/;"), (b"x-nothing", b"")])
def test_a_browser_is_shown_a_page(asks):
    headers, words = refused(asks)
    assert headers[b"content-type"].startswith(b"text/html") and "内容太大" in words


@pytest.mark.parametrize("status", [401, 408, 413, 503, 507])
def test_each_refusal_has_words_for_both(status):
    told, page = json.loads(plain_words(status).content), plain_page(status).content.decode()
    sentences = [one for one in told["message"].split("。") if one]
    assert len(sentences) > 1 and all(one in page for one in sentences)
    assert plain_words(status).headers.get("Retry-After") == plain_page(status).headers.get("Retry-After")
