"""The columns: each is declared once, and the JSON schema and the records are derived from it."""

import re
from collections.abc import Callable
from datetime import timezone
from functools import lru_cache
from typing import Any, NamedTuple

from tap_usagestats.api.window import parse_moment

EXTRA = "extra"  # the column for all that has no column
INT64 = range(-(2**63), 2**63)  # common warehouses do not store larger integers
WHOLE_NUMBER = re.compile(r"-?\d+(\.0+)?", re.ASCII)


class ColumnKind(NamedTuple):
    """The type of a column."""

    schema: dict[str, Any]  # its JSON schema
    convert: Callable[[Any], Any]  # returns the value to emit; raises ValueError or TypeError for one of another type
    usual: type | None = None  # a value of exactly this type is emitted as it is, if it is not an int beyond 64 bits


def as_text(value: object) -> str:
    """Return `value`, which must be a string."""
    if not isinstance(value, str):
        raise ValueError
    return value


def as_integer(value: object) -> int:
    """Return `value`, which must be a whole number of at most 64 bits; 1200.0 and "1200" are, true is not."""
    if type(value) is float and value.is_integer():
        value = int(value)
    elif isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        value = int(value.partition(".")[0])
    if type(value) is not int or value not in INT64:
        raise ValueError
    return value


@lru_cache(maxsize=4096)  # an app's dates rarely change from one day to the next
def utc_text(text: str) -> str:
    """Return the ISO 8601 date-time `text` in UTC, like 2025-12-31T16:00:00Z; without an offset, it is in UTC+8."""
    return parse_moment(text, timezone.utc).isoformat().replace("+00:00", "Z")


TEXT = ColumnKind({"type": ["string", "null"]}, as_text, usual=str)
TEXT_KEY = ColumnKind({"type": "string"}, lambda value: as_text(value or None))  # not empty
DAY = ColumnKind({"type": "string", "format": "date"}, as_text)
INSTANT = ColumnKind({"type": ["string", "null"], "format": "date-time"}, utc_text)
INTEGER = ColumnKind({"type": ["integer", "null"]}, as_integer, usual=int)


class Column(NamedTuple):
    """A column of a stream, and the path of its value in an item of the API; () if the tap itself fills it."""

    name: str
    path: tuple[str, ...]
    kind: ColumnKind
    description: str
