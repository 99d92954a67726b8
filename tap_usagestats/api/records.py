"""Turns an item of the API into a flat record; fields without a column go to `extra`.

Records are flat because that is the only shape that every common Singer target loads without losing fields that the
vendor adds later.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tap_usagestats.api.columns import EXTRA, TEXT, TEXT_KEY, Column

Record = dict[str, Any]
Note = tuple[str, str]  # a field, and what happened to it
Places = dict[str, Any]  # by field: a column, its usual type and its conversion; or the places of the fields inside it

MAX_NOTES = 20  # for each stream and run; an object keyed by IDs would fill the log

# U+0000 and halves of surrogate pairs: JSON allows them, PostgreSQL, BigQuery and most others do not.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"

# What happened to a field, as the log says it.
UNPLACED = "has no column, or a value of the wrong type for it: the value goes to extra"
WITHHELD = (
    "has no column, or a value of the wrong type for it: the value is not sent, because it may reveal a hidden column"
)
REPLACED = "had characters that databases reject (U+0000, or half of a surrogate pair): each was replaced with U+FFFD"


class RecordLayout:
    """The columns of a stream, and the JSON `schema` of its records."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.schema: dict[str, Any] = {
            "type": "object",
            "properties": {one.name: {**one.kind.schema, "description": one.description} for one in columns},
            "required": [one.name for one in columns if "null" not in one.kind.schema["type"]],
        }
        self._blank: Record = dict.fromkeys(one.name for one in columns)
        self._texts = [one.name for one in columns if one.path and one.kind in (TEXT, TEXT_KEY)]
        self.fields = {one.name: one.path[0] for one in columns if one.path}  # of the API; the outermost of each column
        self.withheld: set[str] = set()
        self._noted: set[Note] = set()
        self._places: Places = {}
        for column in columns:
            places = self._places
            for field in column.path[:-1]:
                places = places.setdefault(field, {})
            if column.path:
                places[column.path[-1]] = (column.name, column.kind.usual, column.kind.convert)

    def withhold(self, hidden: Iterable[str]) -> None:
        """From now on, keep out of `extra` what the API sends beside, or in place of, the `hidden` columns."""
        self.withheld = {name for column in hidden for name in (column, self.fields.get(column, column))}

    def new_notes(self, notes: Iterable[Note]) -> Iterator[Note]:
        """Yield those of `notes` that are to be logged: each once, and not more than MAX_NOTES in a run."""
        for note in notes:
            if note not in self._noted and len(self._noted) < MAX_NOTES:
                self._noted.add(note)
                yield note

    def convert(self, known: Record, item: dict[str, Any]) -> tuple[Record, list[Note]]:
        """Return the record of `item`, and what happened to each field that is not in it as it came.

        The columns that the API does not send, such as the day, are `known`.
        A field that is absent or null is null in the record, never 0. A value of the wrong type for its column, and a
        field without a column, go to `extra`, as the API nests them. Characters that databases reject become U+FFFD.
        """
        record = self._blank | known
        rest = place(item, self._places, record)
        notes = [(name, REPLACED) for name in self._texts if record[name] and UNSTORABLE.search(record[name])]
        for name, _ in notes:
            record[name] = UNSTORABLE.sub(REPLACEMENT, record[name])
        if rest:
            withheld = rest.keys() if EXTRA in self.withheld else rest.keys() & self.withheld
            sent = {field: value for field, value in rest.items() if field not in withheld}
            notes += [(field, WITHHELD) for field in sorted(withheld)] + [(path, UNPLACED) for path in leaf_paths(sent)]
            storable_rest = storable(sent)
            if storable_rest != sent:
                notes.append((EXTRA, REPLACED))
            record[EXTRA] = json.dumps(storable_rest, ensure_ascii=False) if sent else None
        return record, notes


def has_figures(record: Record) -> bool:
    """Return whether any metric is neither 0 nor null."""
    return any(value for column, value in record.items() if column.startswith("metrics_"))


def place(values: dict[str, Any], places: Places, record: Record) -> dict[str, Any]:
    """Put `values` into the columns of `record` according to `places`, and return those that have no column.

    A sync calls this more than anything else, so values of the usual types come first.
    """
    rest = {}
    for field, value in values.items():
        target = places.get(field)
        if type(target) is tuple:
            column, usual, convert = target
            if type(value) is usual and (usual is str or -(2**63) <= value < 2**63):
                record[column] = value
            elif value is not None:
                try:
                    record[column] = convert(value)
                except (TypeError, ValueError):
                    rest[field] = value
        elif target is None:
            rest[field] = value
        elif isinstance(value, dict):
            if inner_rest := place(value, target, record):
                rest[field] = inner_rest
        elif value is not None:
            rest[field] = value
    return rest


def storable(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """Return the JSON `value` with U+FFFD for each character that databases reject, in names and values."""
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if not isinstance(value, dict):
        return value
    storables: dict[str, Any] = {}
    for name, item in value.items():
        storable_name = storable(name)
        while storable_name in storables:  # two names that differ only in what is replaced
            storable_name += REPLACEMENT
        storables[storable_name] = storable(item)
    return storables


def leaf_paths(rest: dict[str, Any], within: str = "") -> Iterator[str]:
    """Yield the dotted path of each field in what went to `extra`, like metrics.not_documented."""
    for name, value in rest.items():
        path = f"{within}{name}"
        yield from leaf_paths(value, f"{path}.") if isinstance(value, dict) and value else (path,)
