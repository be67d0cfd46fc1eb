"""A line of bytes between a phone and the server, which may be cut, go silent, or break off in the middle of a photo."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.browser.server import free_port

LOT = 16384


class Wire:
    """``up``; ``down``: nobody there; ``mute``: taken and never answered; ``cut``: closed after ``after`` bytes of a request."""

    def __init__(self, target: int) -> None:
        self.port, self._target = free_port(), target
        self.mode, self.after, self.cuts = "up", 0, 0
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(self, mode: str, after: int = 0) -> None:
        self.mode, self.after = mode, after
        for each in list(self._open):
            self._shut(each)

    def close(self) -> None:
        self.set("down")
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                phone, _ = self._door.accept()
            except OSError:
                return
            if self.mode == "down":
                self._shut(phone)
            else:
                self._open.add(phone)
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._target))
        self._open.add(server)
        threading.Thread(target=self._pump, args=(server, phone, False), daemon=True).start()
        self._pump(phone, server, True)

    def _pump(self, source: socket.socket, target: socket.socket, is_request: bool) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(LOT):
                carried += len(data)
                if is_request and self.mode == "mute":
                    continue
                if is_request and self.mode == "cut" and carried > self.after:
                    self.cuts += 1
                    break
                target.sendall(data)
        self._shut(source)
        self._shut(target)

    def _shut(self, each: socket.socket) -> None:
        self._open.discard(each)
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


@contextmanager
def flapping(wire: Wire, up: float, down: float) -> Iterator[None]:
    """Up and down by turns until the block ends, then up."""
    over = threading.Event()

    def turn() -> None:
        while not over.is_set():
            wire.set("down")
            over.wait(down)
            wire.set("up")
            over.wait(up)

    turning = threading.Thread(target=turn, daemon=True)
    turning.start()
    try:
        yield
    finally:
        over.set()
        turning.join()
        wire.set("up")
