"""What the page says of its lists."""

from __future__ import annotations

from report.organization import PERIOD_DAYS
from report.words.formats import counted

APPS_TO_CHECK = (
    "Their creator has left, or none is named. An app can have other administrators, whom the API does not name: check"
    " who administers it."
)
PUBLIC_APPS = (
    "Anyone with such a link can open it. Apps that nobody visits, and those whose creator has left or is not named,"
    " come first."
)
DELETED_APPS = (
    "The API no longer lists them: they were deleted, or the API key's app scope hides them. Apps added and deleted"
    " within these days count as 0 before."
)
CREATORS_OF_APPS = "The shares add up to 100%, including apps that name no creator."
CHANGES = "What happened to apps, their names, creators, visits and public links."


def unattended_apps(days: int) -> str:
    """Say what the list of unattended apps has."""
    return (
        f"Nobody has visited them for {days} days or more, but in the last {PERIOD_DAYS} days automations ran,"
        " attachments were uploaded or records grew."
    )


def idle_apps(days: int) -> str:
    """Say what the list of idle apps has."""
    return (
        f"Nobody has visited them for {days} days or more, and in the last {PERIOD_DAYS} days nothing ran, nothing was"
        " uploaded and their records did not grow."
    )


def unattended_or_idle(days: int) -> str:
    """Say what the list of apps has of which nobody can tell whether they work."""
    return (
        f"Nobody has visited them for {days} days or more. Whether they still work is not known: that needs"
        f" {PERIOD_DAYS} days, and automation runs or uploads."
    )


def last_known(creator: str) -> str:
    """Say who created an app when somebody was named."""
    return f"last known: {creator}"


def first_rows(shown: int, rows: int, model: str) -> str:
    """Say that a table is cut, and where all of it is."""
    return f"These are the first {counted(shown)} of {counted(rows)} rows; the model {model} has all of them."


def show_all(rows: int) -> str:
    """Say what the button below a long table does."""
    return f"Show all {counted(rows)} rows"


def printed_rows(shown: int, rows: int) -> str:
    """Say on paper that a table is cut."""
    return f"The first {counted(shown)} of {counted(rows)} rows; the page on screen has more."


def table_caption(heading: str, rows: int) -> str:
    """Say above a table how many rows it has."""
    return f"{heading}, {counted(rows)} in all"
