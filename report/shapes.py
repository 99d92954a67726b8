"""The geometry of pictures: places in percent of a picture's width and height, and paths in its SVG.

The SVGs are stretched to their places, so one drawing fits every width and paper; words stand beside them as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from report.language import Phrase, phrase

Value = int | float | None

FEW_DAYS = 62  # up to which the days of an axis are named, not the months
MOST_LABELS = 7
LAST_LABEL = 93.0  # percent of the width; further to the right, a label would be cut
TICKS = 4  # at most


@dataclass(frozen=True)
class Scale:
    """The range of numbers that a picture shows, and the round ones within it."""

    low: float
    high: float
    ticks: tuple[int, ...] = ()

    def height(self, value: float) -> float:
        """Return how high a value stands, in percent."""
        return round(100 * (value - self.low) / (self.high - self.low), 2)


def scale(values: Sequence[Value], *, from_zero: bool) -> Scale:
    """Return a scale of the values; a line's may begin above zero if all its values are far from it."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    if from_zero or low < high / 2 or low == high:
        low, high = min(low, 0), max(high, 0)
    high = max(high, low + 1)
    raw = max((high - low) / TICKS, 1)
    size = 10 ** floor(log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    return Scale(low, high, tuple(step * place for place in range(ceil(low / step), floor(high / step) + 1)))


def line(values: Sequence[Value], shown: Scale) -> str:
    """Return the path of a line, one unit a day, with a gap where a value is missing."""
    path, drawn = [], False
    for place, value in enumerate(values):
        if value is not None:
            path.append(f"{'L' if drawn else 'M'}{place + 0.5:g} {100 - shown.height(value):g}")
            if not drawn:
                path.append("h0")  # a dot where a day has no neighbors
        drawn = value is not None
    return "".join(path)


def bars(values: Sequence[Value], shown: Scale) -> str:
    """Return the path of a bar for each day, from zero on."""
    zero = 100 - shown.height(0)
    drawn = ((place, 100 - shown.height(value)) for place, value in enumerate(values) if value)
    return "".join(f"M{place + 0.1:g} {zero:g}V{top:g}h.8V{zero:g}z" for place, top in drawn)


@dataclass(frozen=True)
class Spark:
    """A small line: as many units wide as it has days."""

    days: int
    line: str
    end: float


def spark(values: Sequence[Value]) -> Spark | None:
    """Return a small line that fills its height, or None if fewer than two days have a figure."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    shown = Scale(low, high) if low < high else Scale(low - 1, high + 1)  # a flat line runs through the middle
    return Spark(len(values), line(values, shown), shown.height(known[-1]))


def day_labels(days: Sequence[date]) -> list[tuple[float, Phrase]]:
    """Return where the days or months of an axis begin, in percent, and their names."""
    if len(days) <= FEW_DAYS:
        step = max(ceil(len(days) / MOST_LABELS), 1)
        named = [(place, phrase("month-and-day", day=days[place])) for place in range(0, len(days), step)]
    else:
        starts = [place for place, day in enumerate(days) if day.day == 1]
        starts = starts[:: ceil(len(starts) / MOST_LABELS)]
        named = [
            (
                place,
                phrase("month-and-year" if place == starts[0] or days[place].month == 1 else "month", day=days[place]),
            )
            for place in starts
        ]
    placed = [(round(100 * place / len(days), 2), name) for place, name in named]
    return [(left, name) for left, name in placed if left <= LAST_LABEL]
