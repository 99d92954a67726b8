"""All the waiting: one request a second, and growing waits before a request is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from datetime import datetime, timezone
from typing import Protocol

# Two requests sent exactly a second apart can arrive closer than that, and the API refuses the second one. 4% more is
# room for 40 ms of jitter on the way; a refused request would cost a second.
MARGIN = 1.04

# Seconds before each new try of a request that failed: 91 in all, so that a fault that stays ends the run within two
# minutes and a limit used up by another client for a while does not.
REQUEST_WAITS = (1, 2, 4, 8, 16, 30, 30)

# Seconds before a day is read again because its pages disagreed; each time costs all of the day's requests.
DAY_WAITS = (1, 5, 15)

# The longest wait, whatever a Retry-After header asks for.
LONGEST_WAIT_SECONDS = 60


class Clock:
    """What a sync asks of time; a test passes one of its own."""

    def now(self) -> datetime:
        """Return the moment, with its zone."""
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class RetryAfter(Protocol):
    """A failed try that may know how long to wait."""

    retry_after_seconds: float


class Pace:
    """Keeps the starts of two requests to one endpoint apart.

    Measured from start to start, so that the time the API takes to answer is not added to the interval. Every try of
    every request passes through here, first pages and retries alike.
    """

    def __init__(self, interval_seconds: float, clock: Clock) -> None:
        """Allow a request every `interval_seconds`; 0 for no limit."""
        self.interval_seconds = interval_seconds
        self.waited_seconds = 0.0
        self.clock = clock
        self._next_start = clock.monotonic()

    def wait(self) -> None:
        """Sleep until the next request may start, and take its start as now."""
        delay = self._next_start - self.clock.monotonic()
        if delay > 0:
            self.clock.sleep(delay)
            self.waited_seconds += delay
        self._next_start = self.clock.monotonic() + self.interval_seconds * MARGIN

    def postpone(self, seconds: float) -> None:
        """Let the next request start no earlier than `seconds` from now."""
        self._next_start = max(self._next_start, self.clock.monotonic() + seconds)

    def retry_waits(
        self, waits: Sequence[float], announce: Callable[[RetryAfter, float], None]
    ) -> Generator[float, RetryAfter, None]:
        """Postpone the next request once for each of `waits`, as a wait generator for backoff.

        The sum of `waits` is all that will be waited: where the server asks for longer waits, it is used up earlier,
        and the generator ends, and with it the retries. backoff itself would call time.sleep, so it always gets 0 and
        the waiting is done here, on a clock that a test can turn.

        Args:
            waits: Seconds before each new try, unless the fault asks for more, up to LONGEST_WAIT_SECONDS.
            announce: Is told of the fault and the seconds before each wait.
        """
        left = sum(waits)
        fault = yield 0
        for wait in waits:
            seconds = min(max(wait, fault.retry_after_seconds), LONGEST_WAIT_SECONDS, left)
            if not seconds:
                return
            left -= seconds
            announce(fault, seconds)
            self.postpone(seconds)
            fault = yield 0
