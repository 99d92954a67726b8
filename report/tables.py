"""The tables: complete lists to act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from report.figures import Organization, Row
from report.names import Names
from report.words import labels, sentences
from report.words.formats import NOTHING, counted, name_of


class Cell(NamedTuple):
    """A text, and beside it an id where the text is not enough."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class TableColumn:
    """A heading, the cell of a row below it, and the kind of the cells, by which the page aligns and sorts them."""

    heading: str
    cell: Callable[[Row, Names], Cell]
    kind: Literal["text", "number", "day"] = "text"


@dataclass(frozen=True)
class Table:
    """A list with all its rows, the largest or newest in `sorted_by` first. `number` is null if they are not known."""

    heading: str
    number: int | None
    note: str
    columns: tuple[TableColumn, ...]
    rows: list[Row]
    sorted_by: TableColumn


def creator(row: Row, column: str = "creator_name") -> Cell:
    """Return the name of a creator, or that there is none."""
    return Cell(name_of(row[column]) if row[column] or row["creator_member_id"] else NOTHING)


def visited(app: Row) -> Cell:
    """Return the day of the last visit, or that there was none, if that is known."""
    return Cell(sentences.last_visit(app["last_visit_on"], is_inactive=app["is_inactive"]))


def changed(row: Row, column: str) -> Cell:
    """Return one side of a change; an app that appears or vanishes has no more to say than its name."""
    is_unsaid = row["change"] in {"appeared", "vanished"} or row[column] is None
    return Cell(NOTHING if is_unsaid else name_of(row[column]))


APP = TableColumn(labels.APP, lambda row, names: Cell(name_of(row["app_name"]), names.app_id(row)))
CREATOR = TableColumn(labels.CREATOR, lambda app, _: creator(app))
LAST_KNOWN_CREATOR = TableColumn(labels.LAST_KNOWN_CREATOR, lambda app, _: creator(app, "last_known_creator_name"))
RECORDS = TableColumn(labels.RECORDS, lambda app, _: Cell(counted(app["data"])), "number")
LAST_VISIT = TableColumn(labels.LAST_VISIT, lambda app, _: visited(app), "day")
PUBLIC_LINKS = TableColumn(labels.PUBLIC_LINKS, lambda app, _: Cell(counted(app["public_links"])), "number")
DAY = TableColumn(labels.DAY, lambda row, _: Cell(str(row["date"])), "day")
CHANGE = TableColumn(labels.CHANGE, lambda row, _: Cell(row["change"]))
BEFORE = TableColumn(labels.CHANGED_FROM, lambda row, _: changed(row, "value_before"))
AFTER = TableColumn(labels.CHANGED_TO, lambda row, _: changed(row, "value_after"))


def orphaned(organization: Organization) -> Table:
    """List the apps that need a new owner."""
    apps, number = organization.orphaned, organization.stock("orphaned_apps").now
    note, columns = sentences.orphaned_apps(number), (APP, LAST_KNOWN_CREATOR, RECORDS, LAST_VISIT)
    return Table(labels.ORPHANED_APPS, number, note, columns, apps, sorted_by=RECORDS)


def inactive(organization: Organization) -> Table:
    """List the apps that could be archived."""
    apps, number = organization.inactive, organization.stock("inactive_apps").now
    note, columns = sentences.inactive_apps(number), (APP, CREATOR, RECORDS, LAST_VISIT)
    return Table(labels.INACTIVE_APPS, number, note, columns, apps, sorted_by=RECORDS)


def changes(organization: Organization) -> Table:
    """List what happened lately."""
    rows, number = organization.changes, len(organization.changes)
    return Table(
        labels.CHANGES, number, sentences.changes(number), (DAY, APP, CHANGE, BEFORE, AFTER), rows, sorted_by=DAY
    )


def public(organization: Organization) -> Table:
    """List the apps that can be opened without an account."""
    apps = [app for app in organization.current_apps if app["public_links"]]
    apps.sort(key=lambda app: -app["public_links"])  # stable: those with most data stay first
    is_known = any(app["public_links"] is not None for app in organization.current_apps)
    number, columns = len(apps) if is_known else None, (APP, CREATOR, PUBLIC_LINKS, RECORDS)
    return Table(labels.PUBLIC_APPS, number, sentences.public_apps(number), columns, apps, sorted_by=PUBLIC_LINKS)


TABLES = (orphaned, inactive, changes, public)
