"""The pictures of the page: what each one draws, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from report.growth import Growth
from report.organization import Organization, Row
from report.plots import Look, plot
from report.uploads import Month
from report.words import labels
from report.words import pictures as words
from report.words.formats import counted, in_bytes, month, name_of, signed

TOP = 8
MOST_MONTHS = 12
ID_END = 6
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
        """What those hear who cannot see it: all of a few rows, the ends of many."""
        rows = self.rows if len(self.rows) <= MOST_MONTHS else (self.rows[0], self.rows[-1])
        return words.described(self.caption, [" ".join(row) for row in rows])


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


def ranking(
    apps: list[Row], column: str, number: Callable[[int], str], tag: Callable[[Row], str] = lambda _: ""
) -> Picture:
    """Show the apps with the largest figures in a column."""
    caption, heading, reason = labels.RANKINGS[column]
    top = sorted((app for app in apps if (app[column] or 0) > 0), key=lambda app: -app[column])[:TOP]
    if not top:
        return Picture(caption, "nothing", reason=reason)
    drawn = [
        Bar(
            name_of(app["app_name"]),
            number(app[column]),
            100 * app[column] / top[0][column],
            hint=short_id(app["app_id"]),
            tag=tag(app),
        )
        for app in top
    ]
    rows = [(name_of(app["app_name"]), app["app_id"], counted(app[column])) for app in top]
    return Picture(caption, "bars", drawn, (labels.APP, labels.APP_ID, heading), rows)


def short_id(whole_id: str | None) -> str:
    """Return the end of an id, by which two with one name are told apart."""
    return f"…{whole_id[-ID_END:]}" if whole_id else ""


def parts_of_growth(grown: Growth) -> Picture:
    """Show the three parts of the growth as a waterfall that ends with their sum."""
    sums = [0, grown.stayed, grown.stayed + grown.new, grown.total]
    low, high = min(sums), max(sums)
    spread = (high - low) or 1
    stayed, new, deleted = words.parts_of_growth(grown)
    steps = [
        (stayed, sums[0], sums[1]),
        (new, sums[1], sums[2]),
        (deleted, sums[2], sums[3]),
        (labels.IN_ALL, 0, grown.total),
    ]
    drawn = [
        Bar(
            name,
            signed(end - start),
            100 * abs(end - start) / spread,
            100 * (min(start, end) - low) / spread,
            is_alert=end < start,
        )
        for name, start, end in steps
    ]
    rows = [(bar.name, bar.number) for bar in drawn]
    return Picture(labels.PARTS_OF_GROWTH, "bars", drawn, (labels.PART, labels.RECORDS), rows, zero=-100 * low / spread)


def shares(caption: str, parts: list[tuple[Bar, str]], head: tuple[str, str, str]) -> Picture:
    """Show parts of a whole, each with the number that its share is of."""
    rows = [(bar.name, number, bar.number) for bar, number in parts]
    return Picture(caption, "bars", [bar for bar, _ in parts], head, rows)


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
    """Return the name of a month, with its days where it is loaded in part."""
    name = month(one.first_day, with_year=with_year)
    return name if one.is_whole else words.part_of_month(name, one.first_day.day, one.last_day.day)
