"""Three organizations in a real process: whatever ends it, this run and the next one together miss nothing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from many_organizations import Organizations
from processes import SECONDS, Tap, assert_one_line, kill_at
from real_date import LAST_DAY, REAL_NOW
from scripted_api import APPS, MEMBERS, OVERVIEW, Request, TurnedClock, days_before
from syncs import STREAM_NAMES, Run, Sync, all_streams, bookmarks_in, false_states, messages_of

DAYS = [days_before(LAST_DAY, count) for count in (2, 1, 0)]
RANGE = {"start_date": DAYS[0].isoformat(), "end_date": DAYS[-1].isoformat()}
TWO_SECONDS = 2


@pytest.fixture
def real_three() -> Iterator[Organizations]:
    """Three organizations on the real date, as the process sees it."""
    with Organizations(TurnedClock(REAL_NOW), "acme", "globex", "initech") as organizations:
        yield organizations


def tap_of(folder: Path, organizations: Organizations, **settings: Any) -> Tap:
    """The tap in another process."""
    config = {"organizations": organizations.accounts, "request_interval": 0, **RANGE, **settings}
    return Tap(folder, config, all_streams(organization="any"))


@pytest.mark.parametrize(
    ("number", "name", "endpoint", "request_number"),
    [
        (signal.SIGKILL, "acme", APPS, 0),
        (signal.SIGKILL, "globex", MEMBERS, 1),
        (signal.SIGKILL, "initech", OVERVIEW, 2),
        (signal.SIGTERM, "globex", APPS, 2),
        (signal.SIGINT, "initech", MEMBERS, 1),
    ],
)
def test_killed_run_and_the_next_one_miss_nothing(
    real_three: Organizations,
    three: Organizations,
    sync: Sync,
    clock: TurnedClock,
    tmp_path: Path,
    number: signal.Signals,
    name: str,
    endpoint: str,
    request_number: int,
) -> None:
    api = real_three.apis[name]
    killed = kill_at(lambda: tap_of(tmp_path, real_three), api, endpoint, request_number, number)
    assert number == signal.SIGKILL or killed.stderr.endswith(" of 3 organizations had been read.\n")
    messages = messages_of(killed.stdout)
    states = [message["value"] for message in messages if message["type"] == "STATE"]
    bookmarks = bookmarks_in(states[-1]) if states else {}
    everything = real_three.everything_on(DAYS)
    assert false_states(messages, everything) == []

    clock.moment = REAL_NOW  # and APIs that the last requests of the killed run cannot reach
    second = sync(
        states[-1] if states else None, all_streams(organization="any"), organizations=three.accounts, **RANGE
    )
    assert second.error == ""
    both = Run([*messages, *second.messages], "", "")
    assert {part: set(both.keys_of(part)) for part in everything} == everything
    for part in everything:
        assert three.days_asked(part) == [str(day) for day in DAYS if str(day) >= bookmarks.get(part, "")]
    assert three.mixed_up_in(both) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_signal_ends_all_organizations_within_two_seconds(
    real_three: Organizations, tmp_path: Path, number: signal.Signals
) -> None:
    """While each of their streams waits for its pace, and nobody reads what the tap writes."""
    all_asked = threading.Barrier(3 * len(STREAM_NAMES) + 1)
    for api in real_three.apis.values():
        api.on_request = lambda request: None if request.number else all_asked.wait(SECONDS)
    with tap_of(tmp_path, real_three, request_interval=60) as tap:
        all_asked.wait(SECONDS)
        assert tap.end(number) < TWO_SECONDS
        assert_one_line(tap.finish(), f"Stopped by {number.name}. 0 of 3 organizations had been read.")
    assert [len(api.requests) for api in real_three.apis.values()] == [3, 3, 3]


def test_target_that_ends_stops_all_organizations_with_one_line(real_three: Organizations, tmp_path: Path) -> None:
    asked, gone = threading.Event(), threading.Event()

    def wait_until_the_target_is_gone(_: Request) -> None:
        asked.set()
        gone.wait(SECONDS)

    for api in real_three.apis.values():
        api.on_request = wait_until_the_target_is_gone
    with tap_of(tmp_path, real_three) as tap:
        assert asked.wait(SECONDS)
        assert tap.process.stdout
        tap.process.stdout.close()
        gone.set()
        run = tap.finish()
    assert_one_line(run, "Cannot write to standard output (Broken pipe). ", "0 of 3 organizations had been read.")
