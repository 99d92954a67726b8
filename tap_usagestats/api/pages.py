"""The pages of a day: `skip` advances by the items received, and only `has_next` says whether more follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

PAGE_SIZE = 100  # items; the API's maximum
IDS_PER_REQUEST = 10  # the API's maximum
MAX_PAGES = 1000  # in a day; a server that sends more would probably never stop


class BadAnswer(ValueError):
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


def check_day(answer: dict[str, Any], day: date) -> None:
    """Raise BadAnswer if `answer` is for another day than `day`."""
    if answer.get("date") != day.isoformat():
        raise BadAnswer(f"expected the `date` {day}, got {answer.get('date')}")


def items_page(answer: dict[str, Any], day: date) -> Page:
    """Return the page in an answer with `date`, `items` and `has_next`; raise BadAnswer if it is not one."""
    check_day(answer, day)
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


def overview_page(answer: dict[str, Any], day: date) -> Page:
    """Return the page in an answer with `date` and `metrics`: one item, or none if the organization has no data."""
    check_day(answer, day)
    if "metrics" not in answer:
        raise BadAnswer("the answer has no `metrics`")
    item = {field: value for field, value in answer.items() if field != "date"}
    return Page([item] if answer["metrics"] else [], has_next=False)


def id_batches(ids: Sequence[str]) -> list[list[str]]:
    """Return `ids` in batches that the API accepts; without IDs, one empty batch, which requests all items."""
    return [list(ids[n : n + IDS_PER_REQUEST]) for n in range(0, len(ids), IDS_PER_REQUEST)] or [[]]
