from __future__ import annotations

from itertools import pairwise

import pytest
from scripted_api import TurnedClock

from tap_usagestats.api.pacing import (
    ALL_WAITS_SECONDS,
    LONGEST_WAIT_SECONDS,
    MARGIN,
    Clock,
    Pace,
)
from tap_usagestats.api.retries import REQUEST_WAITS


def starts_of(pace: Pace, clock: TurnedClock, *endpoints: str) -> list[float]:
    """When a request to each of `endpoints`, one after the other, starts."""
    starts = []
    for endpoint in endpoints:
        pace.wait(endpoint)
        starts.append(clock.seconds)
    return starts


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
    pace.share()
    pace.postpone("", 5)
    starts = starts_of(pace, clock, "apps", "members", "apps")
    assert starts == pytest.approx([5, 5 + MARGIN, 5 + 2 * MARGIN])


def test_shared_pace_respects_the_pace_before_it() -> None:
    clock = TurnedClock()
    pace = Pace(10.0, clock)
    starts_of(pace, clock, "apps")
    pace.share()
    assert starts_of(pace, clock, "members") == pytest.approx([10 * MARGIN])


def test_sharing_again_changes_nothing() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    pace.share()
    starts_of(pace, clock, "apps")
    pace.share()
    assert starts_of(pace, clock, "members") == pytest.approx([MARGIN])


def test_delay_says_how_long_a_request_would_wait() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    assert pace.delay("apps") == 0
    pace.wait("apps")
    assert [pace.delay("apps"), pace.delay("members")] == pytest.approx([MARGIN, 0])
    clock.seconds += 2
    assert pace.delay("apps") == 0


def test_postponed_endpoint_waits_and_the_others_do_not() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    pace.postpone("apps", 7)
    pace.postpone("apps", 3)  # only the longest counts
    assert starts_of(pace, clock, "members", "apps") == pytest.approx([0, 7])


def test_endpoint_is_postponed_alone_even_if_the_pace_is_shared() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    pace.share()
    pace.postpone("apps", 60)
    assert starts_of(pace, clock, "members", "members", "apps") == pytest.approx([0, MARGIN, 60])


def test_requests_are_postponed_by_two_minutes_in_a_row_and_then_again() -> None:
    clock = TurnedClock()
    pace = Pace(0, clock)
    for _ in range(4):  # a server that never stops asking
        pace.postpone("", 60)
        pace.wait("apps")
    assert clock.seconds == ALL_WAITS_SECONDS
    clock.seconds += sum(REQUEST_WAITS)  # a request that waited for the others all that time may now try as often
    pace.postpone("", 60)
    assert pace.delay("apps") == 0
    clock.seconds += ALL_WAITS_SECONDS
    pace.postpone("", 60)
    assert pace.delay("apps") == 60


@pytest.mark.parametrize("seconds", [3600, float("inf")])
def test_nothing_is_postponed_by_more_than_a_minute(seconds: float) -> None:
    pace = Pace(1.0, TurnedClock())
    pace.postpone("apps", seconds)
    assert pace.wait("apps") == LONGEST_WAIT_SECONDS == 60


def test_clock_is_the_machine_clock_with_a_zone(clock: TurnedClock) -> None:
    Clock().sleep(3)
    assert clock.sleeps == [3]
    assert Clock().now().utcoffset() is not None
    assert Clock().monotonic() <= Clock().monotonic()
