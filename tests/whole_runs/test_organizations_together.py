"""Organizations are read at the same time, so many at once, each at its own pace and with its own rows."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from itertools import groupby

import pytest
from many_organizations import Organizations, sync_many
from scripted_api import APPS, ENDPOINTS, KEY, MEMBERS, YESTERDAY, Fault, Request, ScriptedApi, days_before
from side_by_side_clock import SideBySideClock
from syncs import Sync, bookmarks_in, catalog_of
from wrong_answers import vendor

from tap_usagestats.api.pacing import MARGIN
from tap_usagestats.sandbox.http_server import Answer

PATIENCE_SECONDS = 20  # for what happens at once or never
DAYS = [days_before(YESTERDAY, back) for back in (2, 1, 0)]
START = DAYS[0].isoformat()
NAMES = ("acme", "globex", "hooli", "initech", "umbrella")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SideBySideClock:
    clock = SideBySideClock(streams=9)
    monkeypatch.setattr("time.sleep", clock.sleep)  # backoff's
    return clock


@pytest.fixture
def five(clock: SideBySideClock) -> Iterator[Organizations]:
    with Organizations(clock, *NAMES) as organizations:
        yield organizations


@pytest.fixture
def asked(five: Organizations) -> list[str]:
    """The organization of each request to any of the five, in the order they arrive."""
    names: list[str] = []

    def note(name: str, _: Request) -> None:
        names.append(name)

    for name, api in five.apis.items():
        api.on_request = partial(note, name)
    return names


def test_one_at_once_is_one_after_the_other(five: Organizations, asked: list[str], sync: Sync) -> None:
    everything = five.everything_on(DAYS)
    run = sync_many(sync, START, five.accounts, organizations_at_once=1)
    assert run.error == ""
    assert [name for name, _ in groupby(asked)] == list(NAMES)
    assert {part: set(run.keys_of(part)) for part in everything} == everything
    assert bookmarks_in(run.state) == dict.fromkeys(everything, str(YESTERDAY))


def test_two_at_once_are_never_three(five: Organizations, asked: list[str], sync: Sync) -> None:
    """The first two are answered only when both have been asked, so that two are read at the same time."""
    both = threading.Barrier(2)

    def wait_for_the_other(answer: Answer, _: Request) -> Answer:
        both.wait(PATIENCE_SECONDS)
        return answer

    for name in NAMES[:2]:
        five.apis[name].faults = {(APPS, 0): wait_for_the_other}
    everything = five.everything_on(DAYS)
    run = sync_many(sync, START, five.accounts, organizations_at_once=2)
    assert run.error == ""
    spans = [(asked.index(name), len(asked) - 1 - asked[::-1].index(name)) for name in NAMES]
    assert max(sum(first <= at <= last for first, last in spans) for at in range(len(asked))) == 2
    assert {part: set(run.keys_of(part)) for part in everything} == everything
    assert five.mixed_up_in(run) == []


def test_all_streams_of_all_organizations_are_read_at_the_same_time(three: Organizations, sync: Sync) -> None:
    """The first request to each endpoint of each is answered only when there is one to each of the others."""
    everybody = threading.Barrier(9)
    for api in three.apis.values():
        api.on_request = lambda request: None if request.number else everybody.wait(PATIENCE_SECONDS)
    run = sync_many(sync, START, three.accounts)
    assert run.error == ""


def starts(api: ScriptedApi, endpoint: str) -> list[float]:
    return [request.start for request in api.requests_to(endpoint)]


@pytest.mark.parametrize(
    "fault",
    [
        vendor(8303),
        vendor(8304),
        lambda *_: Answer(429, b"", {"Retry-After": "30"}),
        lambda *_: Answer(503, b"", {"Retry-After": "20"}),
    ],
    ids=["8303", "8304", "429", "503"],
)
def test_limit_of_one_organization_does_not_slow_another(three: Organizations, sync: Sync, fault: Fault) -> None:
    three.apis["globex"].faults = {(MEMBERS, 1): fault}
    run = sync_many(sync, days_before(YESTERDAY, 5).isoformat(), three.accounts, request_interval=1)
    assert run.error == ""
    usual = [pytest.approx(number * MARGIN) for number in range(6)]
    for name in ("acme", "initech"):
        assert [starts(three.apis[name], endpoint) for endpoint in ENDPOINTS.values()] == [usual] * 3
    slowed = starts(three.apis["globex"], MEMBERS)
    assert len(slowed) == 7
    assert slowed[-1] > usual[-1].expected + MARGIN / 2


def test_expressions_never_mix_the_rows_of_two_organizations(api: ScriptedApi, sync: Sync) -> None:
    """The SDK's maps keep the record that they work on in themselves; threads take turns as often as they can."""
    api.apps = lambda _: 100
    everybody = threading.Barrier(20)
    api.on_request = lambda _: everybody.wait(PATIENCE_SECONDS)
    accounts = [{"name": f"organization {number}", "api_key": KEY} for number in range(20)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        run = sync(
            catalog=catalog_of("app_usage", organization="any"),
            start_date=str(DAYS[1]),
            organizations=accounts,
            stream_maps={"app_usage": {"app_name": "organization + ' has ' + app_name + ' as ' + app_id"}},
        )
    finally:
        sys.setswitchinterval(interval)
    assert (run.error, len(run.records)) == ("", 4000)
    for record in run.records:
        number = int(record["app_id"], 16)
        assert record["app_name"] == f"{record['organization']} has App {number} as {record['app_id']}"
