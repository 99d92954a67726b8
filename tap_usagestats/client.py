"""The base of the streams: one day after the other, STATE at each day's end."""

from __future__ import annotations

import logging
import reprlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from singer_sdk import Stream
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.singerlib import RecordMessage, StateMessage
from singer_sdk.singerlib.catalog import REPLICATION_FULL_TABLE

from tap_usagestats.api import UsageApi
from tap_usagestats.day_reader import DayReader, Endpoint
from tap_usagestats.days import DayPlan, oldest_day, parse_day, plan_days
from tap_usagestats.errors import INVALID_REQUEST_CODES, Fault, Refusal, Stop
from tap_usagestats.pacing import Clock, Pace
from tap_usagestats.progress import Progress
from tap_usagestats.records import Record
from tap_usagestats.settings import SANDBOX, Settings

STARTING_MARKER = "starting_replication_value"


class UsageStream(Stream):
    """A stream of daily figures: a subclass is its name, keys and endpoint.

    State is kept by whole days: the bookmark is the last day that had records, all of which have been sent. It is
    written as STATE when that day ends, and never moves back.
    """

    endpoint: ClassVar[Endpoint]
    clock: ClassVar[Clock] = Clock()

    replication_key = "date"
    is_sorted = True

    # Records fit their schema as they are made; the SDK's check of it costs a third of a sync (0.54).
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of a record."""
        return self.endpoint.layout.schema

    def get_records(self, context: Mapping[str, Any] | None) -> Iterable[Record]:  # noqa: ARG002  # no partitions
        """Yield the records of each planned day, and write STATE when those of a day have been sent.

        Raises:
            Stop: A day could not be read. The days before it have been sent, and STATE with them.
        """
        settings = Settings.from_config(self.config)
        self.stream_state.pop(STARTING_MARKER, None)  # the SDK's (0.54); it would stand in every STATE of this sync
        bookmark = self._bookmark()
        plan = self._plan(settings, bookmark)
        if not plan.days:
            return
        with serving(settings, self.clock) as base_url:
            pace = Pace(0 if settings.api_url == SANDBOX else settings.request_interval, self.clock)
            api = UsageApi(base_url, settings.api_key, timeout_seconds=settings.request_timeout, pace=pace)
            ids = getattr(settings, self.endpoint.ids_field) if self.endpoint.ids_field else []
            reader = DayReader(api, self.endpoint, ids, pace, self.logger)
            progress = Progress(self.name, plan, reader, pace, self.logger)
            for day in plan.days:
                records = self._read(reader, day)
                progress.look_for_figures(records or [])  # before they are sent: sending takes deselected columns out
                yield from records or []
                if records:
                    self._write_bookmark(max(day, bookmark or day))
                progress.count(day, records)
            progress.summarize()

    def _plan(self, settings: Settings, bookmark: date | None) -> DayPlan:
        """Return the days to read, and log what a user should know about them."""
        plan = plan_days(
            self.clock.now(),
            bookmark=bookmark,
            start_date=settings.start_date,
            end_date=settings.end_date,
            lookback_days=settings.lookback_days,
        )
        for warning in plan.warnings:
            self.logger.warning(warning)
        for remark in plan.remarks:
            self.logger.info(remark)
        return plan

    def _read(self, reader: DayReader, day: date) -> list[Record] | None:
        """Return the records of `day`, None for a day that the API's window has left behind."""
        try:
            return reader.read(day)
        except Refusal as refusal:
            if refusal.code in INVALID_REQUEST_CODES and day <= oldest_day(self.clock.now()):
                self.logger.warning("The API no longer serves %s: %s", day, reader.told(refusal))
                return None
            told, advice = reader.told(refusal), refusal.advice.replace("STREAM", self.name)
        except Fault as fault:
            told, advice = reader.told(f"{fault}, after {fault.tries} tries"), fault.advice
        raise Stop(f"{self.name}: {told}. What to do: {advice}. The next run goes on from the last whole day.")

    def _bookmark(self) -> date | None:
        """Return the last day that a run before this one has sent, None where there is none or it does not count."""
        value = self.stream_state.get("replication_key_value")
        if value is None or self.replication_method == REPLICATION_FULL_TABLE:
            return None
        try:
            return parse_day(str(value))
        except ValueError as error:
            what = f"{self.name}: the state's bookmark {reprlib.repr(value)} is no day (YYYY-MM-DD)"
            raise Stop(f"{what}. What to do: mend or clear the state.") from error

    def _write_bookmark(self, day: date) -> None:
        """Write STATE: all records up to `day` have been sent."""
        if self.replication_method != REPLICATION_FULL_TABLE:
            self.stream_state.update(replication_key=self.replication_key, replication_key_value=day.isoformat())
            self._tap.write_message(StateMessage(value=self.tap_state))

    def generate_child_contexts(self, record: Record, context: Any) -> tuple[()]:  # noqa: ANN401, ARG002  # the SDK's signature
        """Return no contexts: no stream has children, and the SDK (0.54) would look for them with each record."""
        return ()

    @cached_property
    def _deselected(self) -> list[str]:
        """The columns that the catalog does not select."""
        return [column for column in self.schema["properties"] if not self.mask["properties", column]]

    def _generate_record_messages(self, record: Record) -> Generator[RecordMessage, None, None]:
        """Yield the messages of `record`, as the SDK does (test_sync pins this hook).

        The SDK (0.54) asks for each column of each record whether it is selected, which is a tenth of a sync.
        """
        for column in self._deselected:
            record.pop(column, None)
        for stream_map in self.stream_maps:
            mapped = stream_map.transform(record)
            if mapped is not None:
                yield RecordMessage(
                    stream=stream_map.stream_alias,
                    record=mapped,
                    version=self._stream_version,
                    time_extracted=self.clock.now(),
                )

    def _increment_stream_state(self, latest_record: Record, *, context: Mapping[str, Any] | None = None) -> None:
        """Do nothing: the bookmark moves when a day ends, not with each record (test_sync pins this hook)."""

    def _write_state_message(self) -> None:
        """Do nothing: STATE was written at each day's end; the SDK would repeat it (test_sync pins this hook)."""

    def log(self, message: str, *args: Any, level: int = logging.INFO, **kwargs: Any) -> None:  # noqa: ANN401  # the SDK's signature
        """Log, but not the SDK's word on an unhandled error: a Stop says more, and the end of --test is none."""
        if not message.startswith("An unhandled error"):
            super().log(message, *args, level=level, **kwargs)

    def get_batch_config(self, config: Mapping[str, Any]) -> None:
        """Return None: in BATCH files, records would come after the STATE of their day."""


@contextmanager
def serving(settings: Settings, clock: Clock) -> Iterator[str]:
    """Give the base URL to use, with the built-in sandbox behind it where that is asked for."""
    if settings.api_url != SANDBOX:
        yield settings.api_url
        return
    from tap_usagestats.sandbox.server import Sandbox  # noqa: PLC0415  # a real run never loads it

    with Sandbox(settings.api_key, now=clock.now) as sandbox:
        yield sandbox.url
