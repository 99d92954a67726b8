from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scripted_api import KEY, YESTERDAY, days_before
from singer_sdk.singerlib import Message
from syncs import all_streams, state_at

from tap_usagestats.errors import Stop
from tap_usagestats.redaction import Redactor
from tap_usagestats.sync.bookmark import Bookmark
from tap_usagestats.tap import TapUsageStats

EARLIER, LATER = days_before(YESTERDAY, 2), days_before(YESTERDAY, 1)


def bookmark_in(state: dict[str, Any], catalog: dict[str, Any] | None = None) -> tuple[Bookmark, list[dict[str, Any]]]:
    """The bookmark of app_usage in `state`, and the list to which it writes."""
    written: list[dict[str, Any]] = []

    def write(message: Message) -> None:
        written.append(message.to_dict())

    tap = TapUsageStats(config={"api_key": KEY}, state=state, catalog=catalog)
    return Bookmark(tap.streams["app_usage"], write, Redactor(KEY)), written


@pytest.mark.parametrize(("state", "day"), [({}, None), (state_at(LATER), LATER)])
def test_bookmark_is_the_day_in_the_state(state: dict[str, Any], day: date | None) -> None:
    bookmark, written = bookmark_in(state)
    assert (bookmark.day, written) == (day, [])


def test_bookmark_moves_forward_and_writes_state() -> None:
    bookmark, written = bookmark_in({})
    for day in (EARLIER, LATER):
        bookmark.move_to(day)
    assert bookmark.day == LATER
    assert written == [{"type": "STATE", "value": state_at(day)} for day in (EARLIER, LATER)]


def test_bookmark_never_moves_back() -> None:
    bookmark, written = bookmark_in(state_at(LATER))
    bookmark.move_to(EARLIER)
    assert bookmark.day == LATER
    assert written == [{"type": "STATE", "value": state_at(LATER)}]


def test_full_refresh_ignores_the_bookmark() -> None:
    catalog = all_streams()
    for entry in catalog["streams"]:
        entry["replication_method"] = "FULL_TABLE"
    bookmark, written = bookmark_in(state_at(LATER), catalog)
    bookmark.move_to(YESTERDAY)
    assert (bookmark.day, written) == (None, [])


@pytest.mark.parametrize("value", ["2026-02-28T00:00:00Z", "yesterday", 20260228, ["2026-02-28"], KEY])
def test_malformed_bookmark_stops_the_run(value: object) -> None:
    with pytest.raises(Stop) as stop:
        bookmark_in({"bookmarks": {"app_usage": {"replication_key": "date", "replication_key_value": value}}})
    assert str(stop.value).startswith("app_usage: expected a bookmark of the form YYYY-MM-DD in the state, got ")
    assert str(stop.value).endswith(". What to do: fix or delete the state.")
    assert KEY not in str(stop.value)
