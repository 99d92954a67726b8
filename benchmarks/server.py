"""The sandbox with any number of apps, each answer computed once: the server of the benchmarks."""

from __future__ import annotations

import argparse
import random
import signal
import threading
import time
from datetime import date
from typing import Any

from tap_usagestats.sandbox import organization
from tap_usagestats.sandbox.server import Answer, Limit, Sandbox


class BenchmarkApi(Sandbox):
    """Caches its answers and records when requests arrive; can delay them by up to `jitter_seconds`."""

    def __init__(self, apps: int, jitter_seconds: float, **options: Any) -> None:  # noqa: ANN401  # the sandbox's
        """Serve `apps` apps on every day."""
        super().__init__(**options)
        self.arrivals: list[float] = []
        self.refused = 0
        self._apps = apps
        self._jitter_seconds = jitter_seconds
        self._answers: dict[bytes, Answer] = {}

    def app_items(self, day: date) -> list[dict[str, Any]]:
        """Return the organization's items, repeated under new IDs until there are enough."""
        items = organization.app_items(day)
        return [{**items[number % len(items)], "app_id": f"{number:024x}"} for number in range(self._apps)]

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Answer as the sandbox does, from the cache if possible."""
        time.sleep(random.random() * self._jitter_seconds)  # noqa: S311  # jitter
        self.arrivals.append(time.monotonic())
        if self.limit is not Limit.NONE:
            answer = super().answer(path, authorization, raw_body)
            self.refused += answer.status != 200  # OK
            return answer
        if raw_body not in self._answers:
            self._answers[raw_body] = super().answer(path, authorization, raw_body)
        return self._answers[raw_body]


def main() -> None:
    """Serve until SIGTERM, then print how many requests came and how fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apps", type=int, required=True)
    parser.add_argument("--jitter", type=float, default=0)
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--rate-limit", action="store_true")
    options = parser.parse_args()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    limit = Limit.ENDPOINT if options.rate_limit else Limit.NONE
    with BenchmarkApi(options.apps, options.jitter, limit=limit, latency_seconds=options.latency) as api:
        print(api.url, flush=True)
        stop.wait()
    span = api.arrivals[-1] - api.arrivals[0] if api.arrivals else 0
    print(f"{len(api.arrivals)} {api.refused} {span:.2f}", flush=True)


if __name__ == "__main__":
    main()
