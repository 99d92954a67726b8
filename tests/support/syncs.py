"""A sync in this process, and what it left behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from scripted_api import ENDPOINTS

from tap_usagestats.api.day import Day, Lines
from tap_usagestats.api.day_reader import DayReader
from tap_usagestats.api.records import Record
from tap_usagestats.streams import STREAMS
from tap_usagestats.tap import TapUsageStats

STREAM_NAMES = tuple(ENDPOINTS)  # those that ScriptedApi scripts
ID_COLUMNS = {stream.name: stream.endpoint.id_column for stream in STREAMS}

Key = tuple[str, str]  # the date of a record and what tells it apart from the others of its day


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

    def records_of(self, stream: str) -> list[dict[str, Any]]:
        return [message["record"] for message in self.of_type("RECORD") if message["stream"] == stream]

    @property
    def keys(self) -> list[Key]:
        return self.keys_of("app_usage")

    def keys_of(self, stream: str) -> list[Key]:
        return [(record["date"], record[ID_COLUMNS[stream]]) for record in self.records_of(stream)]

    @property
    def bookmarks(self) -> list[str]:
        """The day of app_usage in each STATE."""
        return [bookmarks_in(message["value"])["app_usage"] for message in self.of_type("STATE")]

    @property
    def state(self) -> dict[str, Any]:
        states = self.of_type("STATE")
        return dict(states[-1]["value"]) if states else {}


def messages_of(output: str) -> list[dict[str, Any]]:
    """The messages in what a tap has written, without a line that breaks off."""
    return [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith("\n")]


def bookmarks_in(state: Mapping[str, Any]) -> dict[str, str]:
    """The bookmarked day of each stream that has one."""
    return {
        stream: bookmark["replication_key_value"]
        for stream, bookmark in state.get("bookmarks", {}).items()
        if "replication_key_value" in bookmark
    }


def state_at(day: date, *streams: str) -> dict[str, Any]:
    bookmark = {"replication_key": "date", "replication_key_value": day.isoformat()}
    return {"bookmarks": {stream: dict(bookmark) for stream in streams or ("app_usage",)}}


def keys(days: Iterable[date], count: int) -> set[Key]:
    """The keys of the apps or members of ScriptedApi, if there are `count` on each of `days`."""
    return {(day.isoformat(), f"{number:024x}") for day in days for number in range(count)}


def false_states(messages: Iterable[Mapping[str, Any]], everything: Mapping[str, set[Key]]) -> list[str]:
    """What a STATE among `messages` claims to be out, and is not, of `everything` there is by stream.

    A bookmark claims all records of its stream up to its day. `everything` begins with the first day that is read.
    """
    out: dict[str, set[Key]] = {stream: set() for stream in everything}
    false = []
    for message in messages:
        if message["type"] == "RECORD":
            record, stream = message["record"], message["stream"]
            out[stream].add((record["date"], record[ID_COLUMNS[stream]]))
        elif message["type"] == "STATE":
            for stream, day in bookmarks_in(message["value"]).items():
                if missing := {key for key in everything[stream] if key[0] <= day} - out[stream]:
                    false.append(f"{stream} up to {day}: {len(missing)} records are not out")
    return false


@lru_cache
def _discovered() -> str:
    return str(TapUsageStats(validate_config=False).catalog_json_text)


def catalog_of(*streams: str, **metadata: Any) -> dict[str, Any]:
    """The discovered catalog with `streams` selected, and more metadata for each."""
    catalog = json.loads(_discovered())
    for entry in catalog["streams"]:
        for part in entry["metadata"]:
            if part["breadcrumb"] == []:
                part["metadata"] |= {"selected": entry["tap_stream_id"] in streams, **metadata}
    return dict(catalog)


def all_streams(**metadata: Any) -> dict[str, Any]:
    return catalog_of(*STREAM_NAMES, **metadata)


def as_json(records: list[Record]) -> Lines:
    """What a reader of a test keeps of records."""
    return Lines("".join(f"{json.dumps(record)}\n" for record in records), len(records))


def records_in(day: Day) -> list[Record]:
    """The records of a day, kept by as_json."""
    return [json.loads(line) for line in "".join(day.content.chunks() if day.content else ()).splitlines()]


Sync = Callable[..., Run]
ReaderOf = Callable[..., DayReader]
