"""Lines over the days: with daily bars behind them, or with marks on them."""

from __future__ import annotations

from dataclasses import dataclass

from report import shapes
from report.language import Phrase, Text, counted, phrase, signed
from report.organization import Row
from report.shapes import Scale

MOST_WORDS = 5  # that a line has room for
WORDS_WIDTH = 11.0  # percent of the width that they take


@dataclass(frozen=True)
class Mark:
    """A point of a line, in percent of the plot, and the words beside it."""

    left: float
    bottom: float
    text: Text = ""


@dataclass(frozen=True)
class Plot:
    """A line over the days, the bars behind it, and what stands around them."""

    days: int
    line: str
    bars: str
    unit: Phrase
    ticks: list[tuple[float, str]]
    labels: list[tuple[float, Phrase]]
    marks: list[Mark]
    end: Mark | None  # what the line is, where bars are behind it

    @property
    def digits(self) -> int:
        """How many characters the margin has to hold."""
        return max(len(text) for _, text in self.ticks)


@dataclass(frozen=True)
class Look:
    """What a plot draws: the column of its line, of the bars behind it and of the losses marked on it, and its unit."""

    column: str
    unit: Phrase
    bars: str = ""
    losses: str = ""


def plot(days: list[Row], look: Look) -> Plot | None:
    """Return the drawing, or None if fewer than two days have a figure."""
    values = [day[look.column] for day in days]
    daily = [day[look.bars] for day in days] if look.bars else []
    if sum(value is not None for value in daily or values) < 2:
        return None
    scale = shapes.scale([*values, *daily], from_zero=bool(look.bars))
    return Plot(
        days=len(days),
        line=shapes.line(values, scale),
        bars=shapes.bars(daily, scale),
        unit=look.unit,
        ticks=[(scale.height(tick), counted(tick)) for tick in scale.ticks],
        labels=shapes.day_labels([day["date"] for day in days]),
        marks=losses(days, look, scale) if look.losses else [],
        end=Mark(100, scale.height(values[-1]), phrase("mean")) if daily and values[-1] is not None else None,
    )


def losses(days: list[Row], look: Look, scale: Scale) -> list[Mark]:
    """Mark the days with a loss; the largest are labeled, if there is room."""
    lost = [(day[look.losses], place) for place, day in enumerate(days) if (day[look.losses] or 0) < 0]
    worded: list[float] = []
    marks = []
    for loss, place in sorted(lost):
        left = round(100 * (place + 0.5) / len(days), 2)
        has_room = len(worded) < MOST_WORDS and all(abs(left - other) > WORDS_WIDTH for other in worded)
        if has_room:
            worded.append(left)
        marks.append(Mark(left, scale.height(days[place][look.column]), signed(loss) if has_room else ""))
    return marks
