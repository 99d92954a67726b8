"""Signals to a real process: SIGTERM and SIGINT end it within two seconds with one line, and no kill loses a record.

Until main() begins, while Python imports what the tap needs (the first half second), a signal ends the process in
Python's own way: SIGTERM without a word, SIGINT with a KeyboardInterrupt. From then on, the tests below count calls of
functions, not milliseconds.
"""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from processes import SECONDS, Finished, Tap, assert_one_line, command_with, environment, kill_at
from real_date import LAST_DAY, REAL_NOW
from scripted_api import (
    APPS,
    ENDPOINTS,
    KEY,
    MEMBERS,
    OVERVIEW,
    ScriptedApi,
    TurnedClock,
    days_before,
)
from syncs import STREAM_NAMES, Run, Sync, bookmarks_in, catalog_of, false_states, keys, messages_of

from tap_usagestats.__main__ import PIPE_BYTES
from tap_usagestats.sandbox.http_server import Answer

DAYS = [days_before(LAST_DAY, count) for count in (3, 2, 1, 0)]
RANGE = {"start_date": DAYS[0].isoformat(), "end_date": DAYS[-1].isoformat()}
COUNT, PAGE_SIZE = 3, 2
PAGES = {"app_usage": 2, "member_usage": 2, "platform_usage": 1}
EVERYTHING = {
    "app_usage": keys(DAYS, COUNT),
    "member_usage": keys(DAYS, COUNT),
    "platform_usage": {(day.isoformat(), day.isoformat()) for day in DAYS},
}
TWO_SECONDS = 2
BOTH = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)


def serve_range(api: ScriptedApi) -> None:
    """Serve what is in EVERYTHING."""
    api.apps = api.members = lambda _: COUNT
    api.page_size = PAGE_SIZE


@pytest.fixture
def real_api() -> Iterator[ScriptedApi]:
    """A server on the real date, as the process sees it."""
    with ScriptedApi(TurnedClock(REAL_NOW)) as scripted:
        serve_range(scripted)
        yield scripted


def tap_of(folder: Path, api: ScriptedApi, *streams: str, **settings: Any) -> Tap:
    """The tap in another process, with these settings."""
    config = {"api_key": KEY, "api_url": api.url, "request_interval": 0, **RANGE, **settings}
    return Tap(folder, config, catalog_of(*streams))


@pytest.mark.parametrize(
    ("streams", "number", "endpoint", "request_number"),
    [
        (("app_usage",), signal.SIGTERM, APPS, 0),
        (("app_usage",), signal.SIGINT, APPS, 1),
        (("app_usage",), signal.SIGTERM, APPS, 4),
        (("app_usage",), signal.SIGKILL, APPS, 5),
        (("app_usage",), signal.SIGINT, APPS, 7),
        (STREAM_NAMES, signal.SIGTERM, MEMBERS, 4),
        (STREAM_NAMES, signal.SIGINT, APPS, 7),
        (STREAM_NAMES, signal.SIGKILL, OVERVIEW, 2),
        (STREAM_NAMES, signal.SIGKILL, MEMBERS, 5),
    ],
)
def test_killed_run_and_the_next_one_miss_nothing(
    real_api: ScriptedApi,
    api: ScriptedApi,
    sync: Sync,
    clock: TurnedClock,
    tmp_path: Path,
    streams: tuple[str, ...],
    number: signal.Signals,
    endpoint: str,
    request_number: int,
) -> None:
    killed = kill_at(lambda: tap_of(tmp_path, real_api, *streams), real_api, endpoint, request_number, number)
    messages = messages_of(killed.stdout)
    states = [message["value"] for message in messages if message["type"] == "STATE"]
    bookmarks = bookmarks_in(states[-1]) if states else {}
    assert number == signal.SIGKILL or "missing" in killed.stderr.splitlines()[-1]
    assert false_states(messages, EVERYTHING) == []

    serve_range(api)  # a server that the last requests of the killed run cannot reach
    clock.moment = REAL_NOW
    second = sync(states[-1] if states else None, catalog_of(*streams), **RANGE)
    assert second.error == ""
    for stream in streams:
        assert set(Run(messages, "", "").keys_of(stream)) | set(second.keys_of(stream)) == EVERYTHING[stream]
        days_again = len([day for day in DAYS if str(day) >= bookmarks.get(stream, "")])
        assert len(api.requests_to(ENDPOINTS[stream])) == PAGES[stream] * days_again
    stream = next(stream for stream in streams if ENDPOINTS[stream] == endpoint)
    whole_days = len([day for day in DAYS if str(day) <= bookmarks.get(stream, "")])
    assert whole_days >= request_number // PAGES[stream] - 1  # the day before may have been on its way


