"""The axes of the pictures: numbers with what they count, and days."""

from __future__ import annotations

import altair as alt

from report.words.formats import BYTE_UNITS, WORDS
from report.words.labels import AXES

MONTH = "utcFormat(datum.value, '%b')"
MONTHS = f"datum.index == 0 || utcmonth(datum.value) == 0 ? [{MONTH}, utcFormat(datum.value, '%Y')] : {MONTH}"


def number_axis(axis: str, largest: float) -> alt.Axis:
    """Return an axis of numbers up to `largest`. Its title says what they count, one of AXES, and in which unit."""
    size, title = 1, AXES[axis]
    if axis == "share":
        return alt.Axis(title=title, format=".0%", tickCount=4)
    if axis == "bytes":
        size, title = next(((size, unit) for size, unit in BYTE_UNITS if largest >= size), (size, title))
    elif largest >= 10**4:
        size, title = next((size, f"{word} {title}") for size, word in WORDS if largest >= size)
    return alt.Axis(title=title, labelExpr=f"format(datum.value / {size}, ',~r')", tickMinStep=1, tickCount=4)


def day(field: str, days: int) -> alt.X:
    """Return days from left to right, in UTC as dates without a time are; with their months where they are many."""
    axis = alt.Axis(title=None, format="%b %-d", tickCount=6, labelOverlap=True)
    if days > 62:
        step = alt.TimeIntervalStep(interval="month", step=1)
        axis = alt.Axis(title=None, labelExpr=MONTHS, tickCount=step, labelOverlap=True)
    return alt.X(f"{field}:T", scale=alt.Scale(type="utc"), axis=axis)
