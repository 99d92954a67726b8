"""Streams are read at the same time and written one day at a time; none of them holds up another."""

from __future__ import annotations

import re
import threading
import weakref
from datetime import date, timedelta
from itertools import pairwise

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
    days_before,
)
from side_by_side_clock import SideBySideClock
from syncs import STREAM_NAMES, Run, Sync, all_streams, bookmarks_in, catalog_of, false_states, keys
from wrong_answers import vendor

from tap_usagestats.api.day import Day, DayContent
from tap_usagestats.api.day_reader import DayReader
from tap_usagestats.api.pacing import MARGIN
from tap_usagestats.errors import VENDOR_CODES
from tap_usagestats.sandbox.http_server import Answer
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


def test_schemas_come_first_and_every_state_is_true(api: ScriptedApi, sync: Sync) -> None:
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


def test_days_are_written_without_interleaving(api: ScriptedApi, sync: Sync) -> None:
    api.apps = api.members = lambda _: 150
    run = sync(catalog=all_streams(), start_date=start(10))
    streams = [message.get("stream") for message in run.messages if message["type"] != "SCHEMA"]
    blocks = [index for index, stream in enumerate(streams) if stream is None]  # STATE
    for first, last in zip([-1, *blocks], blocks, strict=False):
        assert len(set(streams[first + 1 : last])) == 1
    assert len(blocks) == 30


