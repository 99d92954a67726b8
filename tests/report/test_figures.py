"""A figure is compared with the one of a period before, and only where both are complete."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import report
from report.figures import PERIOD_DAYS, Compared, Organization, Row

FOLDER = Path(report.__file__).parent


def organization(*figures: int | None) -> Organization:
    """Return an organization with these figures, day by day."""
    days: list[Row] = [
        {"date": date(2026, 1, 1) + timedelta(age), "runs": figure} for age, figure in enumerate(figures)
    ]
    return Organization("", days, apps=[], creators=[], changes=[])


@pytest.mark.parametrize(
    ("days", "before"), [(1, None), (PERIOD_DAYS, None), (PERIOD_DAYS + 1, 0), (PERIOD_DAYS + 3, 2)]
)
def test_a_stock_is_compared_with_the_day_a_period_before(days: int, before: int | None) -> None:
    assert organization(*range(days)).stock("runs") == Compared(days - 1, before)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([5], Compared(5, None, 1)),
        ([1] * (2 * PERIOD_DAYS - 1), Compared(PERIOD_DAYS, None, PERIOD_DAYS)),
        ([9] + [2] * PERIOD_DAYS + [3] * PERIOD_DAYS, Compared(3 * PERIOD_DAYS, 2 * PERIOD_DAYS, PERIOD_DAYS)),
        ([2] * PERIOD_DAYS + [None] + [3] * (PERIOD_DAYS - 1), Compared(3 * (PERIOD_DAYS - 1), None, PERIOD_DAYS - 1)),
        ([None] * PERIOD_DAYS, Compared(None, None, 0)),
    ],
    ids=["one day", "a day too few", "two periods", "a day is missing", "nothing"],
)
def test_a_flow_is_the_sum_of_a_period(figures: list[int | None], expected: Compared) -> None:
    assert organization(*figures).flow("runs") == expected


def test_a_change_needs_both_figures_and_a_ratio_something_to_divide_by() -> None:
    assert (Compared(3, 2).change, Compared(3, 2).ratio) == (1, 0.5)
    assert (Compared(3, None).change, Compared(None, 2).change) == (None, None)
    assert (Compared(3, 0).change, Compared(3, 0).ratio) == (3, None)


def test_the_length_of_a_period_is_spelled_once() -> None:
    spelled = [
        (file.name, line)
        for file in [*FOLDER.rglob("*.py"), *FOLDER.glob("*.j2")]
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(rf"\b({PERIOD_DAYS}|{PERIOD_DAYS + 1})\b", line)
    ]
    assert [name for name, _ in spelled] == ["figures.py"], spelled
