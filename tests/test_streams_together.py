"""Streams are read at the same time and written one day at a time; none of them holds up another."""

from __future__ import annotations

import gc
import threading
import weakref
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from scripted_api import (
    APPS,
    ENDPOINTS,
    MEMBERS,
    OLDEST,
    OVERVIEW,
    YESTERDAY,
    Request,
    ScriptedApi,
    TurnedClock,
    days_before,
)
from side_by_side_clock import SideBySideClock
from syncs import STREAM_NAMES, Run, Sync, all_streams, bookmarks_in, catalog_of, false_states, keys
from wrong_answers import vendor

from tap_usagestats import records, usage_stream
from tap_usagestats.errors import VENDOR_CODES
from tap_usagestats.sandbox.server import Limit

PATIENCE_SECONDS = 20  # for what happens at once or never


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SideBySideClock:
    clock = SideBySideClock()
    monkeypatch.setattr("time.sleep", clock.sleep)  # backoff's, and the latency of the server
    return clock


def start(days: int) -> str:
    """The start_date of a sync of this many days."""
    return days_before(YESTERDAY, days - 1).isoformat()


def days_sent(run: Run, stream: str) -> list[str]:
    """The days of the records of `stream`, in the order they went out; each once for each block of records."""
    days: list[str] = []
    for day, _ in run.keys_of(stream):
        if days[-1:] != [day]:
            days.append(day)
    return days


def test_all_selected_streams_are_read_at_the_same_time(api: ScriptedApi, sync: Sync) -> None:
    """The first request to each endpoint is answered only when there is one to each of the others."""
    everybody = threading.Barrier(3)
    api.on_request = lambda request: None if request.number else everybody.wait(PATIENCE_SECONDS)
    run = sync(catalog=all_streams(), start_date=start(2))
    assert (run.error, len(api.requests)) == ("", 6)


def test_schemas_come_first_and_states_are_true_at_any_time(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: day.day % 4 * 60
    api.members = lambda day: day.day % 3
    days = [days_before(YESTERDAY, back) for back in range(20)]
    everything = {
        "app_usage": {key for day in days for key in keys([day], day.day % 4 * 60)},
        "member_usage": {key for day in days for key in keys([day], day.day % 3)},
        "platform_usage": {(day.isoformat(), day.isoformat()) for day in days},
    }
    run = sync(catalog=all_streams(), start_date=start(20))
    assert [message["type"] for message in run.messages[:4]] == ["SCHEMA"] * 3 + ["RECORD"]
    assert {stream: set(run.keys_of(stream)) for stream in STREAM_NAMES} == everything
    assert false_states(run.messages, everything) == []
    for stream in STREAM_NAMES:
        assert days_sent(run, stream) == sorted(set(days_sent(run, stream)))
    days_with_records = sum(len(days_sent(run, stream)) for stream in STREAM_NAMES)
    assert len(run.of_type("STATE")) == days_with_records


def test_a_day_is_not_interrupted_by_another_stream(api: ScriptedApi, sync: Sync) -> None:
    api.apps = api.members = lambda _: 150
    run = sync(catalog=all_streams(), start_date=start(10))
    streams = [message.get("stream") for message in run.messages if message["type"] != "SCHEMA"]
    blocks = [index for index, stream in enumerate(streams) if stream is None]  # STATE
    for first, last in zip([-1, *blocks], blocks, strict=False):
        assert len(set(streams[first + 1 : last])) == 1
    assert len(blocks) == 30


def test_no_more_than_two_days_of_a_stream_are_in_memory(
    api: ScriptedApi, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: Counter[tuple[str, str]] = Counter()
    most: Counter[str] = Counter()

    class CountedDay(list[Any]):
        """The records of a day."""

    read = usage_stream.DayReader.read

    def read_counted(reader: Any, day: Any) -> Any:
        day_records = CountedDay(read(reader, day))
        stream = reader.where("").split(":")[0]
        alive[stream, "days"] += 1
        most[stream] = max(most[stream], alive[stream, "days"])
        weakref.finalize(day_records, alive.subtract, {(stream, "days"): 1})
        return day_records

    monkeypatch.setattr(usage_stream.DayReader, "read", read_counted)
    run = sync(catalog=all_streams(), start_date=start(30))
    gc.collect()
    assert run.exit_code == 0
    assert set(most) == set(STREAM_NAMES)
    assert max(most.values()) <= 2
    assert set(alive.values()) == {0}
