"""A server that can be told what to do wrong, and a clock that a test turns."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from tap_usagestats.pacing import Clock
from tap_usagestats.sandbox.server import Answer, Sandbox

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
