"""The figures of an organization, from the rows of the models, and how they compare with those before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = dict[str, Any]

PERIOD_DAYS = 28  # over which the page compares; the models' columns of a period are of the same days
PERIOD_GROWTH = f"records_growth_{PERIOD_DAYS}_days"
GROWTH_PARTS = tuple(f"records_growth_{part}_apps_{PERIOD_DAYS}_days" for part in ("stayed", "new", "deleted"))
PERIOD_RUNS = f"automation_runs_{PERIOD_DAYS}_days"
PERIOD_UPLOADS = f"attachment_bytes_{PERIOD_DAYS}_days"
STATUS_BEFORE = f"status_{PERIOD_DAYS}_days_ago"
UNVISITED = ("unattended", "idle", "inactive")  # the statuses of apps that nobody visits


@dataclass(frozen=True)
class Compared:
    """A figure of a number of days, and the one from a period before; either is None if it is not known."""

    now: int | None
    before: int | None
    days: int = 1

    @property
    def change(self) -> int | None:
        """The difference, in the figure's own unit."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def ratio(self) -> float | None:
        """The difference as a share of what it was."""
        return self.change / self.before if self.change is not None and self.before else None


@dataclass(frozen=True)
class Organization:
    """The rows of one organization; figures of two are never added up. Without any figures, `days` is empty."""

    name: str
    about: Row
    days: list[Row]
    apps: list[Row]
    creators: list[Row]
    changes: list[Row]
    limits: list[Row]
    actions: list[Row]
    exempt_apps: int

    @property
    def newest(self) -> Row:
        """The figures of the last day."""
        return self.days[-1]

    @property
    def newest_day(self) -> date:
        """The last day with figures."""
        day: date = self.newest["date"]
        return day

    @property
    def missing_days(self) -> list[date]:
        """The days between the first and the last that are not loaded."""
        return [day["date"] for day in self.days if day["apps"] is None]

    @cached_property
    def current(self) -> list[Row]:
        """The apps that are there on the newest day, those with most records first."""
        return [app for app in self.apps if app["is_current"]]

    @cached_property
    def deleted(self) -> list[Row]:
        """The apps that were deleted within the last period, those that held most first."""
        first = self.newest_day - timedelta(PERIOD_DAYS)
        return [app for app in self.apps if not app["is_current"] and app["last_seen_on"] >= first]

    @cached_property
    def orphaned(self) -> list[Row]:
        """The current apps that name no creator, and those whose creator has left."""
        return [app for app in self.current if app["is_orphaned"]]

    @cached_property
    def public(self) -> list[Row]:
        """The current apps with public links; first those that nobody visits or whose creator is not there."""
        apps = [app for app in self.current if app["public_links"]]
        return sorted(apps, key=lambda app: (not is_unwatched(app), -app["public_links"]))

    @property
    def named_creators(self) -> list[Row]:
        """The creators, those with most records first."""
        return [row for row in self.creators if row["creator_member_id"] is not None]

    @property
    def members_are_known(self) -> bool:
        """Whether members are loaded: without them, nobody can tell which creators have left."""
        return any(row["is_member"] is not None for row in self.named_creators)

    @property
    def lacks_members(self) -> bool:
        """Whether the newest day has creators, but no members."""
        return bool(self.named_creators) and not self.members_are_known

    @property
    def members_until(self) -> date | None:
        """The last day on which members are known."""
        return max((day["date"] for day in self.days if day["creators_left"] is not None), default=None)

    def with_status(self, *statuses: str) -> list[Row]:
        """Return the current apps with one of the statuses."""
        return [app for app in self.current if app["status"] in statuses]

    @property
    def unvisited(self) -> list[Row]:
        """The current apps that nobody visits."""
        return self.with_status(*UNVISITED)

    def has_any(self, column: str) -> bool:
        """Tell whether any day has a figure in a column."""
        return any(day[column] is not None for day in self.days)

    def stock(self, column: str) -> Compared:
        """Compare the newest day with the day a period before it."""
        before = self.days[-1 - PERIOD_DAYS][column] if len(self.days) > PERIOD_DAYS else None
        return Compared(self.newest[column], before)

    def flow(self, column: str) -> Compared:
        """Compare the sum of the last period with that of the period before, if no day is missing."""
        last = [day[column] for day in self.days[-PERIOD_DAYS:] if day[column] is not None]
        before = [day[column] for day in self.days[-2 * PERIOD_DAYS : -PERIOD_DAYS] if day[column] is not None]
        complete = len(last) == len(before) == PERIOD_DAYS
        return Compared(sum(last) if last else None, sum(before) if complete else None, len(last))


def is_unwatched(app: Row) -> bool:
    """Tell whether nobody visits an app, or its creator is not there."""
    return app["status"] in UNVISITED or bool(app["is_orphaned"])


def total(rows: Iterable[Row], column: str) -> Any:  # noqa: ANN401  # a number of the kind that the column has
    """Return the sum of the known values of a column, or None if there are none."""
    known = [row[column] for row in rows if row[column] is not None]
    return sum(known) if known else None
