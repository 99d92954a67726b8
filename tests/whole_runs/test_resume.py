"""However a run ends, it and the next ones together are exactly what the API has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_api import APPS, OLDEST, YESTERDAY, Request, ScriptedApi, days_before
from syncs import Run, Sync

from tap_usagestats.sandbox.http_server import Answer

DAY_COUNT = 5
DAYS = [days_before(YESTERDAY, back) for back in range(DAY_COUNT - 1, -1, -1)]
START = DAYS[0].isoformat()


def expected(apps: Mapping[date, int]) -> set[tuple[str, str]]:
    return {(day.isoformat(), f"{number:024x}") for day, count in apps.items() for number in range(count)}


def closed(_: Answer, __: Request) -> Answer:
    return Answer(400, json.dumps({"code": 8017, "msg": "closed"}).encode())


def drop(_: Answer, __: Request) -> Answer:
    return Answer(200, b"", {"Content-Length": "1000", "Connection": "close"})


def test_interrupted_run_and_the_next_one_miss_nothing(api: ScriptedApi, sync: Sync) -> None:
    counts = dict(zip(DAYS, (150, 1, 0, 230, 100), strict=True))
    api.apps = counts.__getitem__
    assert sync(start_date=START).exit_code == 0
    requests = len(api.bodies)
    assert requests == 2 + 1 + 2 + 3 + 1  # the empty day twice
    for lost in range(requests):
        api.forget_requests()
        api.lasting_faults = {APPS: (lost, drop)}
        first = sync(start_date=START)
        assert first.exit_code == 1
        api.forget_requests()
        second = sync(first.state or None, start_date=START)
        assert second.exit_code == 0
        assert set(first.keys) | set(second.keys) == expected(counts)
        # No part of a day is sent, and the next run starts with the last whole one.
        whole = set(first.bookmarks)
        assert {day for day, _ in first.keys} == whole
        assert api.days_asked[0] == max(whole, default=START)


failing_runs = st.lists(st.integers(0, 12), max_size=3)
passing_faults = st.dictionaries(st.integers(0, 20), st.sampled_from(["drop", "repeat", "429", "8303"]), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.sampled_from([0, 0, 1, 99, 100, 101, 250]), min_size=DAY_COUNT, max_size=DAY_COUNT),
    failures=failing_runs,
    faults=passing_faults,
    lookback=st.integers(0, 3),
)
def test_runs_together_equal_what_the_api_has(
    api: ScriptedApi, sync: Sync, counts: list[int], failures: list[int], faults: dict[int, str], lookback: int
) -> None:
    apps = dict(zip(DAYS, counts, strict=True))
    api.apps = apps.__getitem__
    kinds: dict[str, Any] = {
        "drop": drop,
        "repeat": api.first_page_again,
        "429": lambda *_: Answer(429, b"", {}),
        "8303": lambda *_: Answer(400, b'{"code": 8303, "msg": "limit"}'),
    }
    state: dict[str, Any] | None = None
    sent: set[tuple[str, str]] = set()
    bookmark = ""
    for failure in (*failures, None):
        api.forget_requests()
        api.faults = {(APPS, number): kinds[kind] for number, kind in faults.items()}
        if failure is not None:
            api.lasting_faults = {APPS: (failure, closed)}
        looked_back = date.fromisoformat(bookmark or START) - timedelta(days=lookback)
        run: Run = sync(state, start_date=START, lookback_days=lookback)
        assert api.days_asked[0] == max(START, looked_back.isoformat())
        sent |= set(run.keys)
        assert len(run.keys) == len(set(run.keys))
        assert run.bookmarks == sorted(run.bookmarks)
        assert all(mark >= bookmark for mark in run.bookmarks)
        bookmark = max([bookmark, *run.bookmarks])
        state = run.state or state
        if failure is None or run.exit_code == 0:
            assert run.exit_code == 0
            break
    assert sent == expected(apps)


@pytest.mark.parametrize("fault_at", [0, 1, 2, 3])
def test_day_read_twice_is_sent_once(api: ScriptedApi, sync: Sync, fault_at: int) -> None:
    api.apps = lambda _: 350
    api.faults = {(APPS, fault_at): api.first_page_again}
    run = sync(start_date=YESTERDAY.isoformat())
    assert len(run.keys) == len(set(run.keys)) == 350
    assert len(api.bodies) == 4 + (fault_at + 1 if fault_at else 0)


def test_runs_that_fail_after_45_requests_finish_the_window(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 0 if day.day % 7 == 0 else 2
    state: dict[str, Any] | None = None
    sent: set[tuple[str, str]] = set()
    for runs in range(1, 10):  # noqa: B007  # counted below
        api.forget_requests()
        api.lasting_faults = {APPS: (45, closed)}
        run = sync(state)
        sent |= set(run.keys)
        state = run.state or state
        if run.exit_code == 0:
            break
    assert runs == 5
    window = [days_before(YESTERDAY, back) for back in range(180)]
    assert window[-1] == OLDEST
    assert sent == expected({day: 2 for day in window if day.day % 7})
