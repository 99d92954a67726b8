"""The API as dlt resources, extracted to dlt's own files. Arguments: URL, first day, number of days, seconds.

With 0 seconds, it reads app_metrics only. With more, it reads all three endpoints in parallel and starts the requests
to each at least that far apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import dlt
from dlt.sources.helpers import requests

url, first, days = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])
interval_seconds = float(sys.argv[4])
ENDPOINTS = {"app_usage": "app_metrics", "member_usage": "member_metrics", "platform_usage": "overview"}


def pages(endpoint: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the pages of each day."""
    next_start = 0.0
    for number in range(days):
        skip, has_next = 0, True
        while has_next:
            time.sleep(max(0, next_start - time.monotonic()))
            next_start = time.monotonic() + interval_seconds
            page = requests.post(
                f"{url}/v1/corp_usage/{endpoint}",
                json={"date": str(first + timedelta(days=number)), "skip": skip, "limit": 100},
                headers={"Authorization": "Bearer sandbox"},
            ).json()
            yield [{"date": page["date"], **item} for item in page.get("items", [page])]
            skip, has_next = skip + 100, page.get("has_next", False)


def resource(name: str) -> Any:  # noqa: ANN401  # dlt's
    """Return the endpoint of a stream as a resource."""
    return dlt.resource(pages(ENDPOINTS[name]), name=name, write_disposition="merge", parallelized=interval_seconds > 0)


with tempfile.TemporaryDirectory() as folder:
    pipeline = dlt.pipeline("benchmark", destination="dummy", dataset_name="benchmark", pipelines_dir=folder)
    pipeline.extract([resource(name) for name in (ENDPOINTS if interval_seconds else ["app_usage"])])
