"""The sandbox with any number of apps and members: the server of the benchmarks.

The last thousand answers are kept, so that most runs wait for no computation. An item is made when its page is asked
for, so a million of them need no more memory than a few.
"""

from __future__ import annotations

import argparse
import random
import signal
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from tap_usagestats.sandbox import organization
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.server import Limit, Sandbox

Item = dict[str, Any]


class Items(list[Item]):
    """A list of `count` items, each made by its number when a slice of them is read; it cannot be iterated."""

    def __init__(self, make: Callable[[int], Item], count: int) -> None:
        """Hold no item."""
        super().__init__()
        self._make = make
        self._numbers = range(count)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    def __getitem__(self, part: Any) -> Any:  # noqa: ANN401  # a slice
        """Return the items of a slice."""
        return [self._make(number) for number in self._numbers[part]]


class BenchmarkApi(Sandbox):
    """Caches its answers and records when requests arrive; can delay them by up to `jitter_seconds`."""

    def __init__(self, apps: int, jitter_seconds: float, **options: Any) -> None:  # noqa: ANN401  # the sandbox's
        """Serve `apps` apps on every day."""
        super().__init__(**options)
        self.arrivals: list[float] = []
        self.refusals: list[float] = []
        self._apps = apps
        self._jitter_seconds = jitter_seconds
        self._answer = lru_cache(maxsize=1000)(super().answer)
        self._apps_of = lru_cache(organization.app_items)
        self._members_of = lru_cache(organization.member_items)

    def app_items(self, day: date) -> list[Item]:
        """Return the organization's items, repeated under new IDs until there are enough."""
        items = self._apps_of(day)
        return Items(lambda number: {**items[number % len(items)], "app_id": f"{number:024x}"}, self._apps)

    def member_items(self, day: date) -> list[Item]:
        """Return as many members as apps."""
        metrics = self._members_of(day)[0]["metrics"]
        return Items(
            lambda number: {"member": {"member_id": f"{number:024x}", "name": "Tom"}, "metrics": metrics}, self._apps
        )

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Answer as the sandbox does, from the cache if possible."""
        time.sleep(random.random() * self._jitter_seconds)  # noqa: S311  # jitter
        self.arrivals.append(time.monotonic())
        if self.limit is not Limit.NONE:
            answer = super().answer(path, authorization, raw_body)
            self.refusals += [self.arrivals[-1]] if answer.status != HTTPStatus.OK else []
            return answer
        return self._answer(path, authorization, raw_body)


def main() -> None:
    """Serve until SIGTERM, then print how many requests came and how fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apps", type=int, required=True)
    parser.add_argument("--jitter", type=float, default=0)
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--limit", choices=[limit.name for limit in Limit], default=Limit.NONE.name)
    options = parser.parse_args()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    limit = Limit[options.limit]
    with BenchmarkApi(options.apps, options.jitter, limit=limit, latency_seconds=options.latency) as api:
        print(api.url, flush=True)
        stop.wait()
    span = api.arrivals[-1] - api.arrivals[0] if api.arrivals else 0
    print(f"{len(api.arrivals)} {len(api.refusals)} {span:.2f}", flush=True)


if __name__ == "__main__":
    main()
