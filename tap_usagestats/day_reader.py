"""A day of one stream: all of its pages, read and checked, or nothing of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple, ParamSpec, TypeVar

import backoff
from backoff.types import Details

from tap_usagestats.api import UsageApi
from tap_usagestats.errors import RETRY_LATER, DayFault, Fault, RequestFault
from tap_usagestats.pacing import DAY_WAITS, REQUEST_WAITS, Pace, RetryAfter
from tap_usagestats.pagination import PAGE_SIZE, BadAnswer, id_batches, items_page, overview_page
from tap_usagestats.records import RecordLayout, leaf_paths

Record = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


class Endpoint(NamedTuple):
    """An endpoint of the API, as far as reading it goes.

    `noun` is what the log calls its records, `id_column` the column that tells those of a day apart. `ids_field` is
    the field of the request that asks for some of them only; an endpoint without one ("") answers with one object a day
    and has no pages.
    """

    noun: str
    path: str
    layout: RecordLayout
    id_column: str
    ids_field: str


class DayReader:
    """Reads the days of one endpoint, with as many tries as it takes."""

    def __init__(self, api: UsageApi, endpoint: Endpoint, ids: Sequence[str], pace: Pace, log: logging.Logger) -> None:
        """Read `endpoint` through `api`; only the items in `ids`, or all where it is empty."""
        self.noun = endpoint.noun
        self.retries = 0
        self.pages = 0  # of the last day
        self._api = api
        self._endpoint = endpoint
        self._id_batches = id_batches(ids)
        self._log = log
        self._position = ""  # the request under way, for the log and the errors
        self._named_fields: set[str] = set()

        def retrying(fault: type[Fault], waits: Sequence[float]) -> Callable[[Callable[P, T]], Callable[P, T]]:
            wait_gen = partial(pace.retry_waits, waits, self._announce)
            return backoff.on_exception(wait_gen, fault, jitter=None, logger=None, on_giveup=_note_tries)

        self._read_page = retrying(RequestFault, REQUEST_WAITS)(self._try_page)
        self.read = retrying(DayFault, DAY_WAITS)(self._try_day)

    @property
    def requests(self) -> int:
        """How many requests were sent so far, retries included."""
        return self._api.requests

    @property
    def requests_a_day(self) -> int:
        """How many requests a day takes at least."""
        return len(self._id_batches)

    def _try_day(self, day: date) -> list[Record]:
        """Return the records of `day`, in the order of the API; none for a day without data.

        `read` is this with its retries.

        Raises:
            DayFault: A record came twice, so two pages overlap and another record may have been passed over.
            RequestFault, Refusal: One of the requests failed for good.
        """
        self.pages = 0
        day_records: dict[str, Record] = {}
        for ids in self._id_batches:
            skip: int | None = 0
            while skip is not None:
                page_records, skip = self._read_page(day, skip, ids)
                for record in page_records:
                    key = record[self._endpoint.id_column]
                    if key in day_records:
                        what = f"{self._endpoint.id_column} {key[:60]} came twice: a page was repeated, or items moved"
                        raise DayFault(what, RETRY_LATER)
                    day_records[key] = record
        return list(day_records.values())

    def _try_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], int | None]:
        """Return the records of the page of `day` that begins with `skip`, and the next page's `skip`.

        `_read_page` is this with its retries.
        """
        paged = bool(self._endpoint.ids_field)
        self._position = f"{day}, skip {skip}" + (f", {self._endpoint.ids_field} {' '.join(ids)}" if ids else "")
        body: dict[str, Any] = {"date": day.isoformat()}
        if paged:
            body |= {"skip": skip, "limit": PAGE_SIZE}
        if ids:
            body |= {self._endpoint.ids_field: ids}
        answer = self._api.post(self._endpoint.path, body)
        try:
            page = items_page(answer, day) if paged else overview_page(answer, day)
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
            raise BadAnswer(f"{self._endpoint.id_column} {key[:60]} was not asked for")
        for path in leaf_paths(rest):
            field = self._api.shown(path[:100])
            if field not in self._named_fields:
                self._named_fields.add(field)
                self._log.warning("The field %s has no column, or not the type of it: it goes to extra", field)
        return record

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
