"""Reads the days of one stream: all pages of a day, checked, or none of them."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from tap_usagestats.api.client import Client
from tap_usagestats.api.pages import MAX_PAGES, Endpoint, Json, id_batches, other_shape, place_of
from tap_usagestats.api.records import Record, RecordLayout
from tap_usagestats.api.retries import attempts
from tap_usagestats.api.window import oldest_day
from tap_usagestats.errors import INVALID_REQUEST_CODES, RETRY_LATER, DayFault, Refusal, RequestFault, StreamStop

logger = logging.getLogger(__name__)

MAX_NOTES = 20  # about fields, for each stream and run; an object keyed by IDs would fill the log


class Day(NamedTuple):
    """A day that was read completely. `records` is None if the API no longer serves it."""

    date: date
    records: list[Record] | None
    pages: int


class DayReader:
    """Reads whole days of an endpoint, only the items in `ids` if there are any, and retries what may succeed."""

    def __init__(self, stream: str, endpoint: Endpoint, layout: RecordLayout, client: Client, ids: list[str]) -> None:
        self._stream = stream
        self._endpoint = endpoint
        self._layout = layout
        self._client = client
        self._id_batches = id_batches(ids)
        self._attempts = partial(attempts, client=client, path=endpoint.path, where=self._where)
        self._request: Json = {}  # the last one
        self._pages = 0  # of the current day
        self._full: list[list[str]] = []  # the batches of IDs that had items on an earlier day or in an earlier run
        self._full_today: list[list[str]] = []  # those that had items in any answer for the current day
        self._notes: set[tuple[str, str]] = set()  # about fields, as logged

    def read_days(self, days: Iterable[date], *, had_records: bool = False) -> Iterator[Day]:
        """Yield each of `days` after reading it completely; `had_records` says whether earlier runs found records."""
        self._full = self._id_batches[:] if had_records else []
        for day in days:
            yield self.read(day)

    def read(self, day: date) -> Day:
        """Return `day` with its records in the order of the API; they are None if it is no longer in the API's window.

        Raise StreamStop if a request failed for good, or the pages kept disagreeing, so that a record may be missing.
        """
        records: list[Record] | None = None
        self._full_today = []
        try:
            for attempt in self._attempts(DayFault):
                with attempt:
                    records = self._read_pages(day)
        except StreamStop as stop:
            stop.where, stop.what = self._where(), self._client.redact(stop.what)
            if stop.code not in INVALID_REQUEST_CODES or day > oldest_day(self._client.pace.clock.now()):
                raise
            logger.warning("%s: %s. The API no longer serves %s", stop.where, stop.what, day)
        return Day(day, records, self._pages)

    def sample(self, days: Sequence[date]) -> Record | None:
        """Return a record of the first of `days` that has any, with one request a day; raise StreamStop if it fails."""
        for day in days:
            try:
                records, _ = self._read_page(day, 0, self._id_batches[0])
            except StreamStop as stop:
                stop.where, stop.what = self._where(), self._client.redact(stop.what)
                raise
            if records:
                return records[0]
        return None

    def _read_pages(self, day: date) -> list[Record]:
        """Return the records of all pages of `day`; raise DayFault if the pages disagree."""
        self._pages, id_column = 0, self._endpoint.id_column
        day_records: dict[Any, Record] = {}
        for ids in self._id_batches:
            skip, has_next = 0, True
            last_page = self._pages + MAX_PAGES
            while has_next:
                if self._pages == last_page:
                    what = f"`has_next` is still true after {MAX_PAGES:,} pages"
                    raise Refusal(what, "ask the vendor: a day should not have that many")
                records, has_next = self._read_accepted_page(day, skip, ids)
                for record in records:
                    key = record[id_column]
                    if key in day_records:
                        what = f"{id_column} {self._shown(id_column, record)} was sent twice"
                        raise DayFault(f"{what}: a page was repeated, or items moved between pages", RETRY_LATER)
                    day_records[key] = record
                self._pages += 1
                skip += len(records)  # not the limit: the API may send fewer than it was asked for
            if skip and ids not in self._full:
                self._full.append(ids)
        return list(day_records.values())

    def _read_accepted_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], bool]:
        """Return a page, as _read_page does; raise DayFault if it is empty and cannot be.

        If the batch had items before, an empty page may be a mistake: it is asked for again.
        """
        for _ in range(2 if ids in self._full and not skip else 1):
            for attempt in self._attempts(RequestFault):
                with attempt:
                    records, has_next = self._read_page(day, skip, ids)
            if records:
                return records, has_next
        if skip or ids in self._full_today:
            promise = "the previous page promised more items" if skip else "an earlier answer had items"
            raise DayFault(f"{promise}, but this page is empty", RETRY_LATER)
        if ids in self._full and len(self._id_batches) > 1:  # of an empty day, a sync says so
            shown = f"{self._endpoint.ids_field} {self._client.redact(' '.join(ids), 300)}"
            logger.warning("%s: %s had no records on %s in two requests", self._stream, shown, day)
        return records, has_next

    def _read_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], bool]:
        """Return the records of a page, and whether more follow; raise RequestFault if that is not what came."""
        self._request = self._endpoint.request(day, skip, ids)
        answer = self._client.post(self._endpoint.path, self._request)
        if answer.get("date") == day.isoformat() and answer.get("items"):
            self._full_today.append(ids)
        wrong = f"{self._client.host} did not send the requested page"
        try:
            items, has_next = self._endpoint.page(answer, day)
            return [self._record(day, item, ids, place) for place, item in enumerate(items, skip + 1)], has_next
        except RequestFault as fault:
            fault.what = f"{wrong}: {fault.what}"
            raise
        except RecursionError as error:
            raise RequestFault(f"{wrong}: {error}") from error

    def _record(self, day: date, item: Json, ids: list[str], place: int) -> Record:
        """Return the record of `item`, and log once what happened to each of its fields."""
        record, notes = self._layout.convert(day.isoformat(), item)
        id_column = self._endpoint.id_column
        if record[id_column] is None:
            name = self._shown(f"{self._endpoint.noun}_name", record)
            raise other_shape(f"item {place}, {name}, has no `{id_column}`", item)
        if ids and record[id_column] not in ids:
            raise RequestFault(f"{id_column} {self._shown(id_column, record)} was not requested")
        for field, what in notes:
            if (field, what) not in self._notes and len(self._notes) < MAX_NOTES:
                self._notes.add((field, what))
                logger.warning("%s: field %s %s", self._stream, self._client.redact(field, 200), what)
        return record

    def _shown(self, column: str, record: Record) -> str:
        """Return the value of a column for the log, unless it, or what belongs to it, is hidden."""
        is_hidden = self._layout.fields.get(column) in self._layout.withheld
        return "[hidden]" if is_hidden else self._client.redact(record.get(column) or "without a name", 200)

    def _where(self) -> str:
        """Return the stream and what the last request asked for, as a line that is safe to log."""
        return f"{self._stream}: {self._client.redact(place_of(self._request), 300)}"
