"""The API: the endpoints, the key they ask for, and the limits they keep."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timezone
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from tap_usagestats.sandbox import organization
from tap_usagestats.sandbox.http_server import Answer, Server
from tap_usagestats.sandbox.requested import ApiError, Json, json_object, requested_day, requested_ids, requested_page

if TYPE_CHECKING:
    from typing_extensions import Self

INTERVAL_SECONDS = 1.0  # between two requests that a limit accepts

KEY_FAILED = 8301


class Limit(Enum):
    """What is limited to a request a second, and the error for more."""

    NONE = "nothing", 0, ""
    ENDPOINT = "each endpoint", 8304, "API request limit exceeded"
    COMPANY = "all endpoints together", 8303, "Company request limit exceeded"


class Sandbox:
    """The API, served from a thread while the context is open; `url` is the value for api_url.

    `endpoints` has a function for each endpoint that turns the JSON of a request into the JSON of its answer.
    """

    url: str

    def __init__(  # noqa: PLR0913  # options, each with a default
        self,
        api_key: str = "sandbox",
        *,
        port: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        monotonic: Callable[[], float] = time.monotonic,
        limit: Limit = Limit.NONE,
        latency_seconds: float = 0,
    ) -> None:
        """Accept `api_key` and no other; port 0 is any free port."""
        self.api_key = api_key
        self.now = now
        self.limit = limit
        self._port = port
        self._monotonic = monotonic
        self._latency_seconds = latency_seconds
        self._last_served: dict[str, float] = {}
        self._lock = threading.Lock()
        self.endpoints: dict[str, Callable[[Json], Json]] = {
            "app_metrics": partial(self.items_page, self.app_items, "app_ids"),
            "member_metrics": partial(self.items_page, self.member_items, "member_ids"),
            "overview": self.overview,
        }

    def __enter__(self) -> Self:
        """Start serving."""
        self._server = Server(self._port, self.answer, self._latency_seconds)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api"
        threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Return the answer to a POST."""
        match = re.search(r"/v1/corp_usage/(\w+)$", path)
        if not match or match[1] not in self.endpoints:
            return Answer(404, b"not found", {"Content-Type": "text/plain"})
        try:
            self._check_key(authorization)
            self._check_rate(match[1])
            return Answer(200, _json(self.endpoints[match[1]](json_object(raw_body))))
        except ApiError as error:
            return Answer(400, _json(error.body))

    def app_items(self, day: date) -> list[Json]:
        """Return all apps of `day`; a subclass overrides this to serve its own."""
        return organization.app_items(day)

    def member_items(self, day: date) -> list[Json]:
        """Return all members of `day`; a subclass overrides this to serve its own."""
        return organization.member_items(day)

    def items_page(self, items_of: Callable[[date], list[Json]], ids_field: str | None, request: Json) -> Json:
        """Answer an endpoint that has one item for each ID and day; `ids_field` of a request filters them, if any."""
        day = requested_day(request, self.now())
        items = items_of(day)
        if ids_field and (ids := requested_ids(request, ids_field)):
            id_field = ids_field.removesuffix("s")
            items = [item for item in items if item.get("member", item)[id_field] in ids]
        return {"date": day.isoformat(), **requested_page(request, items)}

    def overview(self, request: Json) -> Json:
        """Answer overview."""
        day = requested_day(request, self.now())
        return {"date": day.isoformat(), **organization.overview(day)}

    def _check_key(self, authorization: str) -> None:
        """Raise ApiError for any other key."""
        if authorization != f"Bearer {self.api_key}":
            raise ApiError(KEY_FAILED, "Failed to verify the API Key")

    def _check_rate(self, endpoint: str) -> None:
        """Raise ApiError for a request that comes less than a second after the last one that the limit accepted."""
        _, code, msg = self.limit.value
        limited = "all" if self.limit is Limit.COMPANY else endpoint
        with self._lock:
            now = self._monotonic()
            if code and now - self._last_served.get(limited, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
                raise ApiError(code, msg)
            self._last_served[limited] = now


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace")  # half of a surrogate pair
