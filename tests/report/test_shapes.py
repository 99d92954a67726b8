"""Pictures show every figure at its place: round ticks, gaps where a day is missing, names of months that fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from report import shapes
from report.language import language, phrase
from report.plots import Look, losses
from report.shapes import Scale


@pytest.mark.parametrize(
    ("values", "from_zero", "expected"),
    [
        ([104_000, 118_000], False, Scale(104_000, 118_000, (105_000, 110_000, 115_000))),
        ([104_000, 118_000], True, Scale(0, 118_000, (0, 50_000, 100_000))),
        ([1, 3, None], False, Scale(0, 3, (0, 1, 2, 3))),
        ([0, 0], False, Scale(0, 1, (0, 1))),
        ([5, 5], False, Scale(0, 5, (0, 2, 4))),
        ([-500, -574], False, Scale(-574, 0, (-400, -200, 0))),
        ([-2, 3], True, Scale(-2, 3, (-2, 0, 2))),
    ],
)
def test_a_scale_has_round_ticks(values: list[int | None], *, from_zero: bool, expected: Scale) -> None:
    assert shapes.scale(values, from_zero=from_zero) == expected


def test_a_line_has_gaps() -> None:
    assert shapes.line([0, 10, None, 5], Scale(0, 10)) == "M0.5 100h0L1.5 0M3.5 50h0"


def test_bars_stand_on_zero() -> None:
    assert shapes.bars([10, None, 0, 5], Scale(0, 10)) == "M0.1 100V0h.8V100zM3.1 100V50h.8V100z"
    assert shapes.bars([10, -10], Scale(-10, 10)) == "M0.1 50V0h.8V50zM1.1 50V100h.8V50z"


@pytest.mark.parametrize(("values", "end"), [([1, 3, 2], 50), ([4, 4], 50), ([0, 7, None], 100)])
def test_a_small_line_fills_its_height(values: list[int | None], end: float) -> None:
    drawn = shapes.spark(values)
    assert drawn
    assert (drawn.days, drawn.end) == (len(values), end)


def test_a_small_line_needs_two_days() -> None:
    assert shapes.spark([None, 1]) is None


def days(number: int) -> list[date]:
    return [date(2025, 12, 20) + timedelta(age) for age in range(number)]


def test_few_days_are_named_by_day_and_many_by_month() -> None:
    in_english = language("en").text
    assert [in_english(name) for _, name in shapes.day_labels(days(14))] == [
        "Dec 20", "Dec 22", "Dec 24", "Dec 26", "Dec 28", "Dec 30", "Jan 1",
    ]  # fmt: skip
    assert [in_english(name) for _, name in shapes.day_labels(days(100))] == ["Jan 2026", "Feb", "Mar"]
    assert len(shapes.day_labels(days(1500))) <= shapes.MOST_LABELS


def test_the_largest_losses_have_words_that_do_not_overlap() -> None:
    rows = [{"records": 100, "lost": -loss or None} for loss in (0, 50, 40, 0, 0, 0, 0, 0, 9, 0, 0, 1)]
    marks = losses(rows, Look("records", phrase("unit-records"), losses="lost"), Scale(0, 100))
    assert [mark.text for mark in marks] == ["−50", "", "−9", "−1"]
