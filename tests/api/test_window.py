from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from scripted_api import NOW, OLDEST

from tap_usagestats.api.window import oldest_day, parse_day, yesterday


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 1, 15, 59, 59, tzinfo=timezone.utc), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 16, 0, tzinfo=timezone.utc), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=-8))), date(2026, 3, 1)),
        (datetime(2026, 3, 2, 1, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 3, 1)),
    ],
)
def test_yesterday_is_that_of_utc_plus_8(now: datetime, expected: date) -> None:
    assert yesterday(now) == expected


def test_oldest_day_begins_a_window_of_180_days_that_ends_with_yesterday() -> None:
    assert oldest_day(NOW) == OLDEST
    assert (yesterday(NOW) - OLDEST).days == 179


@pytest.mark.parametrize(
    "value",
    [
        *["yesterday", "2026-13-01", "2026-02-30", "2026-1-1", "20260101", "2026/01/01", "", None, 20260101],
        *["2026-01-01T25:00:00", "2026-W01-1", "1770010112359", "0001-01-01T00:00:00+09:00", "2026-01-011"],
    ],
)
def test_parse_day_accepts_only_days_and_date_times(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_day(value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-01", date(2026, 1, 1)),
        ("2026-01-01T23:59:59", date(2026, 1, 1)),
        ("2026-01-01 08:30:00.123456", date(2026, 1, 1)),
        ("2026-01-01T15:59:59Z", date(2026, 1, 1)),
        ("2026-01-01T16:00:00Z", date(2026, 1, 2)),
        ("2026-01-01T00:30:00+09:00", date(2025, 12, 31)),
        ("2026-01-01T12:00:00-05:00", date(2026, 1, 2)),
    ],
)
def test_day_of_a_date_time_is_that_of_utc_plus_8(text: str, day: date) -> None:
    assert parse_day(text) == day
