"""How much was uploaded, by month and in the contract year."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from report.organization import Organization


@dataclass(frozen=True)
class Month:
    """The bytes that were uploaded in a month, and on how many of its days; each month may have gaps."""

    first_day: date
    last_day: date
    days: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether each of its days has a figure."""
        return self.days == monthrange(self.first_day.year, self.first_day.month)[1]


def months(organization: Organization) -> list[Month]:
    """Return the uploads of each month with a figure."""
    days: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for day in organization.days:
        if day["attachment_bytes"] is not None:
            days[day["date"].year, day["date"].month].append((day["date"], day["attachment_bytes"]))
    return [Month(month[0][0], month[-1][0], len(month), sum(size for _, size in month)) for month in days.values()]


def contract_year_from(organization: Organization) -> tuple[date | None, bool]:
    """Return the first day of the contract year with a figure, and whether the year may have begun before it."""
    days, year = organization.days, organization.newest["contract_year"]
    for before, day in zip([None, *days], days, strict=False):
        if day["contract_year"] == year and day["attachment_bytes"] is not None:
            return day["date"], before is None or before["contract_year"] in {None, year}
    return None, True
