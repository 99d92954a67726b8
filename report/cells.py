"""The columns of the lists: what stands in a cell, and the exact value that it is sorted and exported by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from report.organization import PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS, Row
from report.words import labels
from report.words import tables as words
from report.words.formats import NOTHING, age, counted, in_bytes, name_of, percent, signed


class Cell(NamedTuple):
    """A text; its exact value where the text has not all of it; an id, and whether it leads to an app; a warning."""

    text: str
    value: float | None = None
    id: str = ""
    leads_to_app: bool = False
    warning: str = ""


@dataclass(frozen=True)
class TableColumn:
    """A heading, the cell of a row below it, and the kind of the cells, by which the page aligns and sorts them."""

    heading: str
    cell: Callable[[Row], Cell]
    kind: Literal["text", "number", "day", "term"] = "text"
    id_heading: str = ""


def number(heading: str, column: str, write: Callable[[Any], str] = counted) -> TableColumn:
    """Return a column of numbers; the file stays small without values that page.js can read from their text."""

    def cell(row: Row) -> Cell:
        text, exact = write(row[column]), counted(row[column])
        return Cell(text, None if text in {exact, f"+{exact}"} else row[column])

    return TableColumn(heading, cell, "number")


def day(heading: str, column: str) -> TableColumn:
    """Return a column of days."""
    return TableColumn(heading, lambda row: Cell(NOTHING if row[column] is None else str(row[column])), "day")


def app(row: Row) -> Cell:
    """Name an app; one that is there leads to its page, if its ID can be part of an address."""
    leads_to_app = bool(row.get("is_current") and re.fullmatch(r"[0-9A-Za-z_-]+", row["app_id"]))
    return Cell(name_of(row["app_name"]), id=row["app_id"], leads_to_app=leads_to_app)


def creator(row: Row) -> Cell:
    """Name the creator of an app, and say if they have left; of one without any, the last that was known.

    Names may be loaded without IDs.
    """
    if row["creator_member_id"] is not None or row["creator_name"] is not None:
        has_left = row["creator_is_member"] is False
        return Cell(name_of(row["creator_name"]), warning=labels.CREATOR_HAS_LEFT if has_left else "")
    known = row["last_known_creator_name"]
    warning = labels.NO_CREATOR if row["is_orphaned"] else ""
    otherwise = "" if warning else NOTHING
    return Cell(words.last_known(name_of(known)) if known else otherwise, warning=warning)


def creator_row(row: Row) -> Cell:
    """Name a creator, or say that none is named."""
    if row["creator_member_id"] is None:
        return Cell(labels.NO_CREATOR)
    return Cell(name_of(row["creator_name"]), id=row["creator_member_id"])


def membership(row: Row) -> Cell:
    """Say whether a creator is a member, or since when they are none."""
    if row["creator_member_id"] is None or row["is_member"] is None:
        return Cell(NOTHING)
    if row["is_member"]:
        return Cell(labels.IS_MEMBER)
    return Cell("", warning=f"{labels.CREATOR_HAS_LEFT} {row['left_on'] or ''}".strip())


def visited(row: Row) -> Cell:
    """Return the day of the last visit, or that there was none, if that is known."""
    never = labels.NEVER if row["status"] not in {"unknown", "deleted"} else NOTHING
    return Cell(str(row["last_visit_on"] or never))


def changed(row: Row) -> Cell:
    """Say both values of a change; an app that appears or vanishes has no more to say than its name."""
    values = () if row["change"] in {"appeared", "vanished"} else (row["value_before"], row["value_after"])
    told = [NOTHING if value is None else name_of(value) for value in values]
    return Cell(" → ".join(told) if any(value is not None for value in values) else NOTHING)


APP = TableColumn(labels.APP, app, id_heading=labels.APP_ID)
CREATOR = TableColumn(labels.CREATOR, creator)
CREATOR_ROW = TableColumn(labels.CREATOR, creator_row, id_heading=labels.MEMBER_ID)
MEMBERSHIP = TableColumn(labels.STATUS, membership)
STATUS = TableColumn(labels.STATUS, lambda row: Cell(labels.STATUSES[row["status"]]), "term")
RECORDS = number(labels.RECORDS, "records")
GROWN = number(labels.GROWTH, PERIOD_GROWTH, signed)
RAN = number(labels.RUNS_OF_PERIOD, PERIOD_RUNS)
UPLOADED = number(labels.UPLOADS, PERIOD_UPLOADS, in_bytes)
LINKS = number(labels.LINKS, "public_links")
SHARE = number(labels.SHARE, "records_share", percent)
VISITED = TableColumn(labels.LAST_VISIT, visited, "day")
CHANGE = TableColumn(labels.CHANGE, lambda row: Cell(labels.KINDS_OF_CHANGES[row["change"]]))
CHANGED = TableColumn(labels.BEFORE_AND_AFTER, changed)
HELD = number(labels.HELD, "records")
HELD_BEFORE = number(labels.HELD_BEFORE, "records_before")
AGE = number(labels.AGE, "age_days", age)
DAY = day(labels.DAY, "date")
SINCE = day(labels.SINCE, "inactive_since")
