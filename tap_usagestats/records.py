"""An item of the API becomes a flat record; what has no column goes to `extra`.

Flat, because it is the only shape that every common Singer target loads without losing a field that the vendor adds
later. Each column is described once: the JSON schema and the records are both made from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from tap_usagestats.days import UTC8

Record = dict[str, Any]


class Kind(NamedTuple):
    """The type of a column: its JSON schema, and how a value gets there.

    `convert` returns the value to emit and raises ValueError for one of another type.
    """

    schema: dict[str, Any]
    convert: Callable[[Any], Any]


class Column(NamedTuple):
    """A column of a stream, and the path of its value in an item of the API, () where the tap itself fills it."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    description: str


def as_text(value: object) -> str:
    """Return `value`, which must be a string."""
    if not isinstance(value, str):
        raise ValueError
    return value


def as_integer(value: object) -> int:
    """Return `value`, which must be a whole number; 1200.0 is one, true is none."""
    if type(value) is int:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ValueError


@lru_cache(maxsize=4096)  # an app's dates are much the same every day
def utc_text(text: str) -> str:
    """Return the ISO 8601 date-time `text` in UTC; one without an offset is taken as UTC+8.

    Raises:
        ValueError: `text` is no date-time, or has no equivalent in UTC (the year 1).
    """
    moment = datetime.fromisoformat(text)
    try:
        utc = (moment if moment.tzinfo else moment.replace(tzinfo=UTC8)).astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError from error
    return utc.isoformat().replace("+00:00", "Z")


def as_instant(value: object) -> str:
    """Return the date-time `value` in UTC, like 2025-12-31T16:00:00Z."""
    return utc_text(as_text(value))


TEXT = Kind({"type": ["string", "null"]}, as_text)
KEY = Kind({"type": "string"}, as_text)
DAY = Kind({"type": "string", "format": "date"}, as_text)
INSTANT = Kind({"type": ["string", "null"], "format": "date-time"}, as_instant)
INTEGER = Kind({"type": ["integer", "null"]}, as_integer)

EXTRA = "extra"


class RecordLayout:
    """The columns of a stream, ready to turn items into records; `schema` is the JSON schema of a record."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Lay out `columns` in the order in which records have them."""
        self.schema: dict[str, Any] = {
            "type": "object",
            "properties": {
                column.name: {**column.kind.schema, "description": column.description} for column in columns
            },
            "required": [column.name for column in columns if "null" not in column.kind.schema["type"]],
        }
        self._blank = dict.fromkeys(column.name for column in columns)
        self._fields = _Fields()
        for column in columns:
            if column.path:
                self._fields.add(column.path, column)

    def record(self, day: str, item: dict[str, Any]) -> tuple[Record, dict[str, Any]]:
        """Return the record of `item` on `day`, and what of it went to `extra`, in the nesting of the API.

        A field that is absent or null is null in the record, never 0. A value of the wrong type for its column, and a
        field without a column, are what goes to `extra`.
        """
        record = self._blank.copy()
        record["date"] = day
        rest = self._fields.fill(record, item)
        if rest:
            record[EXTRA] = json.dumps(rest, ensure_ascii=False)
        return record, rest


class _Fields:
    """The fields of a JSON object of the API that columns hold, and its inner objects with fields of theirs."""

    def __init__(self) -> None:
        self._columns: list[tuple[str, str, Callable[[Any], Any]]] = []
        self._objects: dict[str, _Fields] = {}
        self._known: set[str] = set()

    def add(self, path: tuple[str, ...], column: Column) -> None:
        """Let `column` hold the field at `path`."""
        field, *inner = path
        self._known.add(field)
        if inner:
            self._objects.setdefault(field, _Fields()).add(tuple(inner), column)
        else:
            self._columns.append((field, column.name, column.kind.convert))

    def fill(self, record: Record, values: dict[str, Any]) -> dict[str, Any]:
        """Put `values` into the columns of `record`, and return those that fit in none."""
        rest = {}
        for field, name, convert in self._columns:
            value = values.get(field)
            if value is not None:
                try:
                    record[name] = convert(value)
                except ValueError:
                    rest[field] = value
        for field, fields in self._objects.items():
            value = values.get(field)
            if isinstance(value, dict):
                if unplaced := fields.fill(record, value):
                    rest[field] = unplaced
            elif value is not None:
                rest[field] = value
        if not values.keys() <= self._known:
            rest |= {field: value for field, value in values.items() if field not in self._known}
        return rest


def leaf_paths(rest: dict[str, Any], within: str = "") -> Iterator[str]:
    """Yield the dotted path of each field in what went to `extra`, like metrics.daily_ai_credits."""
    for name, value in rest.items():
        if isinstance(value, dict) and value:
            yield from leaf_paths(value, f"{within}{name}.")
        else:
            yield f"{within}{name}"
