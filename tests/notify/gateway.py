"""A gateway to send to: a real HTTP server that counts what it takes and answers as it is told."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    """``taken`` counts texts; ``answer`` is a status, or "hang" (no answer until it is closed) or "cut"; or what gives one for a text."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.bodies: list[dict] = []
        self.answer: int | str | Callable[[str], int | str] = 200
        self.closing = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def _handler(gateway):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.bodies.append(body)
                gateway.taken[body["text"]] += 1
                answer = gateway.answer(body["text"]) if callable(gateway.answer) else gateway.answer
                if answer == "hang":
                    gateway.closing.wait(30)
                if isinstance(answer, int):
                    self.send_response(answer)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def do_GET(self) -> None:
                gateway.taken["redirected"] += 1
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args) -> None:
                pass

        return Handler
