"""All waiting: one request a second for each endpoint, and growing waits before a retry."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from typing import TypeVar

import backoff
from backoff.types import Details

from tap_usagestats.errors import Fault

T = TypeVar("T")

# Two requests sent exactly a second apart can arrive closer than that, and the API refuses the second one. 4% more
# allows for 40 ms of jitter on the way; a refused request would cost a second.
MARGIN = 1.04

# Seconds before each retry of a request, 91 in total: enough for a limit that another client exhausts for a minute.
REQUEST_WAITS = (1, 2, 4, 8, 16, 30, 30)

DAY_WAITS = (1, 5, 15)  # seconds before a day is read again because its pages disagreed
MAX_WAIT_SECONDS = 60  # whatever a Retry-After header asks for


class Clock:
    """The source of time; tests pass their own."""

    def now(self) -> datetime:
        """Return the current time, with its zone."""
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        """Return the seconds of a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass
class Traffic:
    """What reading a stream has taken so far; the wait is for the pace and before retries."""

    requests: int = 0
    retries: int = 0
    waited_seconds: float = 0.0


class Pace:
    """Keeps request starts `interval_seconds` apart: for each endpoint, or for all of them together once shared.

    Measured from start to start, so that the time the API takes to answer is not added to the interval. Every request
    passes through here, first pages and retries alike. Each stream calls it from its own thread.
    """

    def __init__(self, interval_seconds: float, clock: Clock) -> None:
        """Allow a request every `interval_seconds`; 0 for no limit."""
        self.interval_seconds = interval_seconds
        self.clock = clock
        self._next_starts: dict[str, float] = {}
        self._shared = False
        self._lock = threading.Lock()

    def wait(self, endpoint: str) -> float:
        """Sleep until a request to `endpoint` may start, count it as started now, and return the seconds slept."""
        slept = 0.0
        while delay := self._start_or_delay(endpoint):
            self.clock.sleep(delay)
            slept += delay
        return slept

    def share(self, wait_seconds: float) -> None:
        """From now on, pace all endpoints together; the next request may start after `wait_seconds`."""
        with self._lock:
            latest = max(self._next_starts.values(), default=0.0)
            self._next_starts[""] = max(latest, self.clock.monotonic() + min(wait_seconds, MAX_WAIT_SECONDS))
            self._shared = True

    def _start_or_delay(self, endpoint: str) -> float:
        """Start a request and return 0, or return the seconds until it may start."""
        with self._lock:
            turn = "" if self._shared else endpoint
            now = self.clock.monotonic()
            delay = self._next_starts.get(turn, now) - now
            if delay > 0:
                return delay
            self._next_starts[turn] = now + self.interval_seconds * MARGIN
            return 0


def retrying(
    fault: type[Fault], waits: Sequence[float], announce: Callable[[Details], None]
) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Return a decorator that repeats a function, after `waits`, while it raises `fault`.

    Args:
        fault: The exception that is worth a retry; any other, and the last fault, is raised.
        waits: Seconds before each retry, unless the fault asks for more.
        announce: Called before each wait; backoff's Details have `exception`, `wait` and `tries`.
    """
    return backoff.on_exception(partial(wait_seconds, waits), fault, jitter=None, logger=None, on_backoff=announce)


def wait_seconds(waits: Sequence[float]) -> Generator[float, Fault, None]:
    """Yield the seconds before each retry, as a wait generator for backoff, which sends in the fault.

    The total never exceeds the sum of `waits`: if the server asks for longer waits, the generator ends earlier, and
    with it the retries.
    """
    left = sum(waits)
    fault = yield 0  # backoff discards the first value
    for wait in waits:
        seconds = min(max(wait, fault.retry_after_seconds), MAX_WAIT_SECONDS, left)
        if not seconds:
            return
        left -= seconds
        fault = yield seconds
