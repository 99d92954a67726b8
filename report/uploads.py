"""How much was uploaded, by month and in the contract year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from report.organization import Organization


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
