"""Reads one page of a stream: sends the request for it, and checks and converts the items of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from tap_usagestats.api.client import Client
from tap_usagestats.api.field_notes import REPLACED, UNPLACED, FieldNotes
from tap_usagestats.api.pages import PAGE_SIZE, BadAnswer, items_page, overview_page
from tap_usagestats.api.records import Record, RecordLayout
from tap_usagestats.errors import RequestFault


class Endpoint(NamedTuple):
    """An endpoint of the API.

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


class PageReader:
    """Reads pages of one endpoint, and remembers which one was requested last."""

    def __init__(
        self, stream: str, endpoint: Endpoint, layout: RecordLayout, client: Client, notes: FieldNotes
    ) -> None:
        """Read `endpoint` through `client` into records of `layout`; the log names `stream`."""
        self.endpoint = endpoint
        self.redact = client.redact
        self._stream = stream
        self._layout = layout
        self._client = client
        self._notes = notes
        self._position = ""

    def read(self, day: date, skip: int, ids: Sequence[str]) -> tuple[list[Record], int | None]:
        """Return the records of the page of `day` that starts at `skip`, and the next page's `skip`, None at the end.

        Only the items in `ids` are requested, or all if it is empty. Raise what Client.post raises, and RequestFault
        if the answer is not the requested page.
        """
        body: dict[str, Any] = {"date": day.isoformat()}
        self._position = f"{day}"
        if self.endpoint.paged:
            body |= {"skip": skip, "limit": PAGE_SIZE}
            self._position += f", skip {skip}"
        if ids and self.endpoint.ids_field:
            body |= {self.endpoint.ids_field: ids}
            self._position += f", {self.endpoint.ids_field} {' '.join(ids)}"
        answer = self._client.post(self.endpoint.path, body)
        try:
            page = items_page(answer, day) if self.endpoint.paged else overview_page(answer, day)
            records = [self._record(day, item, ids) for item in page.items]
        except (BadAnswer, RecursionError) as error:
            raise RequestFault(f"{self._client.host} did not send the requested page: {error}") from error
        return records, page.next_skip(skip)

    def _record(self, day: date, item: dict[str, Any], ids: Sequence[str]) -> Record:
        """Return the record of `item`, and log the fields that were changed or moved to `extra`."""
        record, unplaced, replaced = self._layout.convert(day.isoformat(), item)
        key = record[self.endpoint.id_column]
        if key is None:
            raise BadAnswer(f"an item has no `{self.endpoint.id_column}`")
        if ids and key not in ids:
            raise BadAnswer(f"{self.endpoint.id_column} {self.redact(key, 200)} was not requested")
        for path in unplaced:
            self._notes.note(self._stream, path, UNPLACED)
        for column in replaced:
            self._notes.note(self._stream, column, REPLACED)
        return record

    def where(self, what: object) -> str:
        """Return `what`, after the stream and the position of the last request, as a line that is safe to log."""
        return f"{self._stream}: {self.redact(self._position, 300)}: {self.redact(what)}"
