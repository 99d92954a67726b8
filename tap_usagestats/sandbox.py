"""The Usage Statistics API on loopback, with a made-up organization behind it: python -m tap_usagestats.sandbox.

It is written from what is known of the API and shares no code with the tap's client, so that the two can disagree.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_usagestats import organization

if TYPE_CHECKING:
    from typing_extensions import Self

CHINA_STANDARD_TIME = timezone(timedelta(hours=8))
WINDOW = timedelta(days=180)
DEFAULT_LIMIT, MOST_ITEMS, MOST_IDS = 20, 100, 10
INTERVAL_SECONDS = 1.0  # between two requests to one endpoint

INVALID_REQUEST, APP_DOES_NOT_EXIST, KEY_FAILED, LIMIT_EXCEEDED, INVALID_PARAMETER = 1, 2004, 8301, 8303, 17017


class ApiError(Exception):
    """HTTP 400 with a code of the vendor's."""

    def __init__(self, code: int, msg: str) -> None:
        """Carry what the body will say."""
        super().__init__(msg)
        self.body = {"code": code, "msg": msg}


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}  # nobody changes it


class Server(ThreadingHTTPServer):
    """The HTTP server of the sandbox."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # the standard library's
        """Say nothing of a client that went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Sandbox:
    """The API, served from a thread while the context lasts; `url` is then what api_url has to be."""

    url: str

    def __init__(  # noqa: PLR0913  # what a server can be told; each has a default
        self,
        api_key: str = "sandbox",
        *,
        port: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        monotonic: Callable[[], float] = time.monotonic,
        rate_limit: bool = False,
        latency_seconds: float = 0,
    ) -> None:
        """Take `api_key` and no other; port 0 is a free one, `rate_limit` refuses more than a request a second."""
        self.api_key = api_key
        self.now = now
        self._port = port
        self._monotonic = monotonic
        self._rate_limit = rate_limit
        self._latency_seconds = latency_seconds
        self._last_served: dict[str, float] = {}
        self._lock = threading.Lock()
        self.endpoints: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "app_metrics": self.app_metrics,
            "member_metrics": self.member_metrics,
            "overview": self.overview,
        }

    def __enter__(self) -> Self:
        """Start to serve."""
        self._server = Server(("127.0.0.1", self._port), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/api"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop to serve."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Return what the API answers to a POST."""
        match = re.search(r"/v1/corp_usage/(\w+)$", path)
        if not match or match[1] not in self.endpoints:
            return Answer(404, b"not found", {"Content-Type": "text/plain"})
        try:
            self._check_key(authorization)
            self._check_rate(match[1])
            return Answer(200, _json(self.endpoints[match[1]](_request(raw_body))))
        except ApiError as error:
            return Answer(400, _json(error.body))

    def app_items(self, day: date) -> list[dict[str, Any]]:
        """Return all apps of `day`; a test may put its own here."""
        return organization.app_items(day)

    def app_metrics(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer app_metrics."""
        day = self._day(request)
        items = self.app_items(day)
        if ids := _ids(request, "app_ids"):
            items = [item for item in items if item["app_id"] in ids]
            if not all(re.fullmatch(r"[0-9a-f]{24}", app_id) for app_id in ids):
                raise ApiError(APP_DOES_NOT_EXIST, "App does not exist")
        return {"date": day.isoformat(), **_page(request, items)}

    def member_metrics(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer member_metrics."""
        day = self._day(request)
        items = organization.member_items(day)
        if ids := _ids(request, "member_ids"):
            items = [item for item in items if item["member"]["member_id"] in ids]
        return {"date": day.isoformat(), **_page(request, items)}

    def overview(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer overview."""
        day = self._day(request)
        return {"date": day.isoformat(), **organization.overview(day)}

    def _day(self, request: dict[str, Any]) -> date:
        """Return the day asked for: by default yesterday in UTC+8, and never later or more than 180 days ago."""
        today = self.now().astimezone(CHINA_STANDARD_TIME).date()
        text = request.get("date") or (today - timedelta(days=1)).isoformat()
        if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ApiError(INVALID_PARAMETER, "date must be yyyy-MM-dd")
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise ApiError(INVALID_PARAMETER, "date does not exist") from error
        if not today - WINDOW <= day < today:
            raise ApiError(INVALID_PARAMETER, "date must be within the last 180 days and not later than T-1")
        return day

    def _check_key(self, authorization: str) -> None:
        """Raise ApiError for any key but the one."""
        if authorization != f"Bearer {self.api_key}":
            raise ApiError(KEY_FAILED, "Failed to verify the API Key")

    def _check_rate(self, endpoint: str) -> None:
        """Raise ApiError for a request that comes less than a second after the last one served."""
        with self._lock:
            now = self._monotonic()
            if self._rate_limit and now - self._last_served.get(endpoint, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
                raise ApiError(LIMIT_EXCEEDED, "Company request limit exceeded")
            self._last_served[endpoint] = now

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sandbox = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1  # head and body leave together

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                time.sleep(sandbox._latency_seconds)  # its own server
                answer = sandbox.answer(self.path, self.headers.get("Authorization", ""), body)
                self.send_response(answer.status)
                headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body))}
                for name, value in {**headers, **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the tap's log is what a user reads."""

        return Handler


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _request(raw_body: bytes) -> dict[str, Any]:
    """Return the JSON object in the body of a request."""
    try:
        request = json.loads(raw_body)
    except ValueError as error:
        raise ApiError(INVALID_REQUEST, "Invalid request") from error
    if not isinstance(request, dict):
        raise ApiError(INVALID_REQUEST, "Invalid request")
    return request


def _ids(request: dict[str, Any], field: str) -> list[str]:
    """Return the IDs asked for, none for all."""
    ids = request.get(field) or []
    if not isinstance(ids, list) or len(ids) > MOST_IDS or not all(isinstance(item, str) for item in ids):
        raise ApiError(INVALID_PARAMETER, f"{field} must be at most {MOST_IDS} strings")
    return ids


def _page(request: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the page of `items` that skip and limit ask for."""
    skip, limit = request.get("skip", 0), request.get("limit", DEFAULT_LIMIT)
    if not isinstance(skip, int) or skip < 0 or not isinstance(limit, int) or not 1 <= limit <= MOST_ITEMS:
        raise ApiError(INVALID_PARAMETER, f"skip must be 0 or more, limit 1 to {MOST_ITEMS}")
    return {"has_next": skip + limit < len(items), "items": items[skip : skip + limit]}


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="The Usage Statistics API with a made-up organization, on loopback.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--key", default="sandbox", help="the API key it takes")
    parser.add_argument(
        "--rate-limit", action="store_true", help="refuse more than a request a second, as the API does"
    )
    parser.add_argument("--latency", type=float, default=0, metavar="SECONDS", help="wait before each answer")
    options = parser.parse_args()
    sandbox = Sandbox(options.key, port=options.port, rate_limit=options.rate_limit, latency_seconds=options.latency)
    with sandbox:
        print(f"api_url: {sandbox.url}, api_key: {options.key}", flush=True)  # noqa: T201  # its only output
        threading.Event().wait()


if __name__ == "__main__":
    main()
