from __future__ import annotations

import pytest
from scripted_api import OLDEST, YESTERDAY, days_before

from tap_usagestats.sync.formats import count, days_text, duration, ranges_text


def test_range_of_one_day_is_a_day() -> None:
    assert days_text(OLDEST, YESTERDAY) == "2025-09-02 to 2026-02-28"
    assert days_text(YESTERDAY, YESTERDAY) == "2026-02-28"


def test_excess_ranges_are_counted() -> None:
    every_other_day = [days_before(YESTERDAY, back) for back in range(12, -1, -2)]
    assert ranges_text(every_other_day[:2]) == "2026-02-16, 2026-02-18"
    assert ranges_text(every_other_day) == (
        "2026-02-16, 2026-02-18, 2026-02-20, 2026-02-22, 2026-02-24 and 2 more ranges"
    )
    assert ranges_text(every_other_day, max_ranges=1) == "2026-02-16 and 6 more ranges"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (89, "89 s"),
        (90, "2 min"),
        (7140, "119 min"),
        (7200, "2 h 0 min"),
        (9000, "2 h 30 min"),
    ],
)
def test_duration_is_readable(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_count_adds_the_noun() -> None:
    assert [count(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [count(number, "retry", "retries") for number in (1, 2)] == ["1 retry", "2 retries"]
