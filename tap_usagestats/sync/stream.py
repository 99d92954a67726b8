"""A stream: what is sent of its records, how a day is read, and how it is written."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, ClassVar

from singer_sdk import Stream, Tap
from singer_sdk.mapper import RemoveRecordTransform, StreamMap

from tap_usagestats.api.columns import EXTRA, TEXT_KEY, Column
from tap_usagestats.api.day import Day, Lines
from tap_usagestats.api.day_reader import LinesOf
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.api.records import Record, RecordLayout
from tap_usagestats.api.window import ONE_DAY
from tap_usagestats.config.stream_maps import hidden_columns
from tap_usagestats.errors import Stop, StreamStop
from tap_usagestats.sync.formats import days_text
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.progress import NEVER_USED
from tap_usagestats.sync.standard_output import ENCODER, record_lines

logger = logging.getLogger(__name__)

TEST_DAYS = 3  # the newest ones, one request each
DISCOVER = "run --discover again, with the same settings"
NAME = "The name of the account, from the setting `organization` or `organizations`."
ORGANIZATION = Column("organization", (), TEXT_KEY, NAME)


class UsageStream(Stream):
    """A stream of daily figures, with a partition for each organization; a subclass has a name, endpoint, columns."""

    endpoint: ClassVar[Endpoint]
    columns: ClassVar[tuple[Column, ...]]

    replication_key = "date"
    selected_by_default = False

    def __init__(self, tap: Tap, organizations: Sequence[Organization]) -> None:
        self._organizations = organizations
        self._mapping = Lock()  # the SDK's maps (0.54) keep the record that they work on in themselves
        has_name = bool(organizations[0].constants)
        self.layout = RecordLayout((ORGANIZATION, *self.columns) if has_name else self.columns)
        super().__init__(tap, schema=self.layout.schema)
        self.primary_keys = self.layout.schema["required"]

    @property
    def partitions(self) -> list[dict[str, Any]] | None:
        """The contexts of the organizations, if there are many."""
        return [one.context for one in self._organizations if one.context] or None

    @cached_property
    def parts(self) -> list[Partition]:
        """The partitions, in the order of the organizations."""
        return [Partition(self, self.endpoint, organization) for organization in self._organizations]

    @cached_property
    def selected_schema(self) -> dict[str, Any]:
        """The selected columns, or all of a deselected stream; raise Stop if the catalog has another key, or none."""
        schema, keys = self.effective_schema, self.layout.schema["required"]
        columns = schema.get("properties", {})
        chosen = [column for column in columns if not self.selected or self.mask["properties", column]]
        if set(self.primary_keys) != set(keys) or not set(keys) <= set(chosen):
            what = f"{self.name}: expected the catalog to have the key {', '.join(keys)}, and to select these columns"
            raise Stop(f"{what}. What to do: {DISCOVER}, and select all key columns.")
        if self.selected and (lacking := [column for column in self.schema["properties"] if column not in columns]):
            what = f"the catalog lacks the columns {', '.join(lacking)}, so they are not sent"
            logger.warning("%s: %s. What to do: %s", self.name, what, DISCOVER)
        return {**schema, "properties": {column: columns[column] for column in chosen}}

    @cached_property
    def _deselected(self) -> set[str]:
        """The columns that are not sent."""
        return set(self.schema["properties"]) - set(self.selected_schema["properties"])

    @property
    def sent_maps(self) -> list[StreamMap]:
        """What stream maps make of the stream; nothing if they drop it."""
        return [one for one in self.stream_maps if not isinstance(one, RemoveRecordTransform)]

    def get_records(self, context: Mapping[str, Any] | None) -> Iterable[Record]:
        """Yield the records of each planned day, for the SDK's own tests; a sync reads and writes days."""
        part = next(part for part in self.parts if part.organization.context == context)

        def as_they_are(records: list[Record]) -> Lines:
            return Lines("".join(f"{ENCODER.encode(record)}\n" for record in records), len(records))

        for day in self.read_days(part, as_they_are):
            yield from map(json.loads, "".join(day.content.chunks() if day.content else ()).splitlines())

    def read_days(self, part: Partition, lines_of: LinesOf | None = None) -> Iterator[Day]:
        """Yield the planned days, each read as a whole; raise StreamStop if one cannot be."""
        with part.reader(self._reading_layout, lines_of or self.lines_of) as reader:
            yield from reader.read_days(part.plan.days, had_records=part.bookmark is not None)

    def test(self, part: Partition, last: date) -> Iterator[str]:
        """Yield the day of a record of the days up to `last`; raise StreamStop if it cannot be read, or mapped."""
        days = [last - number * ONE_DAY for number in range(TEST_DAYS)]
        with part.reader(self._reading_layout, self.lines_of) as reader:
            record = reader.sample(days)
        if record:
            self.lines_of([record])  # a stream map may fail on it
            yield f"a record of {record['date']}"
        else:
            why = f"check {self.endpoint.ids_field}" if part.ids else NEVER_USED
            yield f"no record for {days_text(days[-1], days[0])}: {why}"

    @cached_property
    def _reading_layout(self) -> RecordLayout:
        """The layout, which keeps out of `extra` what may reveal a hidden column."""
        hidden = self._deselected | hidden_columns(self.config, self.name, self.layout.fields)
        is_extra_sent = any(EXTRA in one.transformed_schema["properties"] for one in self.sent_maps)
        self.layout.withhold(hidden if is_extra_sent else hidden | {EXTRA})
        return self.layout

    def write_schema(self) -> None:
        """Write SCHEMA."""
        self._write_schema_message()  # the SDK has no public method for it

    def lines_of(self, records: list[Record]) -> Lines:
        """Return what is sent of `records`, selected and mapped; raise StreamStop if a map fails on one."""
        with self._mapping:
            return record_lines(self._mapped(records), self._organizations[0].clock.now())

    def _mapped(self, records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
        hidden, stream_maps = self._deselected, self.stream_maps
        for record in records:
            selected = {name: record[name] for name in record if name not in hidden} if hidden else record
            for stream_map in stream_maps:
                try:
                    mapped = stream_map.transform(selected)
                except Exception as error:  # it evaluates what the user wrote
                    what = f"stream_maps: an expression failed on a record of {record['date']} ({type(error).__name__})"
                    advice = "make it handle null and every type, as in `md5(creator_name) if creator_name else None`"
                    raise StreamStop(what, advice) from error
                if mapped is not None:
                    yield stream_map.stream_alias, mapped
