"""The endpoints, and the pages of a day: the request for each, and what its answer has to be."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from tap_usagestats.errors import UPGRADE_OR_REPORT, RequestFault, ShapeFault

Json = dict[str, Any]

PAGE_SIZE = 100  # items; the API's maximum
IDS_PER_REQUEST = 10  # the API's maximum


class Endpoint(NamedTuple):
    """An endpoint of the API."""

    noun: str  # what the log calls a record
    path: str  # below the base URL
    ids_field: str | None  # the request field, and the setting of the same name, that filters items by ID
    id_column: str  # the column that identifies a record within a day
    paged: bool = True  # whether an answer is a page of items; if not, one answer is the whole day

    def request(self, day: date, skip: int, ids: list[str]) -> Json:
        """Return the body that asks for the page of `day` that starts at `skip`; `ids` is empty for all items."""
        page = {"skip": skip, "limit": PAGE_SIZE} if self.paged else {}
        return {"date": day.isoformat(), **page, **({self.ids_field: ids} if self.ids_field and ids else {})}

    def page(self, answer: Json, day: date) -> tuple[list[Json], bool]:
        """Return the items of the page of `day` in `answer`, and whether more follow; raise RequestFault if wrong.

        Only `has_next` says whether more follow: a short page is not necessarily the last one. Without pages, the
        answer is the one item of the day, unless the organization has no data.
        """
        for field, kind in {"date": str, **({"items": list, "has_next": bool} if self.paged else {})}.items():
            if not isinstance(answer.get(field), kind):
                raise other_shape(f"the answer has no `{field}` of type {kind.__name__}", answer)
        if answer["date"] != day.isoformat():
            raise RequestFault(f"expected the `date` {day}, got {answer['date']}")
        if not self.paged:
            if "metrics" not in answer:
                raise other_shape("the answer has no `metrics`", answer)
            item = {field: value for field, value in answer.items() if field != "date"}
            return [item] if answer["metrics"] else [], False
        items, has_next = answer["items"], answer["has_next"]
        if has_next and not items:
            raise RequestFault("`has_next` is true, but the page has no items")
        if not all(isinstance(item, dict) for item in items):
            raise other_shape("one of the `items` is not an object", answer)
        return items, has_next


def other_shape(what: str, came: Json) -> ShapeFault:
    """Return the fault for an answer, or an item of one, of an unexpected structure; it names the fields that came."""
    return ShapeFault(f"{what}; its fields: {', '.join(list(came)[:10]) or 'none'}", UPGRADE_OR_REPORT)


def place_of(request: Json) -> str:
    """Return which page a request asks for, as messages say it: `2026-02-28, skip 100, app_ids a b`."""
    skip = [f"skip {request['skip']}"] if "skip" in request else []
    ids = [f"{name} {' '.join(value)}" for name, value in request.items() if isinstance(value, list)]
    return ", ".join([request["date"], *skip, *ids])


def id_batches(ids: Sequence[str]) -> list[list[str]]:
    """Return `ids` in batches that the API accepts; without IDs, one empty batch, which requests all items."""
    return [list(ids[n : n + IDS_PER_REQUEST]) for n in range(0, len(ids), IDS_PER_REQUEST)] or [[]]
