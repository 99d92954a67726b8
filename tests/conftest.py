"""Fixtures: a clock, a server, and a sync over real HTTP between them."""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from many_organizations import Organizations
from processes import SECONDS
from scripted_api import KEY, ScriptedApi, TurnedClock, is_reader
from syncs import ReaderOf, Run, Sync, as_json, messages_of

from tap_usagestats.api.client import Client
from tap_usagestats.api.day_reader import DayReader
from tap_usagestats.api.pacing import Pace, Traffic
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.api.records import RecordLayout
from tap_usagestats.errors import Stop
from tap_usagestats.streams import AppUsage
from tap_usagestats.tap import TapUsageStats


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """By default, run tests/loads and tests/report one test after the other: their tests share databases."""
    return 0 if {"loads", "report"} & {part for argument in config.args for part in Path(argument).parts} else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what names a forgotten part of a stream; other tests only fail because of it."""
    items.sort(key=lambda item: item.path.name != "test_streams.py")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> TurnedClock:
    turned = TurnedClock()
    monkeypatch.setattr(time, "sleep", turned.sleep)  # backoff's
    return turned


@pytest.fixture
def api(clock: TurnedClock) -> Iterator[ScriptedApi]:
    with ScriptedApi(clock) as scripted:
        yield scripted
        wait_for_readers()


def wait_for_readers() -> None:
    """A run that ended early leaves threads, whose retries would move the next test's clock."""
    for thread in threading.enumerate():
        if is_reader(thread):
            thread.join(SECONDS)


@pytest.fixture
def three(clock: TurnedClock) -> Iterator[Organizations]:
    """Three organizations, to be read in one run."""
    with Organizations(clock, "acme", "globex", "initech") as organizations:
        yield organizations


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
def client(api: ScriptedApi, clock: TurnedClock, traffic: Traffic) -> Client:
    return Client(api.url, KEY, timeout_seconds=60, pace=Pace(0, clock), traffic=traffic)


@pytest.fixture
def reader_of(client: Client) -> ReaderOf:
    """Make a reader of the apps with these IDs, or of another endpoint with these columns."""

    def make(
        ids: Sequence[str] = (), endpoint: Endpoint = AppUsage.endpoint, columns: Any = AppUsage.columns
    ) -> DayReader:
        layout = RecordLayout(columns)
        return DayReader("a_stream", endpoint, layout, client, as_json, ids=list(ids), max_pages=20_000, constants={})

    return make


@pytest.fixture
def sync(api: ScriptedApi, clock: TurnedClock, caplog: pytest.LogCaptureFixture) -> Iterator[Sync]:
    """Run a whole sync in this process: sync(state, catalog, setting=value, …)."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "singer_sdk")  # a line for each column of the catalog

    def run(state: dict[str, Any] | None = None, catalog: dict[str, Any] | None = None, **settings: Any) -> Run:
        caplog.clear()
        output, error = io.StringIO(), ""
        config = {"api_key": KEY, "api_url": api.url, "request_interval": 0, **settings}
        with redirect_stdout(output):
            try:
                TapUsageStats(config=config, state=state, catalog=catalog, clock=clock).sync_all()
            except Stop as stop:
                error = str(stop)
        return Run(messages_of(output.getvalue()), error, caplog.text)

    yield run
    wait_for_readers()  # while caplog can still take what they log
