"""Receives a request's body before a thread is asked to answer it, and only as much as the sender may send.

Waiting for a slow body costs a coroutine and a file, no thread: a dozen senders who never finish hold nobody up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

KIB = 1024
IN_MEMORY = 512 * KIB  # what is longer lies in a temporary file

Receive = Callable[[], Awaitable[dict[str, Any]]]
Headers = Mapping[bytes, bytes]


class RefusedError(Exception):
    """The request is not answered; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class GoneError(Exception):
    """The sender has hung up."""


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds. Who is not known to be signed in sends no more than a sign-in needs."""

    small: int = 64 * KIB
    form: int = 2 * KIB * KIB
    files: int = 64 * KIB * KIB
    grace: float = 20.0  # s until when a body must be there, and longer only as long as it keeps coming
    slowest: int = KIB  # bytes in a second: a weak phone line makes ten times as much
    longest: float = 900.0
    unfinished: int = 256  # small bodies on their way at once, by process; the oldest gives way


@dataclass
class Body:
    """What was sent, and how long it is (also when the sender has not told)."""

    file: SpooledTemporaryFile[bytes] = field(default_factory=partial(SpooledTemporaryFile, IN_MEMORY))
    size: int = 0

    def add(self, part: bytes) -> None:
        self.file.write(part)
        self.size += len(part)

    def rewind(self) -> Body:
        self.file.seek(0)
        return self


class Bodies:
    """Receives bodies. ``knows`` tells, by the cookies, whether somebody is signed in; it may ask the database."""

    def __init__(self, knows: Callable[[bytes], Awaitable[bool]], limits: Limits) -> None:
        self.knows, self.limits = knows, limits
        self._unfinished: dict[asyncio.Timeout, None] = {}

    async def receive(self, headers: Headers, receive: Receive) -> Body:
        """The whole body, rewound. Raises RefusedError (413, 408; 401 for what only somebody signed in may send) and GoneError."""
        told = int(headers.get(b"content-length", b"0"))
        if not told and b"transfer-encoding" not in headers:
            return Body()
        most = await self._most(headers, told)
        body = Body()
        try:
            await self._fill(body, receive, most)
        except BaseException:
            body.file.close()
            raise
        return body.rewind()

    async def _most(self, headers: Headers, told: int) -> int:
        """Bytes that are taken. Refuses before a byte is read: what was announced as too long never arrives."""
        if 0 < told <= self.limits.small:
            return self.limits.small
        is_files = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        most = self.limits.files if is_files else self.limits.form
        if told > most:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        cookies = headers.get(b"cookie", b"")
        if cookies and await self.knows(cookies):
            return most
        # A session that has ended over a form with photos: to be told "too large" would lead nowhere.
        if told:
            raise RefusedError(HTTPStatus.UNAUTHORIZED)
        return self.limits.small

    async def _fill(self, body: Body, receive: Receive, most: int) -> None:
        loop, limits = asyncio.get_running_loop(), self.limits
        start = loop.time()
        try:
            async with asyncio.timeout(limits.grace) as patience:
                if most == limits.small:
                    self._make_room(patience)
                while await self._part(body, receive, most):
                    patience.reschedule(start + min(limits.grace + body.size / limits.slowest, limits.longest))
        except TimeoutError as error:
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT) from error
        finally:
            self._unfinished.pop(patience, None)

    def _make_room(self, patience: asyncio.Timeout) -> None:
        """A flood of slow senders pushes itself out: honest bodies come at once and are never the oldest."""
        self._unfinished[patience] = None
        if len(self._unfinished) > self.limits.unfinished:
            oldest = next(iter(self._unfinished))
            del self._unfinished[oldest]
            oldest.reschedule(asyncio.get_running_loop().time())

    @staticmethod
    async def _part(body: Body, receive: Receive, most: int) -> bool:
        """Whether more is to come."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part = message.get("body", b"")
        if body.size + len(part) > most:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.add(part)
        return bool(message.get("more_body"))
