"""The endpoint as a dlt resource, extracted to dlt's own files. Arguments: URL, first day, number of days."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import dlt
from dlt.sources.helpers import requests

url, first, days = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])


@dlt.resource(name="app_usage", primary_key=("date", "app_id"), write_disposition="merge")
def app_usage() -> Iterator[list[dict[str, Any]]]:
    """Yield the pages of each day."""
    for number in range(days):
        skip, has_next = 0, True
        while has_next:
            page = requests.post(
                f"{url}/v1/corp_usage/app_metrics",
                json={"date": str(first + timedelta(days=number)), "skip": skip, "limit": 100},
                headers={"Authorization": "Bearer sandbox"},
            ).json()
            yield [{"date": page["date"], **item} for item in page["items"]]
            skip, has_next = skip + 100, page["has_next"]


with tempfile.TemporaryDirectory() as folder:
    pipeline = dlt.pipeline("benchmark", destination="dummy", dataset_name="benchmark", pipelines_dir=folder)
    pipeline.extract(app_usage())
