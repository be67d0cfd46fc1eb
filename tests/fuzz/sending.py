"""One request, whatever it is made of, through all of the middleware, as a member or as a stranger, and undone."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes

from django.db import transaction
from django.test import Client

from hezhang.core.files.services import store_photo
from tests.fuzz.values import PICTURE
from tests.fuzz.watching import Asked, asking

BOUNDARY = "----------------------------fuzz"
FORM = "application/x-www-form-urlencoded"
File = tuple[str, str, bytes]


@dataclass
class Request:
    """``query``, ``words``, ``files``: pairs, so that a name may come twice; ``body`` goes before both."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, File]] = field(default_factory=list)
    body: tuple[str, bytes] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [self.method.upper(), self.path[:200]]
        for name in ("query", "words", "files", "body", "headers"):
            if value := getattr(self, name):
                parts.append(f"{name}={repr(value)[:700]}")
        return " ".join(parts)

    def payload(self) -> tuple[str, bytes]:
        if self.method == "get":
            return "", b""
        if self.body is not None:
            return self.body
        return _multipart(self.words, self.files) if self.files else (FORM, encoded(self.words))


def raw(text: str) -> bytes:
    return text.encode("utf8", "surrogatepass")


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_from_bytes(raw(a))}={quote_from_bytes(raw(b))}" for a, b in pairs).encode()


def _multipart(words: list[tuple[str, str]], files: list[tuple[str, File]]) -> tuple[str, bytes]:
    parts = []
    for name, text in words:
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (raw(name), raw(text)))
    for name, (file, kind, content) in files:
        head = b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n' % (raw(name), raw(file))
        parts.append(head + b"Content-Type: %s\r\n\r\n%s" % (raw(kind), content))
    line = b"--" + BOUNDARY.encode()
    return (
        f"multipart/form-data; boundary={BOUNDARY}",
        b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n",
    )


class Sender:
    """Sends requests as the members of a world; each is undone, so that the next one finds the world as it was."""

    def __init__(self, world: Any, enter: Any) -> None:
        self.world, self.enter = world, enter
        self.clients: dict[str, Client] = {}
        self.keepers: set[str] = set()

    def keep_picture(self, member: str) -> None:
        """The decent photo is known of this member from now on, so that not every request has it decoded again."""
        if member and member not in self.keepers:
            self.keepers.add(member)
            store_photo(BytesIO(PICTURE[2]), by=self.world.cast[member])

    def client(self, member: str) -> Client:
        if member not in self.clients:
            client = self.world.with_token(self.enter(self.world.cast[member]), member) if member else Client()
            client.raise_request_exception = False
            self.clients[member] = client
        return self.clients[member]

    def ask(
        self, member: str, method: str, path: str, plain: dict[str, Any] | None = None, at: dict[str, str] | None = None
    ) -> tuple[Any, Asked]:
        """What is answered to a plain request, and the names that were looked up for it."""
        pairs = list((plain or {}).items())
        words = [(name, value) for name, value in pairs if isinstance(value, str)] if method == "post" else []
        files = [(name, value) for name, value in pairs if not isinstance(value, str)]
        query = list((at or {}).items())
        self.client(member)  # signs in, which must not be undone
        with asking() as asked, transaction.atomic():
            answer = self.send(member, Request(method, path, query, words, files))
            transaction.set_rollback(True)
        return answer, asked

    def send(self, member: str, request: Request) -> Any:
        """Within a transaction of the caller's."""
        client = self.client(member)
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        kind, body = request.payload()
        headers = dict(request.headers)
        if "HTTP_COOKIE" in headers and (session := cookies.get("sessionid")):
            headers["HTTP_COOKIE"] = f"sessionid={session}; {headers['HTTP_COOKIE']}"
        query = encoded(request.query).decode()
        answer = client.generic(request.method.upper(), request.path, body, kind, QUERY_STRING=query, **headers)
        if answer.streaming:
            answer.streamed = b"".join(answer)  # which closes the file; close() would close the connection, too
        client.cookies = SimpleCookie(cookies)
        return answer
