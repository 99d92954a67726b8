from __future__ import annotations

from itertools import pairwise
from typing import NoReturn

import pytest
from backoff.types import Details
from hypothesis import given
from hypothesis import strategies as st
from scripted_api import TurnedClock

from tap_usagestats.api.pacing import (
    DAY_WAITS,
    MARGIN,
    MAX_WAIT_SECONDS,
    REQUEST_WAITS,
    Clock,
    Pace,
    retrying,
    wait_seconds,
)
from tap_usagestats.errors import DayFault, Fault, RequestFault


def starts_of(pace: Pace, clock: TurnedClock, *endpoints: str) -> list[float]:
    """When a request to each of `endpoints`, one after the other, starts."""
    starts = []
    for endpoint in endpoints:
        pace.wait(endpoint)
        starts.append(clock.seconds)
    return starts


def waits_after(fault: Fault, waits: tuple[int, ...] = REQUEST_WAITS) -> list[float]:
    """The waits before each retry of what keeps failing with `fault`."""
    generator = wait_seconds(waits)
    next(generator)
    seconds = []
    try:
        while True:
            seconds.append(generator.send(fault))
    except StopIteration:
        return seconds


def test_starts_are_an_interval_apart_however_long_answers_take() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    starts = []
    for answer_takes in (0.2, 0.9, 0.0, 3.0, 0.2):
        starts += starts_of(pace, clock, "apps")
        clock.seconds += answer_takes
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert gaps == pytest.approx([MARGIN, MARGIN, MARGIN, 3.0])


def test_first_request_and_requests_without_interval_start_at_once() -> None:
    clock = TurnedClock()
    assert [Pace(0, clock).wait("apps") for _ in range(5)] == [0] * 5
    assert clock.sleeps == []


def test_wait_returns_the_seconds_it_slept() -> None:
    clock = TurnedClock()
    pace = Pace(2.0, clock)
    assert pace.wait("apps") == 0
    assert pace.wait("apps") == pytest.approx(2 * MARGIN) == pytest.approx(clock.seconds)


def test_each_endpoint_has_a_pace_of_its_own() -> None:
    clock = TurnedClock()
    starts = starts_of(Pace(1.0, clock), clock, "apps", "members", "apps", "members")
    assert starts == pytest.approx([0, 0, MARGIN, MARGIN])


def test_shared_pace_keeps_all_endpoints_apart_after_a_wait() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    starts_of(pace, clock, "apps", "members")
    pace.share(5)
    starts = starts_of(pace, clock, "apps", "members", "apps")
    assert starts == pytest.approx([5, 5 + MARGIN, 5 + 2 * MARGIN])


def test_shared_pace_respects_the_pace_before_it() -> None:
    clock = TurnedClock()
    pace = Pace(10.0, clock)
    starts_of(pace, clock, "apps")
    pace.share(1)
    assert starts_of(pace, clock, "members") == pytest.approx([10 * MARGIN])


def test_sharing_again_only_postpones() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    pace.share(5)
    pace.share(2)
    assert starts_of(pace, clock, "apps") == pytest.approx([5])


def test_waits_before_retries_grow_and_end_within_two_minutes() -> None:
    assert waits_after(RequestFault("lost")) == sorted(REQUEST_WAITS) == list(REQUEST_WAITS)
    assert waits_after(DayFault("moved"), DAY_WAITS) == sorted(DAY_WAITS) == list(DAY_WAITS)
    assert sum(REQUEST_WAITS) == 91
    assert sum(DAY_WAITS) == 21


def test_longer_retry_after_is_respected() -> None:
    assert waits_after(RequestFault("busy", retry_after_seconds=7)) == [7, 7, 7, 8, 16, 30, 16]


@given(seconds=st.floats(0, allow_nan=False))
def test_retry_after_extends_neither_a_minute_nor_the_total(seconds: float) -> None:
    waits = waits_after(RequestFault("busy", retry_after_seconds=seconds))
    assert max(waits) <= MAX_WAIT_SECONDS
    assert sum(waits) == pytest.approx(sum(REQUEST_WAITS))


def test_function_is_retried_and_each_failure_announced(clock: TurnedClock) -> None:
    faults = [RequestFault("first"), RequestFault("second", retry_after_seconds=9)]
    announced: list[tuple[str, int, float]] = []

    def announce(details: Details) -> None:
        announced.append((str(details["exception"]), details["tries"], details["wait"]))

    @retrying(RequestFault, REQUEST_WAITS, announce)
    def read() -> str:
        if faults:
            raise faults.pop(0)
        return "page"

    assert read() == "page"
    assert announced == [("first", 1, 1), ("second", 2, 9)]
    assert clock.sleeps == [1, 9]


def test_lasting_fault_is_raised_after_all_waits(clock: TurnedClock) -> None:
    @retrying(DayFault, DAY_WAITS, lambda _: None)
    def read() -> NoReturn:
        raise DayFault("moved")

    with pytest.raises(DayFault, match="moved"):
        read()
    assert clock.sleeps == list(DAY_WAITS)


def test_other_faults_are_not_retried(clock: TurnedClock) -> None:
    @retrying(DayFault, DAY_WAITS, lambda _: None)
    def read() -> NoReturn:
        raise RequestFault("lost")

    with pytest.raises(RequestFault, match="lost"):
        read()
    assert clock.sleeps == []


def test_clock_is_the_machine_clock_with_a_zone(clock: TurnedClock) -> None:
    Clock().sleep(3)
    assert clock.sleeps == [3]
    assert Clock().now().utcoffset() is not None
    assert Clock().monotonic() <= Clock().monotonic()


@pytest.mark.parametrize("seconds", [3600, float("inf")])
def test_company_limit_waits_at_most_a_minute(seconds: float) -> None:
    pace = Pace(1.0, TurnedClock())
    pace.share(seconds)
    assert pace.wait("app_metrics") <= MAX_WAIT_SECONDS
