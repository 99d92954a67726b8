"""A sync in this process, and what it left behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tap_usagestats.tap import TapUsageStats


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
