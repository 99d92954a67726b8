"""The columns of the lists: what stands in a cell, and the exact value that it is sorted and exported by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from report.language import NOTHING, Phrase, Text, age, counted, in_bytes, named, percent, phrase, signed
from report.names import name_of
from report.organization import PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS, Row


class Cell(NamedTuple):
    """A text; its exact value where the text has not all of it; an id, and whether it leads to an app; a warning."""

    text: Text
    value: float | None = None
    id: str = ""
    leads_to_app: bool = False
    warning: Text = ""


@dataclass(frozen=True)
class TableColumn:
    """A heading, the cell of a row below it, and the kind of the cells, by which the page aligns and sorts them."""

    heading: Phrase
    cell: Callable[[Row], Cell]
    kind: Literal["text", "number", "day", "term"] = "text"
    id_heading: Text = ""


def number(heading: Phrase, column: str, write: Callable[[Any], Text] = counted) -> TableColumn:
    """Return a column of numbers; the file stays small without values that page.js can read from their text."""

    def cell(row: Row) -> Cell:
        text, exact = write(row[column]), counted(row[column])
        return Cell(text, None if text in {exact, f"+{exact}"} else row[column])

    return TableColumn(heading, cell, "number")


def day(heading: Phrase, column: str) -> TableColumn:
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
        return Cell(name_of(row["creator_name"]), warning=phrase("has-left") if has_left else "")
    known = row["last_known_creator_name"]
    warning = phrase("no-creator") if row["is_orphaned"] else ""
    otherwise = "" if warning else NOTHING
    return Cell(phrase("last-known", creator=name_of(known)) if known else otherwise, warning=warning)


def creator_row(row: Row) -> Cell:
    """Name a creator, or say that none is named."""
    if row["creator_member_id"] is None:
        return Cell(phrase("no-creator"))
    return Cell(name_of(row["creator_name"]), id=row["creator_member_id"])


def membership(row: Row) -> Cell:
    """Say whether a creator is a member, or since when they are none."""
    if row["creator_member_id"] is None or row["is_member"] is None:
        return Cell(NOTHING)
    if row["is_member"]:
        return Cell(phrase("member"))
    left_on = row["left_on"]
    return Cell("", warning=phrase("has-left-on", day=str(left_on)) if left_on else phrase("has-left"))


def visited(row: Row) -> Cell:
    """Return the day of the last visit, or that there was none, if that is known."""
    if row["last_visit_on"] is not None:
        return Cell(str(row["last_visit_on"]))
    return Cell(NOTHING if row["status"] in {"unknown", "deleted"} else phrase("never"))


def reason(row: Row) -> Cell:
    """Say why an app needs somebody, the most urgent reason first."""
    reasons = [row["reason"], *(row["other_reasons"].split(", ") if row["other_reasons"] else [])]
    return Cell(phrase("listed", names=[named("reason", one) for one in reasons]))


def changed(row: Row) -> Cell:
    """Say both values of a change; an app that appears or vanishes has no more to say than its name."""
    values = () if row["change"] in {"appeared", "vanished"} else (row["value_before"], row["value_after"])
    if all(value is None for value in values):
        return Cell(NOTHING)
    before, after = (value if value is None else name_of(value) for value in values)
    return Cell(phrase("before-and-after", before=before, after=after))


REASON = TableColumn(phrase("column-reason"), reason)
PERSON = TableColumn(
    phrase("column-person"),
    lambda row: Cell(name_of(row["last_known_person"]) if row["last_known_person"] else NOTHING),
)
WHAT_TO_DO = TableColumn(phrase("column-what-to-do"), lambda row: Cell(named("action", row["reason"])))
APP = TableColumn(phrase("column-app"), app, id_heading=phrase("column-app-id"))
CREATOR = TableColumn(phrase("column-creator"), creator)
CREATOR_ROW = TableColumn(phrase("column-creator"), creator_row, id_heading=phrase("column-member-id"))
MEMBERSHIP = TableColumn(phrase("column-status"), membership)
STATUS = TableColumn(phrase("column-status"), lambda row: Cell(named("status", row["status"])), "term")
RECORDS = number(phrase("column-records"), "records")
GROWN = number(phrase("column-growth"), PERIOD_GROWTH, signed)
RAN = number(phrase("column-runs-of-period"), PERIOD_RUNS)
UPLOADED = number(phrase("column-uploads"), PERIOD_UPLOADS, in_bytes)
LINKS = number(phrase("column-links"), "public_links")
SHARE = number(phrase("column-share"), "records_share", percent)
VISITED = TableColumn(phrase("column-last-visit"), visited, "day")
CHANGE = TableColumn(phrase("column-change"), lambda row: Cell(named("happened", row["change"])))
CHANGED = TableColumn(phrase("column-before-and-after"), changed)
HELD = number(phrase("column-held"), "records")
HELD_BEFORE = number(phrase("column-held-before"), "records_before")
AGE = number(phrase("column-age"), "age_days", age)
DAY = day(phrase("column-day"), "date")
SINCE = day(phrase("column-since"), "inactive_since")