# Moments of a run, as calls of functions since main() began: see interrupted_start.py.
MOMENTS = [
    ("tap_usagestats.__main__.run_command", 1),
    ("json.loads", 1),  # the config file is read
    ("any", 2_000),
    ("tap_usagestats.tap.sync_all", 1),
    ("tap_usagestats.sync.stream.write_schema", 1),
    ("tap_usagestats.sync.partition.plan", 1),
    ("tap_usagestats.sync.partition.write", 2),
    ("tap_usagestats.sync.progress.add", 1),
    ("tap_usagestats.api.day.chunks", 3),
    ("tap_usagestats.sync.standard_output.write_lines", 4),
    ("json.encoder.encode", 2),
]


@BOTH
@pytest.mark.parametrize(("name", "nth"), MOMENTS, ids=str)
def test_signal_at_any_moment_ends_the_run_with_one_line(
    tmp_path: Path, number: signal.Signals, name: str, nth: int
) -> None:
    run = run_interrupted(tmp_path, {"api_key": KEY, "api_url": "sandbox", **RANGE}, number, name, nth)
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1), run.stderr
    assert f"Stopped by {number.name}." in run.stderr


@BOTH
@pytest.mark.parametrize("name", ["signals.end_process_soon", "errors.chain_of"])
def test_signal_does_not_replace_the_reason_of_a_failure(tmp_path: Path, number: signal.Signals, name: str) -> None:
    run = run_interrupted(tmp_path, {"api_key": ""}, number, f"tap_usagestats.{name}", 1)
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1), run.stderr
    assert "Setting api_key: expected " in run.stderr


def run_interrupted(
    folder: Path, config: dict[str, Any], number: signal.Signals, name: str, nth: int
) -> subprocess.CompletedProcess[str]:
    """Run the tap, and let it send itself the signal `number` at the `nth` call of the function `name`."""
    options = command_with(folder, config)[-2:]
    script = Path(__file__).parents[1] / "support/interrupted_start.py"
    return subprocess.run(
        [sys.executable, str(script), str(int(number)), name, str(nth), *options],
        capture_output=True,
        text=True,
        check=False,
        env=environment(TAP_USAGESTATS_LOGLEVEL="ERROR"),  # the SDK warns of Python 3.10
        timeout=SECONDS,
    )


def test_two_kinds_of_signals_at_once_are_one_line(real_api: ScriptedApi, tmp_path: Path) -> None:
    """As when Ctrl-C reaches a group of processes whose supervisor sends SIGTERM."""
    requested = threading.Event()
    real_api.on_request = lambda _: requested.set()
    with tap_of(tmp_path, real_api, *STREAM_NAMES, request_interval=30) as tap:
        assert requested.wait(SECONDS)
        tap.process.send_signal(signal.SIGINT)
        tap.process.send_signal(signal.SIGTERM)
        assert_one_line(tap.finish(), "Stopped by SIG")


def bytes_waiting(pipe: IO[str]) -> int:
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


@BOTH
def test_stalled_target_does_not_keep_a_stopped_tap(
    real_api: ScriptedApi, tmp_path: Path, number: signal.Signals
) -> None:
    """No more than two days of each stream are read while it hangs; a second signal changes nothing."""
    real_api.page_size = 100
    real_api.apps = real_api.members = lambda _: 400
    with tap_of(tmp_path, real_api, *STREAM_NAMES) as tap:
        assert tap.process.stdout
        assert tap.process.stderr
        while bytes_waiting(tap.process.stdout) < PIPE_BYTES // 2:  # the rest of a day cannot fit
            assert tap.process.poll() is None
            time.sleep(0.01)
        tap.process.send_signal(number)  # not two kinds: Python handles those that come together in its own order
        assert tap.end(number) < TWO_SECONDS
        run = Finished(tap.command, tap.process.returncode, "", tap.process.stderr.read())
    assert_one_line(run, f"Stopped by {number.name}.", "app_usage: Nothing was sent; missing")
    for endpoint in (APPS, MEMBERS):
        assert len({request.body["date"] for request in real_api.requests_to(endpoint)}) <= 2


@BOTH
def test_signal_ends_the_wait_before_a_retry(real_api: ScriptedApi, tmp_path: Path, number: signal.Signals) -> None:
    real_api.lasting_faults = {APPS: (2, lambda _, __: Answer(503, b"", {"Retry-After": "50"}))}
    with tap_of(tmp_path, real_api, "app_usage") as tap:
        assert tap.process.stderr
        awaited = {"; retrying in 50 s", "1 of 4 days"}  # the request that fails, and the day before it
        for line in tap.process.stderr:
            awaited -= {words for words in awaited if words in line}
            if not awaited:
                break
        assert tap.end(number) < TWO_SECONDS
        run = Finished(tap.command, tap.process.returncode, "", tap.process.stderr.read())
    assert_one_line(run, f"Stopped by {number.name}.", f"Sent up to {DAYS[0]}; missing {DAYS[1]} to {DAYS[3]}.")
    assert len(real_api.requests) == 3
