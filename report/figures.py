"""The figures of an organization, from the rows of the models, and how they compare with those before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]

PERIOD_DAYS = 30  # over which the page compares; the models' columns ..._30_days are of the same days


@dataclass(frozen=True)
class Compared:
    """A figure of a number of days, and the one from a period before, or null where that is not known."""

    now: int | None
    before: int | None
    days: int = 1

    @property
    def change(self) -> int | None:
        """The difference, in the figure's own unit."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def mean(self) -> int | None:
        """A sum divided by its days, in whole numbers."""
        return None if self.now is None else round(self.now / self.days)

    @property
    def ratio(self) -> float | None:
        """The difference as a share of what it was."""
        return self.change / self.before if self.change is not None and self.before else None


@dataclass(frozen=True)
class Organization:
    """The rows of one organization; figures of two are never added up."""

    name: str
    days: list[Row]
    apps: list[Row]
    creators: list[Row]
    changes: list[Row]

    @property
    def current_apps(self) -> list[Row]:
        """The apps that are there on the newest day, those with most data first."""
        return [app for app in self.apps if app["is_current"]]

    @property
    def inactive(self) -> list[Row]:
        """The current apps that nobody has visited for long."""
        return [app for app in self.apps if app["is_inactive"]]

    @property
    def orphaned(self) -> list[Row]:
        """The current apps without a creator, and those whose creator has left."""
        return [app for app in self.apps if app["is_orphaned"]]

    @property
    def without_creator(self) -> list[Row]:
        """The orphaned apps that the API names no creator for."""
        return [app for app in self.orphaned if app["creator_member_id"] is None]

    @property
    def left_behind(self) -> list[Row]:
        """The orphaned apps whose creator is named, but no longer a member."""
        return [app for app in self.orphaned if app["creator_member_id"] is not None]

    @property
    def owned(self) -> list[Row]:
        """The other current apps, unless nobody can tell."""
        return [app for app in self.current_apps if app["is_orphaned"] is False]

    @property
    def newest_day(self) -> date:
        """The last day with figures."""
        day: date = self.days[-1]["date"]
        return day

    @property
    def last_days(self) -> list[Row]:
        """The days of the last period, or all where there are fewer."""
        return self.days[-PERIOD_DAYS:]

    def stock(self, column: str) -> Compared:
        """Compare the newest day with the day a period before it."""
        before = self.days[-1 - PERIOD_DAYS][column] if len(self.days) > PERIOD_DAYS else None
        return Compared(self.days[-1][column], before)

    def flow(self, column: str) -> Compared:
        """Compare the sum of the last period with that of the period before, if no day is missing."""
        last = [day[column] for day in self.last_days if day[column] is not None]
        before = [day[column] for day in self.days[-2 * PERIOD_DAYS : -PERIOD_DAYS] if day[column] is not None]
        complete = len(last) == len(before) == PERIOD_DAYS
        return Compared(sum(last) if last else None, sum(before) if complete else None, len(last))


def total(rows: Iterable[Row], column: str) -> Any:  # noqa: ANN401  # a number of the kind that the column has
    """Return the sum of a column; a null adds nothing, and the sum of nothing but nulls is null."""
    figures = [row[column] for row in rows]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known or not figures else None