def test_no_more_than_two_days_of_a_stream_are_in_memory(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: dict[str, weakref.WeakSet[DayContent]] = {stream: weakref.WeakSet() for stream in STREAM_NAMES}
    most = dict.fromkeys(STREAM_NAMES, 0)
    read, close = DayReader.read, DayContent.close

    def read_counted(reader: DayReader, date_: date) -> Day:
        day = read(reader, date_)
        stream = threading.current_thread().name.removesuffix("_0")  # the tap's threads have the streams' names
        assert day.content
        alive[stream].add(day.content)
        most[stream] = max(most[stream], len(alive[stream]))
        return day

    def close_counted(content: DayContent) -> None:
        close(content)
        for contents in alive.values():
            contents.discard(content)

    monkeypatch.setattr(DayContent, "close", close_counted)
    monkeypatch.setattr(DayReader, "read", read_counted)
    assert sync(catalog=all_streams(), start_date=start(30)).exit_code == 0
    assert set(most.values()) <= {1, 2}  # 1 if each day is out before the next one has been read


def test_deselected_streams_are_not_read(api: ScriptedApi, sync: Sync, clock: SideBySideClock) -> None:
    clock.streams = 1
    run = sync(catalog=catalog_of("member_usage"), start_date=start(2))
    assert {message["stream"] for message in run.of_type("SCHEMA")} == {"member_usage"}
    assert {request.endpoint for request in api.requests} == {MEMBERS}


def test_stream_without_permission_does_not_stop_the_others(api: ScriptedApi, sync: Sync) -> None:
    api.lasting_faults = {MEMBERS: (0, vendor(8302, "No permission"))}
    run = sync(catalog=all_streams(), start_date=start(5))
    assert run.error == (
        f"member_usage: {start(5)}, skip 0: HTTP 400 from 127.0.0.1, code 8302, msg 'No permission': no permission for "
        f"this API. What to do: {VENDOR_CODES['8302'].advice}. Nothing was sent; missing {start(5)} to {YESTERDAY}. "
        "Run again once this is fixed."
    )
    assert bookmarks_in(run.state) == {"app_usage": str(YESTERDAY), "platform_usage": str(YESTERDAY)}
    assert "app_usage: 5 days, 15 records" in run.log
    assert "platform_usage: 5 days, 5 records" in run.log
    assert "Summary: 2 of 3 streams complete, 5 days, 20 records, " in run.log


def test_stopped_stream_continues_from_its_bookmark(api: ScriptedApi, sync: Sync) -> None:
    api.lasting_faults = {MEMBERS: (2, vendor(8302))}
    first = sync(catalog=all_streams(), start_date=start(5))
    api.forget_requests()
    assert sync(first.state, all_streams(), start_date=start(5)).error == ""
    days_read = {stream: len(api.requests_to(endpoint)) for stream, endpoint in ENDPOINTS.items()}
    assert days_read == {"app_usage": 1, "member_usage": 4, "platform_usage": 1}


def test_run_takes_as_long_as_its_slowest_stream(sync: Sync, clock: SideBySideClock) -> None:
    """The last request of one stream after the other would start after 41 s."""
    with ScriptedApi(clock, limit=Limit.ENDPOINT, latency_seconds=0.2) as limited:
        limited.apps = limited.members = lambda _: 6
        limited.page_size = 2
        run = sync(api_url=limited.url, catalog=all_streams(), start_date=start(6), request_interval=1)
    assert run.error == ""
    assert [len(limited.requests_to(endpoint)) for endpoint in (APPS, MEMBERS, OVERVIEW)] == [18, 18, 6]
    assert limited.requests[-1].start - limited.requests[0].start < 20.5
    assert "; retrying" not in run.log


def test_one_limit_for_all_endpoints_costs_few_refusals(sync: Sync, clock: SideBySideClock) -> None:
    with ScriptedApi(clock, limit=Limit.COMPANY, latency_seconds=0.2) as limited:
        run = sync(api_url=limited.url, catalog=all_streams(), start_date=start(7), request_interval=1)
    assert run.error == ""
    assert {stream: len(run.records_of(stream)) for stream in STREAM_NAMES} == {
        "app_usage": 21,
        "member_usage": 14,
        "platform_usage": 7,
    }
    assert limited.requests[-1].start - limited.requests[0].start < 33
    assert len(limited.requests) - 21 <= 6
    assert run.log.count("code 8303") == len(limited.requests) - 21


def starts(api: ScriptedApi, endpoint: str) -> list[float]:
    return [request.start for request in api.requests_to(endpoint)]


def test_endpoint_limit_slows_only_its_stream(api: ScriptedApi, sync: Sync) -> None:
    api.faults = {(MEMBERS, 3): vendor(8304)}
    assert sync(catalog=all_streams(), start_date=start(8), request_interval=1).exit_code == 0
    usual = [pytest.approx(number * MARGIN) for number in range(8)]
    assert starts(api, APPS) == starts(api, OVERVIEW) == usual
    assert starts(api, MEMBERS)[:4] == usual[:4]
    assert len(starts(api, MEMBERS)) == 9


def test_company_limit_makes_all_streams_share_one_pace(api: ScriptedApi, sync: Sync) -> None:
    refused = (MEMBERS, 3)
    api.faults = {refused: vendor(8303)}
    assert sync(catalog=all_streams(), start_date=start(8), request_interval=1).exit_code == 0
    at = starts(api, MEMBERS)[3]
    later = [request.start for request in api.requests if request.start > at]
    assert later[0] >= at + 1
    assert all(second - first >= 1 for first, second in pairwise(later))
    assert len(later) >= 3 * 8 + 1 - 3 * 4  # up to then, each stream had sent its first four requests
    assert len(api.requests) == 3 * 8 + 1


def test_waits_that_the_streams_are_asked_for_do_not_add_up(
    api: ScriptedApi, sync: Sync, clock: SideBySideClock
) -> None:
    """The first request to each endpoint is answered only when there is one to each of the others."""
    everybody = threading.Barrier(3)
    api.on_request = lambda request: None if request.number else everybody.wait(PATIENCE_SECONDS)
    refused = Answer(400, b'{"code": 8303, "msg": "Company request limit exceeded"}', {"Retry-After": "3600"})
    api.lasting_faults = {endpoint: (0, lambda _, __: refused) for endpoint in ENDPOINTS.values()}
    run = sync(catalog=all_streams(), start_date=start(2), request_interval=1)
    assert [run.error.count(f"{stream}: {start(2)}") for stream in STREAM_NAMES] == [1, 1, 1]
    assert 120 <= clock.seconds <= 125


def test_shared_pace_ends_with_the_run(api: ScriptedApi, sync: Sync, clock: SideBySideClock) -> None:
    api.faults = {(APPS, 0): vendor(8303)}
    sync(catalog=all_streams(), start_date=start(8), request_interval=1)
    api.forget_requests()
    began = clock.seconds
    sync(catalog=all_streams(), start_date=start(8), request_interval=1)
    assert clock.seconds - began == pytest.approx(7 * MARGIN)


def test_log_gives_plan_progress_and_summary(sync: Sync) -> None:
    run = sync(catalog=all_streams(), start_date=start(60), request_interval=1)
    texts = [re.split(r"\.py:\d+ ", line, maxsplit=1)[-1] for line in run.log.splitlines()]
    texts = [text for text in texts if text.startswith((*STREAM_NAMES, "3 streams", "Summary"))]
    assert texts[:4] == [
        f"app_usage: {start(60)} to {YESTERDAY}, 60 days, at least 60 s at 1 request/s",
        f"member_usage: {start(60)} to {YESTERDAY}, 60 days, at least 60 s at 1 request/s",
        f"platform_usage: {start(60)} to {YESTERDAY}, 60 days, at least 60 s at 1 request/s",
        "3 streams side by side, 180 requests: at least 60 s",
    ]
    nothing_lost = "0 days without records, 0 days no longer served, 60 requests, 0 retries, 61 s waited"
    assert texts[-4:] == [
        f"app_usage: 60 days, 180 records, {nothing_lost}",
        f"member_usage: 60 days, 120 records, {nothing_lost}",
        f"platform_usage: 60 days, 60 records, {nothing_lost}",
        "Summary: 3 of 3 streams complete, 60 days, 360 records, 61 s",
    ]
    assert all(text.endswith(" left") for text in texts[4:-4])
    for stream in STREAM_NAMES:  # a line every three seconds, or one day later, and one for the first day
        assert 60 / 5 < sum(text.startswith(f"{stream}: ") for text in texts[4:-4]) <= 60 / 3 + 1


def test_window_moving_during_a_run_costs_only_its_oldest_day(
    api: ScriptedApi, sync: Sync, clock: SideBySideClock
) -> None:
    """Midnight comes when each stream has read its first day."""
    everybody = threading.Barrier(3)

    def midnight(request: Request) -> None:
        if request.number == 1 and everybody.wait(PATIENCE_SECONDS) == 0:
            clock.moment += timedelta(days=1)
        if request.number == 1:
            everybody.wait(PATIENCE_SECONDS)

    api.on_request = midnight
    run = sync(catalog=all_streams(), end_date=days_before(OLDEST, -2).isoformat())
    assert run.exit_code == 0
    for stream in STREAM_NAMES:
        assert days_sent(run, stream) == [days_before(OLDEST, back).isoformat() for back in (0, -1, -2)]
