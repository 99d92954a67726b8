"""What a period changed: records in three parts that add up, and the apps that are visited."""

from __future__ import annotations

from dataclasses import dataclass

from report.organization import GROWTH_PARTS, PERIOD_GROWTH, STATUS_BEFORE, UNVISITED, Organization


@dataclass(frozen=True)
class Growth:
    """The growth of all records over a period, and the number of apps of each part."""

    stayed: int
    new: int
    deleted: int  # negative
    held: int  # a period ago, by the apps that stayed and whose records are known of both days
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
    """Return the growth of the last period, or None if the day a period ago is not loaded."""
    parts = [organization.newest[column] for column in GROWTH_PARTS]
    if None in parts:
        return None
    stayed, new, deleted = parts
    current = organization.current
    there_before = [app for app in current if app[STATUS_BEFORE] is not None]
    deleted_apps = sum(app[STATUS_BEFORE] is not None for app in organization.deleted)
    held = sum(app["records"] - app[PERIOD_GROWTH] for app in there_before if app[PERIOD_GROWTH] is not None)
    return Growth(stayed, new, deleted, held, len(there_before), len(current) - len(there_before), deleted_apps)


def entered_and_left(organization: Organization) -> tuple[int, int] | None:
    """Return how many apps became unattended or idle in the last period, and how many no longer are."""
    if organization.stock("inactive_apps").before is None:
        return None
    moves = [(app[STATUS_BEFORE] in UNVISITED, app["status"] in UNVISITED) for app in organization.apps]
    return moves.count((False, True)), moves.count((True, False))
