"""A server that can be told what to do wrong, and a clock that a test turns."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from tap_usagestats.api.pacing import Clock
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.requested import ApiError, Json
from tap_usagestats.sandbox.server import Sandbox

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=timezone.utc)  # 10:30 of the same day in UTC+8
YESTERDAY = date(2026, 2, 28)
OLDEST = date(2025, 9, 2)
KEY = "k3y-that-no-log-may-show"

APPS, MEMBERS, OVERVIEW = "app_metrics", "member_metrics", "overview"
ENDPOINTS = {"app_usage": APPS, "member_usage": MEMBERS, "platform_usage": OVERVIEW}

Items = Callable[[date], "int | list[Json]"]  # how many there are on a day, or which


def refuse(_: Json) -> Json:
    """Answer as an endpoint for which the key has no permission."""
    raise ApiError(8302, "No permission")


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)


def app_item(number: int, day: date, **more: Any) -> Json:
    """An item of app_metrics that says in its figures which app and day it belongs to."""
    return {
        "app_id": f"{number:024x}",
        "app_name": f"App {number}",
        "creator": {"member_id": "m1", "name": "Tom"},
        "created_at": "2026-01-01T00:00:00+08:00",
        "last_edit_at": "2026-01-02T00:00:00+08:00",
        "last_visit_at": None,
        "metrics": {"app": 1, "data": day.toordinal() * 1000 + number},
        **more,
    }


def member_item(number: int, day: date, **more: Any) -> Json:
    """An item of member_metrics, as app_item is one of app_metrics."""
    return {
        "member": {"member_id": f"{number:024x}", "name": f"Member {number}"},
        "metrics": {"app": 1, "data": day.toordinal() * 1000 + number},
        **more,
    }


@lru_cache(maxsize=256)  # made once for all pages of a day
def items(item: Callable[[int, date], Json], first: int, count: int, day: date) -> list[Json]:
    return [item(number, day) for number in range(first, first + count)]


def is_reader(thread: threading.Thread) -> bool:
    """Whether it is one of the tap's, which have the name of the stream that they read in theirs."""
    return any(stream in thread.name for stream in ENDPOINTS)


@dataclass
class TurnedClock(Clock):
    """A clock that moves only when something sleeps, or a test says so. Threads may share it."""

    moment: datetime = NOW
    seconds: float = 0.0
    sleeps: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.sleeps.append(seconds)
            self.seconds += seconds


class Request(NamedTuple):
    """A request that has arrived, with its number among those to its endpoint, from 0."""

    endpoint: str
    number: int
    body: Json
    start: float


Fault = Callable[[Answer, Request], Answer]  # from the right answer to a request, to the wrong one


class ScriptedApi(Sandbox):
    """The sandbox with a test's items, that remembers each request and does wrong where it is told to.

    Requests are numbered for each endpoint: whichever thread is faster, the same request meets the same fault.
    """

    def __init__(self, clock: TurnedClock, key: str = KEY, **options: Any) -> None:
        super().__init__(key, now=clock.now, monotonic=clock.monotonic, **options)
        self.apps: Items = lambda _: 3
        self.members: Items = lambda _: 2
        self.first_number = 0  # of the items, if apps and members only say how many there are
        self.page_size = 100  # items; the API may serve fewer than it is asked for
        self.requests: list[Request] = []
        self.faults: dict[tuple[str, int], Fault] = {}  # by endpoint and number; each happens once
        self.lasting_faults: dict[str, tuple[int, Fault]] = {}  # by endpoint: from this number on
        self.on_request: Callable[[Request], object] = lambda _: None
        self._script_lock = threading.Lock()

    def app_items(self, day: date) -> list[Json]:
        apps = self.apps(day)
        return items(app_item, self.first_number, apps, day) if isinstance(apps, int) else apps

    def member_items(self, day: date) -> list[Json]:
        members = self.members(day)
        return items(member_item, self.first_number, members, day) if isinstance(members, int) else members

    def keys_on(self, days: Collection[date]) -> dict[str, set[tuple[str, str]]]:
        """What tells the records of `days` apart, by stream."""
        members = [(day, item["member"]) for day in days for item in self.member_items(day)]
        return {
            "app_usage": {(str(day), item["app_id"]) for day in days for item in self.app_items(day)},
            "member_usage": {(str(day), member["member_id"]) for day, member in members},
            "platform_usage": {(str(day), str(day)) for day in days},
        }

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        endpoint = path.rsplit("/", 1)[-1]
        with self._script_lock:
            request = Request(endpoint, len(self.requests_to(endpoint)), json.loads(raw_body), self._monotonic())
            self.requests.append(request)
        self.on_request(request)
        answer = super().answer(path, authorization, json.dumps(self._limited(request.body)).encode())
        if fault := self.faults.pop((endpoint, request.number), None):
            return fault(answer, request)
        first, lasting_fault = self.lasting_faults.get(endpoint, (0, None))
        return lasting_fault(answer, request) if lasting_fault and request.number >= first else answer

    def _limited(self, body: Json) -> Json:
        return {**body, "limit": min(body["limit"], self.page_size)} if "limit" in body else body

    def first_page_again(self, _: Answer, request: Request) -> Answer:
        """A fault: the first page of the day in place of the one that was asked for."""
        body = json.dumps({**self._limited(request.body), "skip": 0}).encode()
        return super().answer(f"/v1/corp_usage/{request.endpoint}", f"Bearer {self.api_key}", body)

    def forget_requests(self) -> None:
        """Number requests from 0 again, and do nothing wrong any more."""
        self.requests.clear()
        self.faults.clear()
        self.lasting_faults.clear()

    def requests_to(self, endpoint: str) -> list[Request]:
        return [request for request in self.requests if request.endpoint == endpoint]

    @property
    def bodies(self) -> list[Json]:
        return [request.body for request in self.requests]

    @property
    def days_asked(self) -> list[str]:
        return [body["date"] for body in self.bodies]
