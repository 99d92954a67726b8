"""The pictures of the page: what each one draws, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from report.organization import Organization
from report.plots import Look, plot
from report.uploads import Month
from report.words import labels
from report.words import pictures as words
from report.words.formats import counted, in_bytes, month

MOST_MONTHS = 12
Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Picture:
    """A drawing with its caption, and the same as a table; or the reason why there is nothing to draw."""

    caption: str
    kind: Literal["plot", "bars", "columns", "nothing"]
    drawing: object = None
    head: tuple[str, ...] = ()
    rows: Rows = ()
    reason: str = ""
    zero: float = 0  # where the bars begin, in percent

    @property
    def description(self) -> str:
        """What those hear who cannot see a plot: its first and last day."""
        return words.described(self.caption, [" ".join(row) for row in (self.rows[0], self.rows[-1])])


@dataclass(frozen=True)
class Bar:
    """A name with its number; `start` and `width` are percent of the place for bars."""

    name: str
    number: str
    width: float
    start: float = 0
    hint: str = ""
    tag: str = ""
    is_alert: bool = False


def over_time(organization: Organization, caption: str, look: Look, told: dict[str, str]) -> Picture:
    """Show the days; the table tells the columns in `told`, each with its heading."""
    drawing = plot(organization.days, look)
    if drawing is None:
        return Picture(caption, "nothing", reason=labels.LINE_NEEDS_DAYS)
    rows = [(str(day["date"]), *(whole(day[column]) for column in told)) for day in organization.days]
    return Picture(caption, "plot", drawing, (labels.DAY, *told.values()), rows)


def whole(number: float | None) -> str:
    """Return a number without decimals."""
    return counted(None if number is None else round(number))


def uploads(uploaded: list[Month]) -> Picture:
    """Show the uploads of the last months as columns."""
    shown = uploaded[-MOST_MONTHS:]
    largest = max(one.size for one in shown) or 1
    begins_year = [not place or one.first_day.month == 1 for place, one in enumerate(shown)]
    drawn = [
        Bar(name_of_month(one, with_year=begins), in_bytes(one.size), 100 * one.size / largest)
        for one, begins in zip(shown, begins_year, strict=True)
    ]
    rows = [(name_of_month(one, with_year=True), in_bytes(one.size), counted(one.size)) for one in uploaded]
    return Picture(labels.UPLOADS_A_MONTH, "columns", drawn, (labels.MONTH, labels.UPLOADS, labels.BYTES), rows)


def name_of_month(one: Month, *, with_year: bool) -> str:
    """Return the name of a month, with its days where not all of them have a figure."""
    name = month(one.first_day, with_year=with_year)
    return name if one.is_whole else words.part_of_month(name, one.first_day.day, one.last_day.day, one.days)
