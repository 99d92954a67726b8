"""The lists of the page: apps, creators and changes to act on."""

from __future__ import annotations

from dataclasses import dataclass

from report import cells
from report.cells import APP, CREATOR, LINKS, RAN, RECORDS, STATUS, TableColumn
from report.organization import Organization, Row
from report.words import labels
from report.words import tables as words

MOST_ROWS = 1000  # that a page stays light with

PUBLIC = (APP, LINKS, STATUS, CREATOR, cells.VISITED, RECORDS)
CHECK = (APP, CREATOR, cells.day(labels.SINCE, "orphaned_since"), STATUS, RECORDS, RAN, LINKS)
DELETED = (
    APP, CREATOR, cells.day(labels.LAST_SEEN, "last_seen_on"), cells.HELD_BEFORE, cells.HELD, RAN,
)  # fmt: skip
UNVISITED = (APP, CREATOR, cells.SINCE, cells.AGE, RECORDS, cells.GROWN, RAN, cells.UPLOADED, LINKS)
CREATORS = (
    cells.CREATOR_ROW, cells.MEMBERSHIP, cells.number(labels.APPS, "apps"),
    cells.number(labels.UNATTENDED, "unattended_apps"), cells.number(labels.IDLE, "idle_apps"), RECORDS, cells.SHARE,
)  # fmt: skip
CHANGES = (cells.DAY, APP, cells.CHANGE, cells.CHANGED)


@dataclass(frozen=True)
class Table:
    """A list, the largest or newest in `sorted_by` first; `model` is where all rows are if they are too many."""

    key: str
    heading: str
    note: str
    columns: tuple[TableColumn, ...]
    rows: list[Row]
    sorted_by: TableColumn | None = None
    model: str = "usagestats__apps"

    @property
    def shown(self) -> list[Row]:
        """The rows that the page has."""
        return self.rows[:MOST_ROWS]


def tables(organization: Organization) -> list[Table]:
    """Return the lists that have a row."""
    days = organization.about["inactive_after_days"]
    unattended, idle, either = (organization.with_status(status) for status in ("unattended", "idle", "inactive"))
    found = [
        Table("public", labels.PUBLIC_APPS, words.PUBLIC_APPS, PUBLIC, organization.public),
        Table("check", labels.APPS_TO_CHECK, words.APPS_TO_CHECK, CHECK, organization.orphaned, RECORDS),
        Table("deleted", labels.DELETED_APPS, words.DELETED_APPS, DELETED, organization.deleted, cells.HELD),
        Table("unattended", labels.UNATTENDED_APPS, words.unattended_apps(days), UNVISITED, unattended, RECORDS),
        Table("idle", labels.IDLE_APPS, words.idle_apps(days), UNVISITED, idle, RECORDS),
        Table("either", labels.UNATTENDED_OR_IDLE, words.unattended_or_idle(days), UNVISITED, either, RECORDS),
        Table(
            "creators-list", labels.CREATORS_OF_APPS, words.CREATORS_OF_APPS, CREATORS, organization.creators, RECORDS,
            "usagestats__creators",
        ),
        Table(
            "changes", labels.CHANGES, words.CHANGES, CHANGES, organization.changes, cells.DAY,
            "usagestats__app_changes",
        ),
    ]  # fmt: skip
    return [table for table in found if table.rows]
