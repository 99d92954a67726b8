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

    def records_of(self, part: str) -> list[dict[str, Any]]:
        """The records of a stream, or those of one of many organizations in it, as in `acme: app_usage`."""
        organization, _, stream = part.rpartition(": ")
        return [
            message["record"]
            for message in self.of_type("RECORD")
            if message["stream"] == stream and (not organization or message["record"]["organization"] == organization)
        ]

    @property
    def keys(self) -> list[Key]:
        return self.keys_of("app_usage")

    def keys_of(self, part: str) -> list[Key]:
        id_column = ID_COLUMNS[part.rpartition(": ")[2]]
        return [(record["date"], record[id_column]) for record in self.records_of(part)]

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
    """The bookmarked day of each stream that has one; of one of many organizations, of `acme: app_usage`."""
    places = {
        part: place
        for stream, bookmark in state.get("bookmarks", {}).items()
        for part, place in [
            (stream, bookmark),
            *((f"{one['context']['organization']}: {stream}", one) for one in bookmark.get("partitions", [])),
        ]
    }
    return {part: place["replication_key_value"] for part, place in places.items() if "replication_key_value" in place}


def state_at(day: date, *parts: str) -> dict[str, Any]:
    """A state with a bookmark for each of `parts`: of a stream, or of one of many organizations, `acme: app_usage`."""
    bookmarks: dict[str, dict[str, Any]] = {}
    for organization, _, stream in (part.rpartition(": ") for part in parts or ("app_usage",)):
        place = {"replication_key": "date", "replication_key_value": day.isoformat()}
        if organization:
            partitions = bookmarks.setdefault(stream, {}).setdefault("partitions", [])
            partitions.append({"context": {"organization": organization}, **place})
        else:
            bookmarks.setdefault(stream, {}).update(place)
    return {"bookmarks": bookmarks}


def keys(days: Iterable[date], count: int) -> set[Key]:
    """The keys of the apps or members of ScriptedApi, if there are `count` on each of `days`."""
    return {(day.isoformat(), f"{number:024x}") for day in days for number in range(count)}


def false_states(messages: Iterable[Mapping[str, Any]], everything: Mapping[str, set[Key]]) -> list[str]:
    """What a STATE among `messages` claims to be out, and is not, of `everything` there is.

    `everything` is by stream, or as `acme: app_usage` if there are many organizations, and begins with the first day
    that is read. A bookmark claims all records of its stream, or organization and stream, up to its day.
    """
    out: dict[str, set[Key]] = {part: set() for part in everything}
    false = []
    for message in messages:
        if message["type"] == "RECORD":
            record, stream = message["record"], message["stream"]
            part = stream if stream in out else f"{record['organization']}: {stream}"
            out[part].add((record["date"], record[ID_COLUMNS[stream]]))
        elif message["type"] == "STATE":
            for part, day in bookmarks_in(message["value"]).items():
                if missing := {key for key in everything[part] if key[0] <= day} - out[part]:
                    false.append(f"{part} up to {day}: {len(missing)} records are not out")
    return false


@lru_cache
def _discovered(organization: str | None) -> str:
    return str(TapUsageStats(config={"organization": organization}, validate_config=False).catalog_json_text)


def catalog_of(*streams: str, organization: str | None = None, **metadata: Any) -> dict[str, Any]:
    """The discovered catalog with `streams` selected, and more metadata for each; `organization` adds the column."""
    catalog = json.loads(_discovered(organization))
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
