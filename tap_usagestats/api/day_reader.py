"""Reads the days of one stream: all pages of a day, checked, or none of them."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tap_usagestats.api.client import Client
from tap_usagestats.api.day import Day, DayContent, Lines
from tap_usagestats.api.pages import PAGE_SIZE, Endpoint, Json, id_batches, other_shape, place_of
from tap_usagestats.api.records import Record, RecordLayout, has_figures
from tap_usagestats.api.retries import attempts
from tap_usagestats.api.window import oldest_day
from tap_usagestats.errors import INVALID_REQUEST_CODES, RETRY_LATER, DayFault, Refusal, RequestFault, StreamStop

logger = logging.getLogger(__name__)

LinesOf = Callable[[list[Record]], Lines]  # what is sent of the records of a page


@dataclass(eq=False, repr=False)
class DayReader:
    """Reads whole days of an endpoint, only the items in `ids` if there are any, and retries what may succeed.

    A day keeps what `lines_of` makes of the records of each page; all of them have the `constants`. Retries are logged
    at `retry_level`.
    """

    name: str
    endpoint: Endpoint
    layout: RecordLayout
    client: Client
    lines_of: LinesOf
    ids: Sequence[str]
    max_pages: int
    constants: Mapping[str, str]
    retry_level: int = logging.WARNING

    def __post_init__(self) -> None:
        """Begin before the first day."""
        self._id_batches = id_batches(self.ids)
        self._attempts = partial(
            attempts, client=self.client, path=self.endpoint.path, where=self._where, retry_level=self.retry_level
        )
        self._request: Json = {}  # the last one
        self._pages = 0  # of the current day
        self._full: list[list[str]] = []  # the batches of IDs that had items on an earlier day or in an earlier run
        self._full_today: list[list[str]] = []  # those that had items in any answer for the current day

    def read_days(self, days: Iterable[date], *, had_records: bool = False) -> Iterator[Day]:
        """Yield each of `days` after reading it completely; `had_records` says whether earlier runs found records."""
        self._full = self._id_batches[:] if had_records else []
        for day in days:
            yield self.read(day)

    def read(self, day: date) -> Day:
        """Return `day`; its content is None if it is no longer in the API's window.

        Raise StreamStop if a request failed for good, or the pages kept disagreeing, so that a record may be missing.
        """
        content: DayContent | None = None
        self._full_today = []
        try:
            for attempt in self._attempts(DayFault):
                with attempt:
                    content = self._read_pages(day)
        except StreamStop as stop:
            self._locate(stop)
            if stop.code not in INVALID_REQUEST_CODES or day > oldest_day(self.client.pace.clock.now()):
                raise
            logger.log(self.retry_level, "%s: %s. The API no longer serves %s", stop.where, stop.what, day)
        return Day(day, content, self._pages)

    def sample(self, days: Sequence[date]) -> Record | None:
        """Return a record of the first of `days` that has any, with one request a day; raise StreamStop if it fails."""
        for day in days:
            try:
                records, _ = self._read_page(day, 0, self._id_batches[0])
            except StreamStop as stop:
                self._locate(stop)
                raise
            if records:
                return records[0]
        return None

    def _read_pages(self, day: date) -> DayContent:
        """Return the content of all pages of `day`; raise DayFault if the pages disagree."""
        self._pages, content = 0, DayContent()
        try:
            for ids in self._id_batches:
                skip, has_next = 0, True
                while has_next:
                    self._check_pages()
                    records, has_next = self._read_accepted_page(day, skip, ids)
                    self._add(records, content)
                    self._pages += 1
                    skip += len(records)  # not the limit: the API may send fewer than it was asked for
                if skip and ids not in self._full:
                    self._full.append(ids)
            content.seal(self.ids)
        except BaseException:
            content.close()
            raise
        return content

    def _check_pages(self) -> None:
        """Raise Refusal if a day never ends; items that come again are found by their IDs, new ones are not."""
        if self._pages == self.max_pages:
            what = f"`has_next` is still true after {self.max_pages:,} pages"
            advice = f"raise max_pages_a_day if a day can have more than {self.max_pages * PAGE_SIZE:,} items"
            raise Refusal(what, advice)

    def _add(self, records: list[Record], content: DayContent) -> None:
        """Add the `records` of a page to the `content` of its day; raise DayFault for one that is already there."""
        id_column = self.endpoint.id_column
        for record in records:
            if not content.add_id(record[id_column]):
                what = f"{id_column} {self._shown(id_column, record)} was sent twice"
                raise DayFault(f"{what}: a page was repeated, or items moved between pages", RETRY_LATER)
        content.has_figures = content.has_figures or any(map(has_figures, records))
        content.add(self.lines_of(records))

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
            shown = f"{self.endpoint.ids_field} {self.client.redact(' '.join(ids), 300)}"
            logger.log(self.retry_level, "%s: %s had no records on %s in two requests", self.name, shown, day)
        return records, has_next

    def _read_page(self, day: date, skip: int, ids: list[str]) -> tuple[list[Record], bool]:
        """Return the records of a page, and whether more follow; raise RequestFault if that is not what came."""
        self._request = self.endpoint.request(day, skip, ids)
        answer = self.client.post(self.endpoint.path, self._request)
        if answer.get("date") == day.isoformat() and answer.get("items"):
            self._full_today.append(ids)
        wrong = f"{self.client.host} did not send the requested page"
        try:
            items, has_next = self.endpoint.page(answer, day)
            known = {"date": day.isoformat(), **self.constants}
            return [self._record(known, item, ids, place) for place, item in enumerate(items, skip + 1)], has_next
        except RequestFault as fault:
            fault.what = f"{wrong}: {fault.what}"
            raise
        except RecursionError as error:
            raise RequestFault(f"{wrong}: {error}") from error

    def _record(self, known: Record, item: Json, ids: list[str], place: int) -> Record:
        """Return the record of `item`, and log once what happened to each of its fields."""
        record, notes = self.layout.convert(known, item)
        id_column = self.endpoint.id_column
        if record[id_column] is None:
            name = self._shown(f"{self.endpoint.noun}_name", record)
            raise other_shape(f"item {place}, {name}, has no `{id_column}`", item)
        if ids and record[id_column] not in ids:
            raise RequestFault(f"{id_column} {self._shown(id_column, record)} was not requested")
        for field, what in self.layout.new_notes(notes):
            logger.warning("%s: field %s %s", self.name, self.client.redact(field, 200), what)
        return record

    def _shown(self, column: str, record: Record) -> str:
        """Return the value of a column for the log, unless it, or what belongs to it, is hidden."""
        is_hidden = self.layout.fields.get(column) in self.layout.withheld
        return "[hidden]" if is_hidden else self.client.redact(record.get(column) or "without a name", 200)

    def _where(self) -> str:
        """Return the stream and what the last request asked for, as a line that is safe to log."""
        return f"{self.name}: {self.client.redact(place_of(self._request), 300)}"

    def _locate(self, stop: StreamStop) -> None:
        """Say in `stop` what was read when it was raised."""
        stop.where, stop.what = self._where(), self.client.redact(stop.what)
