"""A server that can be told what to do wrong, a clock that a test turns, and a sync over real HTTP between them."""

from __future__ import annotations

import io
import json
import logging
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from tap_usagestats.client import UsageStream
from tap_usagestats.errors import Stop
from tap_usagestats.pacing import Clock
from tap_usagestats.sandbox import Answer, Sandbox
from tap_usagestats.tap import TapUsageStats

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=timezone.utc)  # 10:30 of the same day in UTC+8
YESTERDAY = date(2026, 2, 28)
OLDEST = date(2025, 9, 2)
KEY = "k3y-that-no-log-may-show"

Fault = Callable[[Answer], Answer]


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)


def app_item(number: int, day: date, **more: Any) -> dict[str, Any]:
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


@dataclass
class TurnedClock(Clock):
    """A clock that moves only when something sleeps, or a test says so."""

    moment: datetime = NOW
    seconds: float = 0.0
    sleeps: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.seconds += seconds


class ScriptedApi(Sandbox):
    """The sandbox with a test's apps, that remembers each request and does wrong where it is told to."""

    def __init__(self, clock: TurnedClock, **options: Any) -> None:
        super().__init__(KEY, now=clock.now, monotonic=clock.monotonic, **options)
        self.apps: Callable[[date], int | list[dict[str, Any]]] = lambda _: 3
        self.bodies: list[dict[str, Any]] = []
        self.starts: list[float] = []
        self.faults: dict[int, Fault] = {}  # by the number of the request, from 0
        self.lasting_fault: tuple[int, Fault] | None = None  # from this request on
        self.on_request: Callable[[int], None] = lambda _: None

    def app_items(self, day: date) -> list[dict[str, Any]]:
        apps = self.apps(day)
        return [app_item(number, day) for number in range(apps)] if isinstance(apps, int) else apps

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        number = len(self.bodies)
        self.bodies.append(json.loads(raw_body))
        self.starts.append(self._monotonic())
        self.on_request(number)
        answer = super().answer(path, authorization, raw_body)
        if number in self.faults:
            return self.faults.pop(number)(answer)
        if self.lasting_fault and number >= self.lasting_fault[0]:
            return self.lasting_fault[1](answer)
        return answer

    def first_page_again(self, _: Answer) -> Answer:
        """A fault: the first page of the day in place of the one that was asked for."""
        body = json.dumps({**self.bodies[-1], "skip": 0}).encode()
        return super().answer("/v1/corp_usage/app_metrics", f"Bearer {self.api_key}", body)

    @property
    def days_asked(self) -> list[str]:
        return [body["date"] for body in self.bodies]


@dataclass
class Run:
    """What a sync left behind."""

    messages: list[dict[str, Any]]
    error: str
    log: str

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]

    @property
    def exit_code(self) -> int:
        return 1 if self.error else 0

    @property
    def records(self) -> list[dict[str, Any]]:
        return [message["record"] for message in self.of_type("RECORD")]

    @property
    def keys(self) -> list[tuple[str, str]]:
        return [(record["date"], record["app_id"]) for record in self.records]

    @property
    def bookmarks(self) -> list[str]:
        return [bookmark_of(message["value"]) for message in self.of_type("STATE")]

    @property
    def state(self) -> dict[str, Any]:
        states = self.of_type("STATE")
        return states[-1]["value"] if states else {}


def bookmark_of(state: Mapping[str, Any], stream: str = "app_usage") -> str:
    return str(state["bookmarks"][stream]["replication_key_value"])


def state_at(day: date, stream: str = "app_usage") -> dict[str, Any]:
    return {"bookmarks": {stream: {"replication_key": "date", "replication_key_value": day.isoformat()}}}


def all_streams(**metadata: Any) -> dict[str, Any]:
    """The discovered catalog with all streams selected, and more metadata for each."""
    catalog = json.loads(TapUsageStats(validate_config=False).catalog_json_text)
    for entry in catalog["streams"]:
        for part in entry["metadata"]:
            if part["breadcrumb"] == []:
                part["metadata"] |= {"selected": True, **metadata}
    return dict(catalog)


Sync = Callable[..., Run]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> TurnedClock:
    turned = TurnedClock()
    monkeypatch.setattr(UsageStream, "clock", turned)
    return turned


@pytest.fixture
def api(clock: TurnedClock) -> Iterator[ScriptedApi]:
    with ScriptedApi(clock) as scripted:
        yield scripted


@pytest.fixture
def sync(api: ScriptedApi, caplog: pytest.LogCaptureFixture) -> Sync:
    """Run a whole sync in this process: sync(state, catalog, setting=value, …)."""
    caplog.set_level(logging.DEBUG)

    def run(state: dict[str, Any] | None = None, catalog: dict[str, Any] | None = None, **settings: Any) -> Run:
        caplog.clear()
        output, error = io.StringIO(), ""
        config = {"api_key": KEY, "api_url": api.url, "request_interval": 0, **settings}
        with redirect_stdout(output):
            try:
                TapUsageStats(config=config, state=state, catalog=catalog).sync_all()
            except Stop as stop:
                error = str(stop)
        messages = [json.loads(line) for line in output.getvalue().splitlines()]
        return Run(messages, error, caplog.text)

    return run


@pytest.fixture(autouse=True)
def _signal_handlers() -> Iterator[None]:
    """The SDK takes over SIGINT and SIGTERM; give them back after each test."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)
