"""The endpoints, and their pages: `skip` advances by the items received, and only `has_next` ends a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from tap_usagestats.errors import RequestFault

PAGE_SIZE = 100  # items; the API's maximum
IDS_PER_REQUEST = 10  # the API's maximum
MAX_PAGES = 1000  # in a day; a server that sends more would probably never stop


class BadAnswer(RequestFault):
    """An HTTP 200 answer that is not the requested page; the text says what is wrong with it."""


class Page(NamedTuple):
    """One answer of the API: its items, and whether more follow."""

    items: list[dict[str, Any]]
    has_next: bool

    def next_skip(self, skip: int) -> int | None:
        """Return the `skip` of the next page, or None after the last one.

        It advances by the items received, not by the limit: a short page is not necessarily the last one.
        """
        return skip + len(self.items) if self.has_next else None


class Endpoint(NamedTuple):
    """An endpoint of the API."""

    noun: str  # what the log calls a record
    path: str  # below the base URL
    paged: bool  # whether an answer is a page of items; if not, one answer is the whole day
    ids_field: str | None  # the request field, and the setting of the same name, that filters items by ID
    id_column: str  # the column that identifies a record within a day

    def body(self, day: date, skip: int, ids: Sequence[str]) -> dict[str, Any]:
        """Return the request for the page of `day` that starts at `skip`, of the items in `ids`, or of all if empty."""
        body: dict[str, Any] = {"date": day.isoformat()}
        if self.paged:
            body |= {"skip": skip, "limit": PAGE_SIZE}
        if ids and self.ids_field:
            body[self.ids_field] = ids
        return body

    def page(self, answer: dict[str, Any], day: date) -> Page:
        """Return the page of `day` in `answer`; raise BadAnswer if it is not one."""
        if answer.get("date") != day.isoformat():
            raise BadAnswer(f"expected the `date` {day}, got {answer.get('date')}")
        return items_page(answer) if self.paged else overview_page(answer)


def items_page(answer: dict[str, Any]) -> Page:
    """Return the page in an answer with `items` and `has_next`; raise BadAnswer if it is not one."""
    items, has_next = answer.get("items"), answer.get("has_next")
    if not isinstance(items, list):
        raise BadAnswer("the answer has no `items` list")
    if not isinstance(has_next, bool):
        raise BadAnswer("the answer has no boolean `has_next`")
    if has_next and not items:
        raise BadAnswer("`has_next` is true, but the page has no items")
    if not all(isinstance(item, dict) for item in items):
        raise BadAnswer("one of the `items` is not an object")
    return Page(items, has_next)


def overview_page(answer: dict[str, Any]) -> Page:
    """Return the page in an answer with `metrics`: one item, or none if the organization has no data."""
    if "metrics" not in answer:
        raise BadAnswer("the answer has no `metrics`")
    item = {field: value for field, value in answer.items() if field != "date"}
    return Page([item] if answer["metrics"] else [], has_next=False)


def place_of(body: dict[str, Any]) -> str:
    """Return which page a request asks for, as messages say it: `2026-02-28, skip 100, app_ids a b`."""
    skip = [f"skip {body['skip']}"] if "skip" in body else []
    ids = [f"{name} {' '.join(value)}" for name, value in body.items() if isinstance(value, list)]
    return ", ".join([body["date"], *skip, *ids])


def id_batches(ids: Sequence[str]) -> list[list[str]]:
    """Return `ids` in batches that the API accepts; without IDs, one empty batch, which requests all items."""
    return [list(ids[n : n + IDS_PER_REQUEST]) for n in range(0, len(ids), IDS_PER_REQUEST)] or [[]]
