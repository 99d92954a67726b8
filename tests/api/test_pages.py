from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tap_usagestats.api.pages import Endpoint, id_batches, place_of
from tap_usagestats.errors import RequestFault

DAY = date(2026, 5, 8)
APPS = Endpoint("app", "/app_metrics", paged=True, ids_field="app_ids", id_column="app_id")
OVERVIEW = Endpoint("organization", "/overview", paged=False, ids_field=None, id_column="date")


def answer(**fields: Any) -> dict[str, Any]:
    return {"date": "2026-05-08", "has_next": False, "items": [], **fields}


def test_short_page_is_not_necessarily_the_last_one() -> None:
    for has_next in (True, False):
        assert APPS.page(answer(items=[{}] * 37, has_next=has_next), DAY) == ([{}] * 37, has_next)


def test_empty_day_is_a_page_without_items() -> None:
    assert APPS.page(answer(), DAY) == ([], False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": "2026-05-09"}, "expected the `date` 2026-05-08, got 2026-05-09"),
        ({"date": None}, "no `date` of type str"),
        ({"items": None}, "no `items` of type list"),
        ({"items": {}}, "no `items` of type list"),
        ({"has_next": None}, "no `has_next` of type bool"),
        ({"has_next": "false"}, "no `has_next` of type bool"),
        ({"has_next": 0}, "no `has_next` of type bool"),
        ({"has_next": True}, "`has_next` is true, but the page has no items"),
        ({"items": [{}, "x"]}, "one of the `items` is not an object"),
    ],
)
def test_malformed_page_says_what_is_wrong(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestFault) as error:
        APPS.page(answer(**fields), DAY)
    assert words in error.value.what


def test_overview_is_one_item_or_none() -> None:
    assert OVERVIEW.page({"date": "2026-05-08", "metrics": {"app": 1}}, DAY) == ([{"metrics": {"app": 1}}], False)
    assert OVERVIEW.page({"date": "2026-05-08", "metrics": None}, DAY) == ([], False)
    with pytest.raises(RequestFault, match="no `metrics`"):
        OVERVIEW.page({"date": "2026-05-08"}, DAY)


def test_ids_come_in_batches_of_ten() -> None:
    ids = [str(number) for number in range(21)]
    assert id_batches(ids) == [ids[:10], ids[10:20], ids[20:]]
    assert id_batches([]) == [[]]


@pytest.mark.parametrize(
    ("endpoint", "ids", "body", "place"),
    [
        (APPS, [], {"date": "2026-05-08", "skip": 100, "limit": 100}, "2026-05-08, skip 100"),
        (
            APPS,
            ["a", "b"],
            {"date": "2026-05-08", "skip": 100, "limit": 100, "app_ids": ["a", "b"]},
            "2026-05-08, skip 100, app_ids a b",
        ),
        (OVERVIEW, [], {"date": "2026-05-08"}, "2026-05-08"),
    ],
)
def test_request_is_for_a_page_and_messages_name_it(
    endpoint: Endpoint, ids: list[str], body: dict[str, Any], place: str
) -> None:
    assert endpoint.request(DAY, 100, ids) == body
    assert place_of(body) == place
