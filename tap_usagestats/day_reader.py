"""A day of one stream: all of its pages, read and checked, or nothing of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

import backoff
from backoff.types import Details

from tap_usagestats.api import UsageApi
from tap_usagestats.errors import RETRY_LATER, DayFault, Fault, RequestFault
from tap_usagestats.pacing import DAY_WAITS, REQUEST_WAITS, Pace, RetryAfter
from tap_usagestats.pagination import PAGE_SIZE, BadAnswer, id_batches, items_page, overview_page
from tap_usagestats.records import Record, RecordLayout, leaf_paths

T = TypeVar("T")


class Endpoint(NamedTuple):
    """An endpoint of the API, as far as reading it goes.

    `noun` is what the log calls its records, `id_column` the column that tells those of a day apart. `ids_field` is
    the field of the request, and the setting of the same name, that asks for some of them only; "" where there is none.
    """

    noun: str
    path: str
    layout: RecordLayout
    id_column: str
    ids_field: str

    @property
    def paged(self) -> bool:
        """Whether an answer is a page of items; otherwise it is the one object of the day."""
        return bool(self.ids_field)


class DayReader:
    """Reads the days of one endpoint, with as many tries as it takes."""

    def __init__(self, api: UsageApi, endpoint: Endpoint, ids: Sequence[str], pace: Pace, log: logging.Logger) -> None:
        """Read `endpoint` through `api`; only the items in `ids`, or all where it is empty."""
        self.noun = endpoint.noun
        self.retries = 0
        self.pages = 0  # of the last day
        self._api = api
        self._pace = pace
        self._endpoint = endpoint
        self._id_batches = id_batches(ids)
        self._log = log
        self._position = ""  # the request under way, for the log and the errors
        self._named_fields: set[str] = set()

    @property
    def requests(self) -> int:
        """How many requests were sent so far, retries included."""
        return self._api.requests

    @property
    def requests_a_day(self) -> int:
        """How many requests a day takes at least."""
        return len(self._id_batches)

    def read(self, day: date) -> list[Record]:
        """Return the records of `day`, in the order of the API; none for a day without data.

        Raises:
            DayFault: A record kept coming twice, so pages overlap and another record may have been passed over.
            RequestFault, Refusal: One of the requests failed for good.
        """
        return self._retrying(DayFault, DAY_WAITS, partial(self._read_pages, day))

    def _read_pages(self, day: date) -> list[Record]:
        """Return the records of all pages of `day`; raise DayFault where one comes twice."""
        self.pages = 0
        day_records: dict[str, Record] = {}
        for ids in self._id_batches:
            skip: int | None = 0
            while skip is not None:
                read_page = partial(self._read_page, day, skip, ids)
                page_records, skip = self._retrying(RequestFault, REQUEST_WAITS, read_page)
                for record in page_records:
                    key = record[self._endpoint.id_column]
                    if key in day_records:
                        what = f"{self._endpoint.id_column} {key[:200]} came twice: a page was repeated, or items moved"
                        raise DayFault(what, RETRY_LATER)
                    day_records[key] = record
        return list(day_records.values())

    def _read_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], int | None]:
        """Return the records of the page of `day` that begins with `skip`, and the next page's `skip`."""
        self._position = f"{day}, skip {skip}" + (f", {self._endpoint.ids_field} {' '.join(ids)}" if ids else "")
        body: dict[str, Any] = {"date": day.isoformat()}
        if self._endpoint.paged:
            body |= {"skip": skip, "limit": PAGE_SIZE}
        if ids:
            body |= {self._endpoint.ids_field: ids}
        answer = self._api.post(self._endpoint.path, body)
        try:
            page = items_page(answer, day) if self._endpoint.paged else overview_page(answer, day)
            records = [self._record(day, item, ids) for item in page.items]
        except (BadAnswer, RecursionError) as error:
            raise RequestFault(f"{self._api.host} sent something else than the page asked for: {error}") from error
        self.pages += 1
        return records, page.next_skip(skip)

    def _record(self, day: date, item: dict[str, Any], ids: list[str]) -> Record:
        """Return the record of `item`, and name in the log, once, each of its fields that goes to `extra`."""
        record, rest = self._endpoint.layout.record(day.isoformat(), item)
        key = record[self._endpoint.id_column]
        if not key:
            raise BadAnswer(f"an item has no `{self._endpoint.id_column}`")
        if ids and key not in ids:
            raise BadAnswer(f"{self._endpoint.id_column} {key[:200]} was not asked for")
        for path in leaf_paths(rest):
            field = self._api.shown(path)[:200]
            if field not in self._named_fields:
                self._named_fields.add(field)
                self._log.warning("The field %s has no column, or not the type of it: it goes to extra", field)
        return record

    def _retrying(self, fault: type[Fault], waits: Sequence[float], attempt: Callable[[], T]) -> T:
        """Return what `attempt` returns; make it again, after `waits`, while it raises `fault`."""
        wait_gen = partial(self._pace.retry_waits, waits, self._announce)
        return backoff.on_exception(wait_gen, fault, jitter=None, logger=None, on_giveup=_note_tries)(attempt)()

    def told(self, what: object) -> str:
        """Return what happened and where, as a log or an error may show it."""
        return self._api.shown(f"{self._position}: {what}")

    def _announce(self, fault: RetryAfter, wait_seconds: float) -> None:
        """Say that a try failed and when the next one is."""
        self.retries += 1
        self._log.warning("%s; trying again in %.0f s", self.told(fault), wait_seconds)


def _note_tries(details: Details) -> None:
    """Leave on the fault how many tries it took to give up."""
    fault = details["exception"]
    if isinstance(fault, Fault):
        fault.tries = details["tries"]
