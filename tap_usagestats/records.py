"""An item of the API becomes a flat record; what has no column goes to `extra`.

Flat, because it is the only shape that every common Singer target loads without losing a field that the vendor adds
later. Each column is described once: the JSON schema and the records are both made from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from tap_usagestats.days import UTC8


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
    """The columns of a stream, ready to turn items into records."""

    def __init__(self, columns: Iterable[Column]) -> None:
        """Lay out `columns` in the order in which records have them."""
        self.columns = tuple(columns)
        self._blank = dict.fromkeys(column.name for column in self.columns)
        self._fields: dict[str, Any] = {}
        for column in self.columns:
            if column.path:
                *groups, field = column.path
                fields = self._fields
                for group in groups:
                    fields = fields.setdefault(group, {})
                fields[field] = column

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of a record."""
        properties = {column.name: {**column.kind.schema, "description": column.description} for column in self.columns}
        required = [column.name for column in self.columns if "null" not in column.kind.schema["type"]]
        return {"type": "object", "properties": properties, "required": required}

    def record(self, day: str, item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the record of `item` on `day`, and what of it went to `extra`, in the nesting of the API.

        A field that is absent or null is null in the record, never 0. A value of the wrong type for its column, and a
        field without a column, are what goes to `extra`.
        """
        record = self._blank.copy()
        record["date"] = day
        rest = _fill(record, self._fields, item)
        if rest:
            record[EXTRA] = json.dumps(rest, ensure_ascii=False)
        return record, rest


def _fill(record: dict[str, Any], fields: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Put `values` into the columns of `record` that `fields` has for them; return those that fit in none."""
    rest = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            rest[name] = value
        elif value is None:
            continue
        elif isinstance(field, Column):
            try:
                record[field.name] = field.kind.convert(value)
            except ValueError:
                rest[name] = value
        elif not isinstance(value, dict):
            rest[name] = value
        elif unplaced := _fill(record, field, value):
            rest[name] = unplaced
    return rest


def leaf_paths(rest: dict[str, Any], within: str = "") -> Iterator[str]:
    """Yield the dotted path of each field in what went to `extra`, like metrics.daily_ai_credits."""
    for name, value in rest.items():
        if isinstance(value, dict) and value:
            yield from leaf_paths(value, f"{within}{name}.")
        else:
            yield f"{within}{name}"
