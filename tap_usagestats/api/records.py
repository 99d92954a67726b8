"""Turns an item of the API into a flat record; fields without a column go to `extra`.

Records are flat because that is the only shape that every common Singer target loads without losing fields that the
vendor adds later. Each column is declared once; the JSON schema and the records are both derived from it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tap_usagestats.api.column_kinds import TEXT, TEXT_KEY, ColumnKind

Record = dict[str, Any]
# By the name of a field: the column that holds it and how a value gets there, or the places of its inner fields.
Places = dict[str, Any]

EXTRA = "extra"
# U+0000 and halves of surrogate pairs: JSON allows them, PostgreSQL, BigQuery and most others do not.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"


class Column(NamedTuple):
    """A column of a stream, and the path of its value in an item of the API; () if the tap itself fills it."""

    name: str
    path: tuple[str, ...]
    kind: ColumnKind
    description: str


class Conversion(NamedTuple):
    """The record of an item, with the paths of the fields that went to `extra`, and the columns with replaced text."""

    record: Record
    unplaced: list[str]
    replaced: list[str]


class RecordLayout:
    """The columns of a stream, ready to turn items into records; `schema` is the JSON schema of a record.

    Every record begins with the values of `constants`, by the names of their columns.
    """

    def __init__(self, columns: Sequence[Column], constants: dict[str, str]) -> None:
        """Lay out `columns` in the order in which records have them."""
        self.schema: dict[str, Any] = {
            "type": "object",
            "properties": {
                column.name: {**column.kind.schema, "description": column.description} for column in columns
            },
            "required": [column.name for column in columns if "null" not in column.kind.schema["type"]],
        }
        self._blank: Record = dict.fromkeys(column.name for column in columns) | constants
        self._texts = [column.name for column in columns if column.path and column.kind in (TEXT, TEXT_KEY)]
        self._places: Places = {}
        for column in columns:
            places = self._places
            for field in column.path[:-1]:
                places = places.setdefault(field, {})
            if column.path:
                places[column.path[-1]] = (column.name, column.kind.convert)

    def convert(self, day: str, item: dict[str, Any]) -> Conversion:
        """Return the record of `item` on `day`.

        A field that is absent or null is null in the record, never 0. A value of the wrong type for its column, and a
        field without a column, go to `extra`, in the nesting of the API. Characters that databases reject become
        U+FFFD.
        """
        record = self._blank.copy()
        record["date"] = day
        rest = place(item, self._places, record)
        replaced = [name for name in self._texts if record[name] and UNSTORABLE.search(record[name])]
        for name in replaced:
            record[name] = UNSTORABLE.sub(REPLACEMENT, record[name])
        if not rest:
            return Conversion(record, [], replaced)
        storable_rest = storable(rest)
        if storable_rest != rest:
            replaced.append(EXTRA)
        record[EXTRA] = json.dumps(storable_rest, ensure_ascii=False)
        return Conversion(record, list(leaf_paths(rest)), replaced)


def place(values: dict[str, Any], places: Places, record: Record) -> dict[str, Any]:
    """Put `values` into the columns of `record` according to `places`, and return those that have no column."""
    rest = {}
    for field, value in values.items():
        target = places.get(field)
        if target is None:
            rest[field] = value
        elif value is None:
            continue
        elif isinstance(target, tuple):
            column, convert = target
            try:
                record[column] = convert(value)
            except ValueError:
                rest[field] = value
        elif not isinstance(value, dict):
            rest[field] = value
        elif inner_rest := place(value, target, record):
            rest[field] = inner_rest
    return rest


def storable(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """Return the JSON `value` with U+FFFD for each character that databases reject, in names and values."""
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        storables: dict[str, Any] = {}
        for name, item in value.items():
            storable_name = storable(name)
            while storable_name in storables:  # two names that differ only in what is replaced
                storable_name += REPLACEMENT
            storables[storable_name] = storable(item)
        return storables
    return value


def leaf_paths(rest: dict[str, Any], within: str = "") -> Iterator[str]:
    """Yield the dotted path of each field in what went to `extra`, like metrics.not_documented."""
    for name, value in rest.items():
        if isinstance(value, dict) and value:
            yield from leaf_paths(value, f"{within}{name}.")
        else:
            yield f"{within}{name}"
