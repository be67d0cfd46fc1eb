"""What is taken from whom, and for how long: without a server, on a loop of the test's own."""

import asyncio
from http import HTTPStatus

import pytest

from hezhang.serving.bodies import Bodies, GoneError, Limits, RefusedError

LIMITS = Limits(small=10, form=20, files=40, grace=0.05, slowest=1_000_000, longest=0.2, unfinished=2)
FILES = (b"content-type", b"multipart/form-data; boundary=x")
MEMBER = (b"cookie", b"sessionid=member")


def sender(*parts: bytes, ends: bool = True):
    """Sends these parts; if it does not end, the line stays open afterwards."""
    todo = list(parts)

    async def receive():
        if not todo and not ends:
            await asyncio.Event().wait()
        part = todo.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(todo) or not ends}

    return receive


async def knows(cookies: bytes) -> bool:
    return b"member" in cookies


def bodies(limits: Limits = LIMITS) -> Bodies:
    return Bodies(knows, limits)


async def take(headers, receive) -> bytes:
    body = await bodies().receive(dict(headers), receive)
    with body.file:
        content = body.file.read()
    assert body.size == len(content)
    return content


def length(number: int) -> tuple[bytes, bytes]:
    return b"content-length", str(number).encode()


def refusal(headers, receive) -> HTTPStatus:
    with pytest.raises(RefusedError) as caught:
        asyncio.run(take(headers, receive))
    return caught.value.status


def test_a_request_without_a_body_waits_for_nothing():
    assert asyncio.run(take([], sender(ends=False))) == b""


def test_parts_are_put_together():
    assert asyncio.run(take([length(5)], sender(b"ab", b"cde"))) == b"abcde"
    assert asyncio.run(take([(b"transfer-encoding", b"chunked")], sender(b"ab", b"cde"))) == b"abcde"


FORGED = (b"cookie", b"sessionid=forged")


@pytest.mark.parametrize(
    ("headers", "most", "announced"),
    [
        ([], 10, HTTPStatus.UNAUTHORIZED),
        ([FILES], 10, HTTPStatus.UNAUTHORIZED),
        ([FORGED, FILES], 10, HTTPStatus.UNAUTHORIZED),
        ([MEMBER], 20, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ([MEMBER, FILES], 40, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_how_much_is_taken_from_whom(headers, most, announced):
    assert asyncio.run(take([*headers, length(most)], sender(b"x" * most))) == b"x" * most
    unread = sender(ends=False)
    assert refusal([*headers, length(most + 1)], unread) == announced
    chunks = sender(b"x" * most, b"x")
    assert refusal([*headers, (b"transfer-encoding", b"chunked")], chunks) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_what_nobody_may_send_is_too_large_for_a_stranger_too():
    assert refusal([FORGED, FILES, length(41)], sender(ends=False)) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_who_stops_sending_is_given_up():
    assert refusal([length(5)], sender(b"ab", ends=False)) == HTTPStatus.REQUEST_TIMEOUT


def test_who_sends_a_byte_now_and_then_is_given_up_too():
    async def drip():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    assert refusal([length(10)], drip) == HTTPStatus.REQUEST_TIMEOUT


def test_who_hangs_up_is_gone():
    async def gone():
        return {"type": "http.disconnect"}

    with pytest.raises(GoneError):
        asyncio.run(take([length(5)], gone))


def test_the_oldest_of_too_many_slow_ones_gives_way():
    async def flood():
        here = bodies(Limits(grace=600, unfinished=2))
        slow = [asyncio.create_task(here.receive(dict([length(5)]), sender(b"a", ends=False))) for _ in range(3)]
        done, rest = await asyncio.wait(slow, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        return done == {slow[0]} and isinstance(slow[0].exception(), RefusedError)

    assert asyncio.run(flood())
