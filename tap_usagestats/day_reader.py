"""Reads a day of one stream: all of its pages, checked, or none of them. The retries are here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from backoff.types import Details

from tap_usagestats.client import Client
from tap_usagestats.errors import RETRY_LATER, DayFault, Fault, Refusal, RequestFault
from tap_usagestats.field_notes import FieldNotes
from tap_usagestats.pacing import DAY_WAITS, REQUEST_WAITS, retrying
from tap_usagestats.pagination import MOST_PAGES, PAGE_SIZE, BadAnswer, id_batches, items_page, overview_page
from tap_usagestats.records import Record, RecordLayout

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Endpoint(NamedTuple):
    """What a reader needs to know about an endpoint.

    Attributes:
        noun: What the log calls a record.
        path: The path below the base URL.
        paged: Whether an answer is a page of items; if not, one answer is the whole day.
        ids_field: The request field, and the setting of the same name, that filters items by ID; None if the endpoint
            has no such filter.
        id_column: The column that identifies a record within a day.
    """

    noun: str
    path: str
    paged: bool
    ids_field: str | None
    id_column: str


class DayReader:
    """Reads the days of one endpoint, and retries what may succeed."""

    def __init__(  # noqa: PLR0913, PLR0917  # everything that reading a day needs
        self,
        stream: str,
        client: Client,
        endpoint: Endpoint,
        layout: RecordLayout,
        ids: Sequence[str],
        notes: FieldNotes,
    ) -> None:
        """Read `endpoint` through `client` for `stream`; only the items in `ids`, or all if it is empty."""
        self.retries = 0
        self.retry_seconds = 0.0
        self.pages = 0  # of the current day
        self._client = client
        self._endpoint = endpoint
        self._layout = layout
        self._id_batches = id_batches(ids)
        self._notes = notes
        self._stream = stream
        self._tries: dict[type, int] = {}  # of the last failure, by type of fault
        self._position = ""  # the current request, for the log and errors

    @property
    def requests(self) -> int:
        """The number of requests sent so far, including retries."""
        return self._client.requests

    @property
    def waited_seconds(self) -> float:
        """The seconds waited so far, for the pace and before retries."""
        return self._client.waited_seconds + self.retry_seconds

    def read(self, day: date) -> list[Record]:
        """Return the records of `day`, in the order of the API; an empty list for a day without data.

        Raises:
            DayFault: Pages kept disagreeing, so a record may be missing.
            RequestFault, Refusal: One of the requests failed for good.
        """
        return self._retried(DayFault, DAY_WAITS, partial(self._read_pages, day))

    def _read_pages(self, day: date) -> list[Record]:
        """Return the records of all pages of `day`; raise DayFault if the pages disagree."""
        self.pages = 0
        day_records: dict[Any, Record] = {}
        for ids in self._id_batches:
            skip: int | None = 0
            last_page = self.pages + MOST_PAGES
            while skip is not None:
                if self.pages == last_page:
                    what = f"`has_next` is still true after {MOST_PAGES:,} pages"
                    raise Refusal(what, "ask the vendor: a day should not have that many")
                records, next_skip = self._retried(
                    RequestFault, REQUEST_WAITS, partial(self._read_page, day, skip, ids)
                )
                if skip and not records:
                    raise DayFault("the previous page promised more items, but this page is empty", RETRY_LATER)
                self._add(records, day_records)
                skip = next_skip
        return list(day_records.values())

    def _add(self, records: list[Record], day_records: dict[Any, Record]) -> None:
        """Add the `records` of a page to those of its day; raise DayFault for a record that is already there."""
        for record in records:
            key = record[self._endpoint.id_column]
            if key in day_records:
                what = f"{self._endpoint.id_column} {self._client.redact(key, 200)} was sent twice"
                raise DayFault(f"{what}: a page was repeated, or items moved between pages", RETRY_LATER)
            day_records[key] = record

    def _read_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], int | None]:
        """Return the records of the page of `day` that starts at `skip`, and the next page's `skip`."""
        body: dict[str, Any] = {"date": day.isoformat()}
        self._position = f"{day}"
        if self._endpoint.paged:
            body |= {"skip": skip, "limit": PAGE_SIZE}
            self._position += f", skip {skip}"
        if ids and self._endpoint.ids_field:
            body |= {self._endpoint.ids_field: ids}
            self._position += f", {self._endpoint.ids_field} {' '.join(ids)}"
        answer = self._client.post(self._endpoint.path, body)
        try:
            page = items_page(answer, day) if self._endpoint.paged else overview_page(answer, day)
            records = [self._record(day, item, ids) for item in page.items]
        except (BadAnswer, RecursionError) as error:
            raise RequestFault(f"{self._client.host} did not send the requested page: {error}") from error
        self.pages += 1
        return records, page.next_skip(skip)

    def _record(self, day: date, item: dict[str, Any], ids: list[str]) -> Record:
        """Return the record of `item`, and log the fields that were changed or moved to `extra`."""
        record, unplaced, replaced = self._layout.convert(day.isoformat(), item)
        key = record[self._endpoint.id_column]
        if key is None:
            raise BadAnswer(f"an item has no `{self._endpoint.id_column}`")
        if ids and key not in ids:
            raise BadAnswer(f"{self._endpoint.id_column} {self._client.redact(key, 200)} was not requested")
        for path in unplaced:
            self._notes.unplaced(self._stream, path)
        for column in replaced:
            self._notes.replaced(self._stream, column)
        return record

    def _retried(self, fault: type[Fault], waits: Sequence[float], attempt: Callable[[], T]) -> T:
        """Return what `attempt` returns; repeat it, after `waits`, while it raises `fault`."""
        return retrying(fault, waits, self._announce)(attempt)()

    def _announce(self, details: Details) -> None:
        """Log the failed attempt and when the next one starts."""
        fault, seconds = details["exception"], details["wait"]
        self.retries += 1
        self.retry_seconds += seconds
        self._tries[type(fault)] = details["tries"] + 1
        logger.warning("%s; retrying in %.0f s", self.where(fault), seconds)

    def where(self, what: object) -> str:
        """Return what happened and where, safe to log."""
        return f"{self._stream}: {self._client.redact(f'{self._position}: {what}')}"

    def gave_up(self, fault: Fault) -> str:
        """Return what `fault` was, where, and after how many attempts."""
        return self.where(f"{fault}; gave up after {self._tries[type(fault)]} attempts")
