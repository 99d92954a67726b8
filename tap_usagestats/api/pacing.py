"""The pace: one request a second for each endpoint, or later if the server asks for it; and the clock."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timezone

# Two requests sent exactly a second apart can arrive closer than that, and the API refuses the second one. 4% more
# allows for 40 ms of jitter on the way; a refused request would cost a second.
MARGIN = 1.04

LONGEST_WAIT_SECONDS = 60  # whatever a Retry-After header asks for
ALL_WAITS_SECONDS = 120  # of a request that keeps failing, whatever Retry-After headers ask for


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
    """The requests of a stream so far, its retries, and the seconds waited for the pace and before retries."""

    requests: int = 0
    retries: int = 0
    waited_seconds: float = 0.0


class Pace:
    """Keeps request starts `interval_seconds` apart (0: no pacing), for each endpoint, or for all together once shared.

    Measured from start to start, so that the time the API takes to answer is not added to the interval. Every request
    passes through here, first pages and retries alike, each stream's from its own thread.
    """

    def __init__(self, interval_seconds: float, clock: Clock) -> None:
        self.interval_seconds = interval_seconds
        self.step_seconds = interval_seconds * MARGIN
        self.clock = clock
        self._next_starts: dict[str, float] = {}
        self._postponed: dict[str, tuple[float, float]] = {}  # by endpoint, "" for all: since when, until when
        self._shared = False
        self._lock = threading.RLock()

    def delay(self, endpoint: str) -> float:
        """Return the seconds until a request to `endpoint` may start."""
        with self._lock:
            starts = [self._next_starts.get(self._turn(endpoint), 0.0)]
            starts += [self._postponed[one][1] for one in (endpoint, "") if one in self._postponed]
            return max(0.0, max(starts) - self.clock.monotonic())

    def wait(self, endpoint: str) -> float:
        """Sleep until a request to `endpoint` may start, count it as started now, and return the seconds slept."""
        slept = 0.0
        while True:
            with self._lock:
                seconds = self.delay(endpoint)
                if not seconds:
                    self._next_starts[self._turn(endpoint)] = self.clock.monotonic() + self.step_seconds
                    return slept
            self.clock.sleep(seconds)
            slept += seconds

    def postpone(self, endpoint: str, seconds: float) -> None:
        """Let no request to `endpoint`, or to any if "", start for `seconds`: a minute at most, and two in a row."""
        with self._lock:
            now = self.clock.monotonic()
            since, until = self._postponed.get(endpoint, (now, now))
            since = now if now > until + ALL_WAITS_SECONDS else since
            latest = min(now + min(seconds, LONGEST_WAIT_SECONDS), since + ALL_WAITS_SECONDS)
            self._postponed[endpoint] = since, max(until, latest)

    def share(self) -> None:
        """From now on, pace all endpoints together."""
        with self._lock:
            self._next_starts[""] = max(self._next_starts.values(), default=0.0)
            self._shared = True

    def _turn(self, endpoint: str) -> str:
        return "" if self._shared else endpoint
