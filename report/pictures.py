"""The pictures of the page: what each one draws, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from report.language import Phrase, Text, counted, in_bytes, phrase
from report.organization import Organization
from report.plots import Look, plot
from report.uploads import Month

MOST_MONTHS = 12
Rows = Sequence[tuple[Text, ...]]


@dataclass(frozen=True)
class Picture:
    """A drawing with its caption, and the same as a table; or the reason why there is nothing to draw.

    Those who cannot see a plot hear its description.
    """

    caption: Phrase
    kind: Literal["plot", "bars", "columns", "nothing"]
    drawing: object = None
    head: tuple[Phrase, ...] = ()
    rows: Rows = ()
    reason: Text = ""
    zero: float = 0  # where the bars begin, in percent
    description: Text = ""


@dataclass(frozen=True)
class Bar:
    """A name with its number; `start` and `width` are percent of the place for bars."""

    name: Text
    number: Text
    width: float
    start: float = 0
    hint: str = ""
    tag: Text = ""
    is_alert: bool = False
    note: Sequence[Phrase] = ()


def over_time(organization: Organization, caption: Phrase, look: Look, told: dict[str, Phrase]) -> Picture:
    """Show the days; the table tells the columns in `told`, each with its heading."""
    drawing = plot(organization.days, look)
    if drawing is None:
        return Picture(caption, "nothing", reason=phrase("line-needs-days"))
    rows = [(str(day["date"]), *(whole(day[column]) for column in told)) for day in organization.days]
    ends = phrase("described", caption=caption, parts=[" ".join(row) for row in (rows[0], rows[-1])])
    return Picture(caption, "plot", drawing, (phrase("column-day"), *told.values()), rows, description=ends)


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
    head = (phrase("column-month"), phrase("column-uploads"), phrase("column-bytes"))
    return Picture(phrase("uploads-a-month"), "columns", drawn, head, rows)


def name_of_month(one: Month, *, with_year: bool) -> Phrase:
    """Return the name of a month, with its days where not all of them have a figure."""
    name = phrase("month-and-year" if with_year else "month", day=one.first_day)
    first, last = one.first_day.day, one.last_day.day
    if one.is_whole:
        return name
    if one.days == 1:
        return phrase("month-one-day", month=name, first=first)
    if one.days == last - first + 1:
        return phrase("month-span", month=name, first=first, last=last)
    return phrase("month-days", month=name, days=one.days)
