"""A stream: which days to read, how a day is read, and how it is written with its STATE."""

import logging
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from singer_sdk import Stream, Tap
from singer_sdk.mapper import RemoveRecordTransform, StreamMap
from singer_sdk.singerlib import RecordMessage
from singer_sdk.singerlib.catalog import REPLICATION_FULL_TABLE

from tap_usagestats.api.client import Client
from tap_usagestats.api.day_reader import Day, DayReader
from tap_usagestats.api.pages import Endpoint, id_batches
from tap_usagestats.api.records import EXTRA, TEXT_KEY, Column, Record, RecordLayout
from tap_usagestats.api.window import ONE_DAY, parse_day
from tap_usagestats.config.stream_maps import hidden_columns
from tap_usagestats.errors import Stop, StreamStop
from tap_usagestats.sync.formats import days_text
from tap_usagestats.sync.plan import DayPlan, plan_days
from tap_usagestats.sync.progress import NEVER_USED, Progress
from tap_usagestats.sync.shared import Run

logger = logging.getLogger(__name__)

TEST_DAYS = 3  # the newest ones, one request each
DISCOVER = "run --discover again, with the same settings"
ORGANIZATION = Column("organization", (), TEXT_KEY, "The name of the account, from the setting `organization`.")


class UsageStream(Stream):
    """A stream of daily figures; a subclass declares its name, endpoint and columns.

    The bookmark is the last day with records, all of which have been sent. It never moves back, and stays where it is
    for a week if that day comes back empty.
    """

    endpoint: ClassVar[Endpoint]
    columns: ClassVar[tuple[Column, ...]]

    replication_key = "date"
    selected_by_default = False

    def __init__(self, tap: Tap, run: Run) -> None:
        self._run = run
        constants = {} if run.settings.organization is None else {ORGANIZATION.name: run.settings.organization}
        self.layout = RecordLayout((ORGANIZATION, *self.columns) if constants else self.columns, constants)
        super().__init__(tap, schema=self.layout.schema)
        self.primary_keys = self.layout.schema["required"]

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

    @cached_property
    def bookmark(self) -> date | None:
        """The last day that earlier runs have sent; None for a full table. Raise Stop for any other value."""
        value = self.stream_state.get("replication_key_value")
        if value is None or self.replication_method == REPLICATION_FULL_TABLE:
            return None
        try:
            return parse_day(value)
        except ValueError as error:
            what = f"{self.name}: expected a bookmark of the form YYYY-MM-DD in the state, got {reprlib.repr(value)}"
            raise Stop(f"{self._run.redact(what)}. What to do: fix or delete the state.") from error

    @cached_property
    def plan(self) -> DayPlan:
        """The days to read."""
        return plan_days(self._run.clock.now(), self.bookmark, self._run.settings)

    @cached_property
    def progress(self) -> Progress:
        """What has been read and written so far."""
        return Progress(self.name, self.endpoint, self.plan, self.bookmark, self._run)

    @property
    def sent_maps(self) -> list[StreamMap]:
        """What stream maps make of the stream; nothing if they drop it."""
        return [one for one in self.stream_maps if not isinstance(one, RemoveRecordTransform)]

    @property
    def fewest_requests(self) -> int:
        """The number of requests that the plan takes if no day has a second page."""
        return len(self.plan.days) * len(id_batches(self._run.ids_of(self.endpoint)))

    def get_records(self, context: Mapping[str, Any] | None) -> Iterable[Record]:  # noqa: ARG002  # no partitions
        """Yield the records of each planned day, for the SDK's own tests; a sync reads and writes days."""
        for day in self.read_days():
            yield from day.records or ()

    def read_days(self) -> Iterator[Day]:
        """Return the planned days. Each is read as a whole when asked for, which raises StreamStop if it cannot be."""
        return self._reader().read_days(self.plan.days, had_records=self.bookmark is not None)

    def test(self) -> str:
        """Read a record of the newest days, and return of which; raise StreamStop if it cannot be read or mapped."""
        days = [self.plan.last - number * ONE_DAY for number in range(TEST_DAYS)]
        if record := self._reader().sample(days):
            self._messages([record])  # a stream map may fail on it
            return f"a record of {record['date']}"
        why = f"check {self.endpoint.ids_field}" if self._run.ids_of(self.endpoint) else NEVER_USED
        return f"no record for {days_text(days[-1], days[0])}: {why}"

    def _reader(self) -> DayReader:
        run, settings = self._run, self._run.settings
        client = Client(run.base_url, settings.api_key, settings.request_timeout, run.pace, self.progress.traffic)
        hidden = self._deselected | hidden_columns(self.config, self.name, self.layout.fields)
        is_extra_sent = any(EXTRA in one.transformed_schema["properties"] for one in self.sent_maps)
        self.layout.withhold(hidden if is_extra_sent else hidden | {EXTRA})
        return DayReader(self.name, self.endpoint, self.layout, client, run.ids_of(self.endpoint))

    def write_schema(self) -> None:
        """Write SCHEMA."""
        self._write_schema_message()  # the SDK has no public method for it

    def write_day(self, day: Day) -> None:
        """Write the RECORDs of `day`, then STATE; raise StreamStop if a stream map fails on a record."""
        messages = self._messages(day.records or [])
        for message in messages:
            self._tap.write_message(message)
        # Before STATE, which the run may not survive, has passed a day without records.
        self.progress.add(day, len(messages))
        if day.records and not self.progress.keeps_bookmark and self.replication_method != REPLICATION_FULL_TABLE:
            last_day = max(day.date, self.bookmark or day.date)
            self.stream_state.update(replication_key="date", replication_key_value=last_day.isoformat())
            self._tap.state_writer.write_state(self.tap_state)

    def _messages(self, records: Iterable[Record]) -> list[RecordMessage]:
        """Return what is sent of `records`, selected and mapped; raise StreamStop if a map fails on one."""
        messages, time_extracted, hidden = [], self._run.clock.now(), self._deselected
        for record in records:
            sent = {name: record[name] for name in record if name not in hidden} if hidden else record
            for stream_map in self.stream_maps:
                try:
                    mapped = stream_map.transform(sent)
                except Exception as error:  # it evaluates what the user wrote
                    what = f"stream_maps: an expression failed on a record of {record['date']} ({type(error).__name__})"
                    advice = "make it handle null and every type, as in `md5(creator_name) if creator_name else None`"
                    raise StreamStop(what, advice, where=self.name) from error
                if mapped is not None:
                    messages.append(RecordMessage(stream_map.stream_alias, mapped, time_extracted=time_extracted))
        return messages
