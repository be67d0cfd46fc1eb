"""Answers each request in one of a few lasting threads, by the WSGI application.

Django's own ASGI handler opens a thread for each request, and with it a connection to the database, which costs 85 % of
the write rate on PostgreSQL. Here threads and their connections last.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from asgiref.wsgi import WsgiToAsgiInstance

from hezhang.serving.answers import Answer, refusal
from hezhang.serving.bodies import Bodies, Body, GoneError, Limits, Receive, RefusedError

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
log = logging.getLogger(__name__)


class Gateway:
    """The ASGI application that the server runs.

    ``health`` is answered by a thread of its own: also while all others are held. ``most_waiting`` requests wait for a
    thread; who comes then is told at once to come again.
    """

    def __init__(
        self,
        application: Application,
        *,
        knows: Callable[[str], bool],
        health: str,
        threads: int,
        limits: Limits,
        most_waiting: int = 200,
    ) -> None:
        self.application, self.health, self.most_waiting = application, health, most_waiting
        self.work = ThreadPoolExecutor(threads, thread_name_prefix="work")
        self.health_work = ThreadPoolExecutor(1, thread_name_prefix="health")
        self.waiting = 0
        self.bodies = Bodies(lambda cookies: self._in_thread(self.work, knows, cookies.decode("latin1")), limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._serve(scope, receive, send)
        except RefusedError as no:
            await refusal(no.status, dict(scope["headers"]), send)
        except GoneError:
            pass

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A name with an underscore would be taken for the same name with a dash, which a proxy sets and strips.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        try:
            body = await self.bodies.receive(dict(scope["headers"]), receive)
        except OSError as error:
            if error.errno not in DISK_FULL:
                raise
            raise RefusedError(HTTPStatus.INSUFFICIENT_STORAGE) from error
        try:
            await self._answer(scope, body, send)
        finally:
            body.file.close()

    async def _answer(self, scope: Scope, body: Body, send: Send) -> None:
        pool = self.health_work if scope["path"] == self.health else self.work
        if self.waiting >= self.most_waiting and pool is self.work:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE)
        answer = Answer(self.application, self._environ(scope, body))
        try:
            part = await self._in_thread(pool, answer.begin)
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            while not answer.is_whole:
                await send({"type": "http.response.body", "body": part, "more_body": True})
                part = await self._in_thread(pool, answer.part)
            await send({"type": "http.response.body", "body": part})
        finally:
            if not answer.is_whole:
                await self._in_thread(pool, answer.close)

    async def _in_thread(self, pool: ThreadPoolExecutor, work: Callable[..., Any], *words: Any) -> Any:
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work, *words)
        finally:
            self.waiting -= 1

    def _environ(self, scope: Scope, body: Body) -> dict[str, Any]:
        bridge = WsgiToAsgiInstance(self.application)
        bridge.scope = scope
        environ = bridge.build_environ(scope, body.file)
        # As received: Django reads so many bytes, and none of a body in chunks without it.
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return environ | {"CONTENT_LENGTH": str(body.size)}
