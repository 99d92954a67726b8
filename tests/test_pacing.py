from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import pytest
from scripted_api import TurnedClock

from tap_usagestats.pacing import DAY_WAITS, LONGEST_WAIT_SECONDS, MARGIN, REQUEST_WAITS, Pace


@dataclass
class Failed:
    retry_after_seconds: float = 0


def waits_for(fault: Failed, waits: Sequence[float] = REQUEST_WAITS) -> list[float]:
    """The waits before each new try of a request that keeps failing."""
    announced: list[float] = []
    generator = Pace(0, TurnedClock()).retry_waits(waits, lambda _, seconds: announced.append(seconds))
    next(generator)
    with suppress(StopIteration):
        while True:
            assert generator.send(fault) == 0
    return announced


def test_starts_are_apart_by_the_interval_whatever_the_answers_take() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    starts = []
    for answer_takes in (0.2, 0.9, 0.0, 3.0, 0.2):
        pace.wait()
        starts.append(clock.seconds)
        clock.seconds += answer_takes
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert gaps == pytest.approx([MARGIN, MARGIN, MARGIN, 3.0])


def test_first_request_starts_at_once_and_no_interval_means_no_waiting() -> None:
    clock = TurnedClock()
    pace = Pace(0, clock)
    for _ in range(5):
        pace.wait()
    assert clock.sleeps == []
    assert pace.waited_seconds == 0


def test_postponed_request_waits_for_the_later_of_pace_and_postponement() -> None:
    clock = TurnedClock()
    pace = Pace(1.0, clock)
    pace.wait()
    pace.postpone(0.5)
    pace.wait()
    assert clock.seconds == pytest.approx(MARGIN)
    pace.postpone(5)
    pace.wait()
    assert clock.seconds == pytest.approx(MARGIN + 5)
    assert pace.waited_seconds == pytest.approx(MARGIN + 5)


def test_waits_grow_from_a_second_and_end_within_two_minutes() -> None:
    waits = waits_for(Failed())
    assert waits == sorted(waits) == list(REQUEST_WAITS)
    assert waits[0] == 1
    assert 60 < sum(waits) < 110
    assert sum(waits_for(Failed(), DAY_WAITS)) < 60


def test_retry_after_is_honoured_up_to_a_minute() -> None:
    assert waits_for(Failed(7))[:4] == [7, 7, 7, 8]
    for seconds in (25, 50, 3600, float("inf")):
        waits = waits_for(Failed(seconds))
        assert max(waits) <= LONGEST_WAIT_SECONDS
        assert sum(waits) == sum(REQUEST_WAITS)
