"""The tables: complete lists to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from report.figures import Organization, Row
from report.formats import NOTHING, counted, name_of, noun
from report.names import Names


class Cell(NamedTuple):
    """A text, and beside it an id where the text is not enough."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """A list with all its rows, and the column that they are sorted by."""

    heading: str
    note: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    sorted_by: tuple[str, str] = ("Records", "descending")


def app_cell(row: Row, names: Names) -> Cell:
    """Return the name of an app."""
    return Cell(name_of(row["app_name"]), names.app_id(row))


def creator_cell(row: Row, column: str = "creator_name") -> Cell:
    """Return the name of a creator, or that there is none."""
    return Cell(name_of(row[column]) if row[column] or row["creator_member_id"] else NOTHING)


def day_cell(day: object) -> Cell:
    """Return a day, or that there was none."""
    return Cell(str(day or "never"))


def orphaned(organization: Organization, names: Names) -> Table:
    """List the apps that need a new owner."""
    apps = organization.orphaned
    return Table(
        "Orphaned apps",
        f"{noun(len(apps), 'app')} without a creator, or with one who has left.",
        ("App", "Last known creator", "Records", "Last visit"),
        [
            (app_cell(app, names), creator_cell(app, "last_known_creator_name"), Cell(counted(app["data"])),
             day_cell(app["last_visit_on"]))
            for app in apps
        ],
    )  # fmt: skip


def inactive(organization: Organization, names: Names) -> Table:
    """List the apps that could be archived."""
    apps = organization.inactive
    return Table(
        "Inactive apps",
        f"{noun(len(apps), 'app')} not visited for a long time, or never.",
        ("App", "Creator", "Records", "Last visit"),
        [
            (app_cell(app, names), creator_cell(app), Cell(counted(app["data"])), day_cell(app["last_visit_on"]))
            for app in apps
        ],
    )


def changes(organization: Organization, names: Names) -> Table:
    """List what happened in the last 30 days."""
    rows = organization.changes
    return Table(
        "Changes of the last 30 days",
        f"{noun(len(rows), 'change')} of apps, their names, creators and public links.",
        ("Day", "App", "Change", "Before", "After"),
        [
            (Cell(str(row["date"])), app_cell(row, names), Cell(row["change"]),
             Cell(change_value(row, "value_before")), Cell(change_value(row, "value_after")))
            for row in rows
        ],
        sorted_by=("Day", "descending"),
    )  # fmt: skip


def change_value(row: Row, column: str) -> str:
    """Return one side of a change; an app that appears or vanishes has no more to say than its name."""
    return NOTHING if row["change"] in {"appeared", "vanished"} or row[column] is None else name_of(row[column])


def public(organization: Organization, names: Names) -> Table:
    """List the apps that can be opened without an account."""
    apps = [app for app in organization.current_apps if app["public_links"]]
    apps.sort(key=lambda app: -app["public_links"])  # stable: those with most data stay first
    return Table(
        "Apps with public links",
        f"{noun(len(apps), 'app')} with public links that are enabled.",
        ("App", "Creator", "Public links", "Records"),
        [
            (app_cell(app, names), creator_cell(app), Cell(counted(app["public_links"])), Cell(counted(app["data"])))
            for app in apps
        ],
        sorted_by=("Public links", "descending"),
    )


TABLES = (orphaned, inactive, changes, public)
