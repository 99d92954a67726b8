"""The sandbox with any number of apps, each answer computed once: the server of the benchmarks."""

from __future__ import annotations

import argparse
import random
import signal
import threading
import time
from datetime import date
from http import HTTPStatus
from typing import Any

from tap_usagestats.sandbox import organization
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.server import Limit, Sandbox


class BenchmarkApi(Sandbox):
    """Caches its answers and records when requests arrive; can delay them by up to `jitter_seconds`."""

    def __init__(self, apps: int, jitter_seconds: float, **options: Any) -> None:  # noqa: ANN401  # the sandbox's
        """Serve `apps` apps on every day."""
        super().__init__(**options)
        self.arrivals: list[float] = []
        self.refusals: list[float] = []
        self._apps = apps
        self._jitter_seconds = jitter_seconds
        self._answers: dict[tuple[str, bytes], Answer] = {}

    def app_items(self, day: date) -> list[dict[str, Any]]:
        """Return the organization's items, repeated under new IDs until there are enough."""
        items = organization.app_items(day)
        return [{**items[number % len(items)], "app_id": f"{number:024x}"} for number in range(self._apps)]

    def member_items(self, day: date) -> list[dict[str, Any]]:
        """Return as many members as apps."""
        metrics = organization.member_items(day)[0]["metrics"]
        members = ({"member_id": f"{number:024x}", "name": "Tom"} for number in range(self._apps))
        return [{"member": member, "metrics": metrics} for member in members]

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Answer as the sandbox does, from the cache if possible."""
        time.sleep(random.random() * self._jitter_seconds)  # noqa: S311  # jitter
        self.arrivals.append(time.monotonic())
        if self.limit is not Limit.NONE:
            answer = super().answer(path, authorization, raw_body)
            self.refusals += [self.arrivals[-1]] if answer.status != HTTPStatus.OK else []
            return answer
        request = (path, raw_body)
        if request not in self._answers:
            self._answers[request] = super().answer(path, authorization, raw_body)
        return self._answers[request]


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
