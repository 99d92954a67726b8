"""The lists of the page: apps, creators and changes to act on."""

from __future__ import annotations

from dataclasses import dataclass, field

from report import cells
from report.cells import APP, CREATOR, LINKS, RAN, RECORDS, STATUS, TableColumn
from report.language import Phrase, phrase
from report.organization import Organization, Row

MOST_ROWS = 1000  # that a page stays light with
MOST_ACTIONS = 100  # that anyone goes through in a week

PUBLIC = (APP, LINKS, STATUS, CREATOR, cells.VISITED, RECORDS)
CHECK = (APP, CREATOR, cells.day(phrase("column-since"), "orphaned_since"), STATUS, RECORDS, RAN, LINKS)
DELETED = (
    APP, CREATOR, cells.day(phrase("column-last-seen"), "last_seen_on"), cells.HELD_BEFORE, cells.HELD, RAN,
)  # fmt: skip
UNVISITED = (APP, CREATOR, cells.SINCE, cells.AGE, RECORDS, cells.GROWN, RAN, cells.UPLOADED, LINKS)
CREATORS = (
    cells.CREATOR_ROW, cells.MEMBERSHIP, cells.number(phrase("column-apps"), "apps"),
    cells.number(phrase("column-unattended"), "unattended_apps"), cells.number(phrase("column-idle"), "idle_apps"),
    RECORDS, cells.SHARE,
)  # fmt: skip
ACTIONS = (
    APP, cells.REASON, cells.day(phrase("column-since"), "since"), cells.PERSON, RECORDS, LINKS, cells.WHAT_TO_DO,
)  # fmt: skip
CHANGES = (cells.DAY, APP, cells.CHANGE, cells.CHANGED)


@dataclass(frozen=True)
class Table:
    """A list, the largest or newest in `sorted_by` first; `model` is where all rows are if they are too many.

    What it is called, and what the page says of it, are the phrases with its key.
    """

    key: str
    columns: tuple[TableColumn, ...]
    rows: list[Row]
    sorted_by: TableColumn | None = None
    model: str = "usagestats__apps"
    most: int = MOST_ROWS
    more: list[Phrase] = field(default_factory=list)

    @property
    def heading(self) -> Phrase:
        """What it is called."""
        return phrase(f"list-{self.key}")

    @property
    def shown(self) -> list[Row]:
        """The rows that the page has."""
        return self.rows[: self.most]


def tables(organization: Organization) -> list[Table]:
    """Return the lists that have a row, or something to say."""
    exempt = organization.exempt_apps
    unattended, idle, either = (organization.with_status(status) for status in ("unattended", "idle", "inactive"))
    found = [
        Table(
            "actions", ACTIONS, organization.actions, model="usagestats__actions", most=MOST_ACTIONS,
            more=[phrase("apps-exempt", apps=exempt)] if exempt else [],
        ),
        Table("public", PUBLIC, organization.public),
        Table("check", CHECK, organization.orphaned, RECORDS),
        Table("deleted", DELETED, organization.deleted, cells.HELD),
        Table("unattended", UNVISITED, unattended, RECORDS),
        Table("idle", UNVISITED, idle, RECORDS),
        Table("either", UNVISITED, either, RECORDS),
        Table("creators-list", CREATORS, organization.creators, RECORDS, "usagestats__creators"),
        Table("changes", CHANGES, organization.changes, cells.DAY, "usagestats__app_changes"),
    ]  # fmt: skip
    return [table for table in found if table.rows or table.more]
