"""Reads the days of one stream: all pages of a day, checked, or none of them. The retries are here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from backoff.types import Details

from tap_usagestats.api.pacing import DAY_WAITS, REQUEST_WAITS, Clock, Traffic, retrying
from tap_usagestats.api.page_reader import PageReader
from tap_usagestats.api.pages import MAX_PAGES, id_batches
from tap_usagestats.api.records import Record
from tap_usagestats.api.window import oldest_day
from tap_usagestats.errors import INVALID_REQUEST_CODES, RETRY_LATER, DayFault, Fault, Refusal, RequestFault, StreamStop

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Day(NamedTuple):
    """A day that was read completely. `records` is None if the API no longer serves it."""

    date: date
    records: list[Record] | None
    pages: int


class DayReader:
    """Reads days through a PageReader, and retries what may succeed."""

    def __init__(self, pages: PageReader, ids: Sequence[str], traffic: Traffic, clock: Clock) -> None:
        """Read only the items in `ids`, or all if it is empty; count retries in `traffic`."""
        self._page_reader = pages
        self._id_batches = id_batches(ids)
        self._traffic = traffic
        self._clock = clock
        self._pages = 0  # of the current day
        self._tries: dict[type, int] = {}  # of the last failure, by type of fault

    def read_days(self, days: Iterable[date]) -> Iterator[Day]:
        """Yield each of `days` after reading it completely.

        A day without records after one with records is read again: the first answer may be empty by mistake.
        """
        had_records = False
        for date_ in days:
            day = self.read(date_)
            if had_records and day.records == []:
                day = self.read(date_)
            had_records = had_records or bool(day.records)
            yield day

    def read(self, day: date) -> Day:
        """Return `day` with its records in the order of the API; they are None if it is no longer in the API's window.

        Raise StreamStop if a request failed for good, or the pages kept disagreeing, so that a record may be missing.
        """
        try:
            records = self._retried(DayFault, DAY_WAITS, partial(self._read_pages, day))
        except Refusal as refusal:
            what = self._page_reader.where(refusal)
            if refusal.code in INVALID_REQUEST_CODES and day <= oldest_day(self._clock.now()):
                logger.warning("%s. The API no longer serves %s", what, day)
                return Day(day, None, self._pages)
            raise StreamStop(f"{what}. What to do: {refusal.advice}.") from refusal
        except Fault as fault:
            what = self._page_reader.where(f"{fault}; gave up after {self._tries[type(fault)]} attempts")
            raise StreamStop(f"{what}. What to do: {fault.advice}.") from fault
        return Day(day, records, self._pages)

    def _read_pages(self, day: date) -> list[Record]:
        """Return the records of all pages of `day`; raise DayFault if the pages disagree."""
        self._pages = 0
        day_records: dict[Any, Record] = {}
        for ids in self._id_batches:
            skip: int | None = 0
            last_page = self._pages + MAX_PAGES
            while skip is not None:
                if self._pages == last_page:
                    what = f"`has_next` is still true after {MAX_PAGES:,} pages"
                    raise Refusal(what, "ask the vendor: a day should not have that many")
                read_page = partial(self._page_reader.read, day, skip, ids)
                records, next_skip = self._retried(RequestFault, REQUEST_WAITS, read_page)
                if skip and not records:
                    raise DayFault("the previous page promised more items, but this page is empty", RETRY_LATER)
                self._add(records, day_records)
                self._pages += 1
                skip = next_skip
        return list(day_records.values())

    def _add(self, records: list[Record], day_records: dict[Any, Record]) -> None:
        """Add the `records` of a page to those of its day; raise DayFault for a record that is already there."""
        id_column = self._page_reader.endpoint.id_column
        for record in records:
            key = record[id_column]
            if key in day_records:
                what = f"{id_column} {self._page_reader.redact(key, 200)} was sent twice"
                raise DayFault(f"{what}: a page was repeated, or items moved between pages", RETRY_LATER)
            day_records[key] = record

    def _retried(self, fault: type[Fault], waits: Sequence[float], attempt: Callable[[], T]) -> T:
        """Return what `attempt` returns; repeat it, after `waits`, while it raises `fault`."""
        return retrying(fault, waits, self._announce)(attempt)()

    def _announce(self, details: Details) -> None:
        """Log the failed attempt and when the next one starts."""
        fault, seconds = details["exception"], details["wait"]
        self._traffic.retries += 1
        self._traffic.waited_seconds += seconds
        self._tries[type(fault)] = details["tries"] + 1
        logger.warning("%s; retrying in %.0f s", self._page_reader.where(fault), seconds)
