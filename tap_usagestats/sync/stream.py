"""A stream: which days to read, how a day is read, and how it is written with its STATE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from singer_sdk import Stream, Tap
from singer_sdk.singerlib import RecordMessage

from tap_usagestats.api.client import Client
from tap_usagestats.api.column_kinds import TEXT_KEY
from tap_usagestats.api.day_reader import Day, DayReader
from tap_usagestats.api.page_reader import Endpoint, PageReader
from tap_usagestats.api.pages import id_batches
from tap_usagestats.api.records import Column, Record, RecordLayout
from tap_usagestats.config.stream_maps import map_failure_text
from tap_usagestats.errors import Stop, StreamStop
from tap_usagestats.sync.bookmark import REPLICATION_KEY, Bookmark
from tap_usagestats.sync.plan import DayPlan, plan_days
from tap_usagestats.sync.progress import Progress
from tap_usagestats.sync.run import Run

ORGANIZATION = Column("organization", (), TEXT_KEY, "The name of the account, from the setting `organization`.")


class UsageStream(Stream):
    """A stream of daily figures. A subclass declares its name, endpoint and columns.

    State is kept by whole days: the bookmark is the last day with records, all of which have been sent. STATE is
    written at the end of that day, and the bookmark never moves back.
    """

    endpoint: ClassVar[Endpoint]
    columns: ClassVar[tuple[Column, ...]]

    replication_key = REPLICATION_KEY
    selected_by_default = False

    def __init__(self, tap: Tap, run: Run) -> None:
        """Create the stream with the settings of `run`."""
        self._run = run
        constants = {} if run.settings.organization is None else {ORGANIZATION.name: run.settings.organization}
        self.layout = RecordLayout((ORGANIZATION, *self.columns) if constants else self.columns, constants)
        super().__init__(tap, schema=self.layout.schema)
        self.primary_keys = self.layout.schema["required"]

    @cached_property
    def selected_schema(self) -> dict[str, Any]:
        """The part of the catalog's schema that is sent: the selected columns, or all columns of a deselected stream.

        Raise Stop if the catalog has another key, or lacks a column of the key.
        """
        schema, keys = self.effective_schema, self.layout.schema["required"]
        chosen = {
            column: kind
            for column, kind in schema.get("properties", {}).items()
            if not self.selected or self.mask["properties", column]
        }
        if list(self.primary_keys) != keys or not chosen.keys() >= set(keys):
            what = f"{self.name}: expected the catalog to have the key {', '.join(keys)}, and to select these columns"
            raise Stop(f"{what}. What to do: run --discover again, with the same settings, and select all key columns.")
        return {**schema, "properties": chosen}

    @cached_property
    def _deselected(self) -> list[str]:
        """The columns that are not sent; computed once, because asking for each column of each record is slow."""
        return [column for column in self.schema["properties"] if column not in self.selected_schema["properties"]]

    @cached_property
    def bookmark(self) -> Bookmark:
        """The last day that has been sent."""
        return Bookmark(self, self._tap.write_message, self._run.redact)

    @cached_property
    def plan(self) -> DayPlan:
        """The days to read."""
        settings = self._run.settings
        return plan_days(
            self._run.clock.now(),
            bookmark=self.bookmark.day,
            start_date=settings.start_date,
            end_date=settings.end_date,
            lookback_days=settings.lookback_days,
        )

    @cached_property
    def progress(self) -> Progress:
        """What has been read and written so far."""
        return Progress(self.name, self.endpoint.noun, self.plan, self.bookmark.day, self._run.pace)

    @property
    def ids(self) -> list[str]:
        """The IDs of the items to read; empty for all."""
        field = self.endpoint.ids_field
        return (getattr(self._run.settings, field) if field else None) or []

    @property
    def fewest_requests(self) -> int:
        """The number of requests that the plan takes if no day has a second page."""
        return len(self.plan.days) * len(id_batches(self.ids))

    def get_records(self, context: Mapping[str, Any] | None) -> Iterable[Record]:  # noqa: ARG002  # no partitions
        """Yield the records of each planned day, for --test and the SDK's own tests; a sync reads and writes days."""
        for day in self.read_days():
            yield from day.records or ()

    def read_days(self) -> Iterator[Day]:
        """Yield each planned day after reading it completely; raise StreamStop if one cannot be read."""
        if not self.plan.days:
            return
        run, settings, traffic = self._run, self._run.settings, self.progress.traffic
        with run.serving() as base_url:
            client = Client(
                base_url, settings.api_key, timeout_seconds=settings.request_timeout, pace=run.pace, traffic=traffic
            )
            pages = PageReader(self.name, self.endpoint, self.layout, client, run.notes)
            yield from DayReader(pages, self.ids, traffic, run.clock).read_days(self.plan.days)

    def write_schema(self) -> None:
        """Write SCHEMA."""
        self._write_schema_message()  # the SDK has no public method for it

    def write_day(self, day: Day) -> None:
        """Write the RECORDs of `day`, then STATE; raise StreamStop if a stream map fails on a record."""
        records = day.records or []
        self.progress.look_for_figures(records)
        self.write_records(records)
        if records:
            self.bookmark.move_to(day.date)
        self.progress.add(day.date, None if day.records is None else len(records), day.pages)

    def write_records(self, records: Iterable[Record]) -> None:
        """Write `records`, all of them or, if a stream map fails, none."""
        time_extracted = self._run.clock.now()
        mapped_records = [mapped for record in records for mapped in self._map(record)]
        for stream, mapped in mapped_records:
            self._tap.write_message(RecordMessage(stream, mapped, time_extracted=time_extracted))

    def _map(self, record: Record) -> Iterator[tuple[str, Record]]:
        """Yield the selected columns of `record` as the stream maps change them, with the stream they go to."""
        for column in self._deselected:
            del record[column]
        for stream_map in self.stream_maps:
            try:
                mapped = stream_map.transform(record)
            except Exception as error:  # it evaluates what the user wrote
                raise StreamStop(map_failure_text(self.config, self.name, record, error)) from error
            if mapped is not None:
                yield stream_map.stream_alias, mapped
