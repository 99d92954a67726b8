"""What a period brought: records in three parts that add up, apps no longer visited, uploads by month and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from report.figures import GROWTH_PARTS, PERIOD_DAYS, STATUS_BEFORE, UNVISITED, Organization


@dataclass(frozen=True)
class Growth:
    """The growth of all records over a period, and the number of apps of each part."""

    stayed: int
    new: int
    deleted: int  # negative
    held: int  # by the apps that stayed, a period ago
    stayed_apps: int
    new_apps: int
    deleted_apps: int

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return self.stayed + self.new + self.deleted

    @property
    def ratio(self) -> float | None:
        """How much the apps that stayed grew, as a share of what they held."""
        return self.stayed / self.held if self.held else None


def growth(organization: Organization) -> Growth | None:
    """Return the growth of the last period, or null where the day a period ago is not loaded."""
    parts = [organization.newest[column] for column in GROWTH_PARTS]
    if None in parts:
        return None
    stayed, new, deleted = parts
    current = organization.current
    stayed_apps = sum(app[STATUS_BEFORE] is not None for app in current)
    deleted_apps = sum(app[STATUS_BEFORE] is not None for app in organization.deleted)
    held = organization.newest["records"] - stayed - new
    return Growth(stayed, new, deleted, held, stayed_apps, len(current) - stayed_apps, deleted_apps)


def entered_and_left(organization: Organization) -> tuple[int, int] | None:
    """Return how many apps became unattended or idle in the last period, and how many no longer are.

    The status a period ago looks back one more period: with fewer days, the two statuses do not compare.
    """
    if len(organization.days) < 2 * PERIOD_DAYS or organization.stock("apps").before is None:
        return None
    moves = [(app[STATUS_BEFORE] in UNVISITED, app["status"] in UNVISITED) for app in organization.apps]
    return moves.count((False, True)), moves.count((True, False))


@dataclass(frozen=True)
class Month:
    """The bytes that were uploaded in a month; the first and the last may be loaded in part."""

    first_day: date
    last_day: date
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether both its first and its last day are loaded."""
        return self.first_day.day == 1 and (self.last_day + timedelta(1)).day == 1


def months(organization: Organization) -> list[Month]:
    """Return the uploads of each month with a figure."""
    days: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for day in organization.days:
        if day["attachment_bytes"] is not None:
            days[day["date"].year, day["date"].month].append((day["date"], day["attachment_bytes"]))
    return [Month(month[0][0], month[-1][0], sum(size for _, size in month)) for month in days.values()]


def contract_year_from(organization: Organization) -> tuple[date, bool]:
    """Return the first loaded day of the contract year, and whether the year may have begun before it."""
    year = organization.newest["contract_year"]
    first = next(day["date"] for day in organization.days if day["contract_year"] == year)
    return first, first == organization.days[0]["date"]
