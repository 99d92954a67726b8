"""The kinds of columns: the JSON schema of each, and how a value of the API gets there."""

from collections.abc import Callable
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from tap_usagestats.api.window import UTC8

INT64 = range(-(2**63), 2**63)  # common warehouses do not store larger integers


class ColumnKind(NamedTuple):
    """The type of a column."""

    schema: dict[str, Any]  # its JSON schema
    convert: Callable[[Any], Any]  # returns the value to emit; raises ValueError for one of another type


def as_text(value: object) -> str:
    """Return `value`, which must be a string."""
    if not isinstance(value, str):
        raise ValueError
    return value


def as_key(value: object) -> str:
    """Return `value`, which must be a string that is not empty."""
    if not value:
        raise ValueError
    return as_text(value)


def as_integer(value: object) -> int:
    """Return `value`, which must be a whole number of at most 64 bits; 1200.0 is one, true is not."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if type(number) is not int or number not in INT64:
        raise ValueError
    return number


@lru_cache(maxsize=4096)  # an app's dates rarely change from one day to the next
def utc_text(text: str) -> str:
    """Return the ISO 8601 date-time `text` in UTC, like 2025-12-31T16:00:00Z; without an offset it is taken as UTC+8.

    Raise ValueError if it is not a date-time, or has no equivalent in UTC (the year 1).
    """
    moment = datetime.fromisoformat(text)
    try:
        utc = (moment if moment.tzinfo else moment.replace(tzinfo=UTC8)).astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError from error
    return utc.isoformat().replace("+00:00", "Z")


def as_instant(value: object) -> str:
    """Return the date-time `value` in UTC."""
    return utc_text(as_text(value))


TEXT = ColumnKind({"type": ["string", "null"]}, as_text)
TEXT_KEY = ColumnKind({"type": "string"}, as_key)
DAY = ColumnKind({"type": "string", "format": "date"}, as_text)
INSTANT = ColumnKind({"type": ["string", "null"], "format": "date-time"}, as_instant)
INTEGER = ColumnKind({"type": ["integer", "null"]}, as_integer)
