"""HTTP for the sandbox: a server on loopback that passes each POST to a function."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}  # never modified


class Server(ThreadingHTTPServer):
    """Sends what `answer` returns for the path, the Authorization header and the body of a POST."""

    daemon_threads = True

    def __init__(self, port: int, answer: Callable[[str, str, bytes], Answer], latency_seconds: float) -> None:
        """Listen on `port`, 0 for any free one; wait `latency_seconds` before each answer."""
        super().__init__(("127.0.0.1", port), Handler)
        self.answer = answer
        self.latency_seconds = latency_seconds

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # the standard library's
        """Ignore a client that disconnected."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Handles the requests of one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # send head and body together

    def do_POST(self) -> None:
        """Answer a POST."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.latency_seconds:
            time.sleep(self.server.latency_seconds)
        answer = self.server.answer(self.path, self.headers.get("Authorization", ""), body)
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body))}
        for name, value in {**headers, **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Log nothing: users read the tap's log."""
