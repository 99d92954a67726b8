from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import days_planned
from scripted_api import NOW, OLDEST, YESTERDAY

WINDOW = [OLDEST + timedelta(days=count) for count in range(180)]


def test_window_is_180_days_and_ends_with_yesterday() -> None:
    assert days_planned(NOW).days == WINDOW
    assert (WINDOW[0], WINDOW[-1]) == (OLDEST, YESTERDAY)


def test_bookmarked_day_is_read_again() -> None:
    assert days_planned(NOW, bookmark=date(2026, 2, 27)).days == [date(2026, 2, 27), date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("bookmark", "start", "lookback", "expected"),
    [
        (None, None, 5, OLDEST),
        (None, date(2026, 1, 1), 5, date(2026, 1, 1)),
        (date(2026, 2, 1), None, 0, date(2026, 2, 1)),
        (date(2026, 2, 1), None, 3, date(2026, 1, 29)),
        (date(2026, 2, 1), date(2026, 1, 30), 3, date(2026, 1, 30)),
        (date(2026, 2, 1), date(2026, 1, 1), 3, date(2026, 1, 29)),
        (date(2026, 2, 1), date(2026, 2, 10), 3, date(2026, 2, 10)),
        (date(2026, 2, 1), None, 10**9, OLDEST),
    ],
)
def test_first_day(bookmark: date | None, start: date | None, lookback: int, expected: date) -> None:
    assert days_planned(NOW, bookmark, start_date=start, lookback_days=lookback).first == expected


def test_unserved_days_are_named_and_counted() -> None:
    plan = days_planned(NOW, bookmark=date(2025, 8, 30))
    assert plan.days[0] == OLDEST
    assert plan.unserved == 3
    assert "no longer serves 2025-08-30 to 2025-09-01 (3 days)" in plan.warnings[0]


def test_range_before_the_window_is_named_to_its_end() -> None:
    plan = days_planned(NOW, start_date=date(2025, 1, 1), end_date=date(2025, 1, 31))
    assert plan.days == []
    assert plan.unserved == 31
    assert "2025-01-01 to 2025-01-31" in plan.warnings[0]


def test_bookmark_one_day_ahead_is_a_remark() -> None:
    plan = days_planned(NOW, bookmark=date(2026, 3, 1), lookback_days=7)
    assert plan.days == []
    assert plan.warnings == ()
    assert plan.remarks == ("Nothing to read: the bookmark 2026-03-01 is ahead of yesterday in UTC+8, 2026-02-28",)


def test_bookmark_further_ahead_is_a_warning_about_clock_and_state() -> None:
    plan = days_planned(NOW, bookmark=date(2026, 3, 2))
    assert plan.days == []
    assert not plan.remarks
    assert " ".join(plan.warnings) == (
        "Nothing to read: the bookmark 2026-03-02 is ahead of yesterday in UTC+8, 2026-02-28. What to do: check this "
        "machine's clock and the bookmark in the state"
    )


def test_ineffective_start_date_is_a_remark() -> None:
    plan = days_planned(NOW, bookmark=YESTERDAY, start_date=date(2026, 1, 1))
    assert plan.days == [YESTERDAY]
    assert "start_date 2026-01-01 has no effect" in plan.remarks[0]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 2, 23), None, "2026-02-21 to 2026-02-22"),
        (date(2026, 2, 22), None, "2026-02-21"),
        (date(2026, 3, 9), None, "2026-02-21 to 2026-02-28"),
        (date(2026, 2, 25), date(2026, 2, 26), "2026-02-21 to 2026-02-24"),
    ],
)
def test_days_that_a_late_start_date_skips_are_a_warning(start: date, end: date | None, days: str) -> None:
    plan = days_planned(NOW, bookmark=date(2026, 2, 20), start_date=start, end_date=end)
    assert plan.warnings[0] == (
        f"start_date {start} skips {days}, after the bookmark 2026-02-20. What to do: to read these days, remove "
        "start_date, or set it to the first of them"
    )


def test_start_date_on_the_day_after_the_bookmark_skips_nothing() -> None:
    for start in (date(2026, 2, 20), date(2026, 2, 21)):
        assert days_planned(NOW, bookmark=date(2026, 2, 20), start_date=start).warnings == []


def test_start_date_limits_a_lookback() -> None:
    plan = days_planned(NOW, bookmark=YESTERDAY, start_date=date(2026, 2, 26), lookback_days=30)
    assert plan.days[0] == date(2026, 2, 26)
    assert not plan.remarks


def test_start_date_in_the_future_reads_nothing() -> None:
    plan = days_planned(NOW, start_date=date(2026, 3, 5))
    assert plan.days == []
    assert "Nothing to read" in plan.remarks[0]


def test_end_date_is_inclusive_and_never_later_than_yesterday() -> None:
    assert days_planned(NOW, start_date=date(2026, 2, 1), end_date=date(2026, 2, 2)).days == [
        date(2026, 2, 1),
        date(2026, 2, 2),
    ]
    late = days_planned(NOW, start_date=YESTERDAY, end_date=date(2026, 3, 9))
    assert late.days == [YESTERDAY]
    assert "end_date 2026-03-09 is not over yet" in late.remarks[0]


near = st.dates(date(2025, 6, 1), date(2026, 6, 1))


@given(bookmark=st.none() | near, start=st.none() | near, end=st.none() | near, lookback=st.integers(0, 400))
def test_plan_has_all_served_days_of_the_range(
    bookmark: date | None, start: date | None, end: date | None, lookback: int
) -> None:
    plan = days_planned(NOW, bookmark=bookmark, start_date=start, end_date=end, lookback_days=lookback)
    first = max(bookmark - timedelta(days=lookback), start or date.min) if bookmark else start or OLDEST
    last = end or YESTERDAY
    wanted = [] if bookmark and bookmark > YESTERDAY else [day for day in WINDOW if first <= day <= last]
    assert plan.days == wanted
