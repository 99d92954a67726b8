"""What the reader has to know of the data, said once at the head of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from report.words import labels
from report.words.formats import counted, name_of, noun

NAMED_DAYS = 5

ONE_DAY = "One day is loaded. Growth, changes and lines over time need more days."
NO_DAILY_FIGURES = "The API delivers no daily automation runs and uploads here, so those sections are left out."
NO_RUNS = "The API delivers no daily automation runs here, so that section is left out."
NO_UPLOADS = "The API delivers no daily uploads here, so that section is left out."


def title(organizations: list[str]) -> str:
    """Say whose usage it is. A single organization may have no name."""
    if len(organizations) > 1:
        return f"Usage of {counted(len(organizations))} organizations"
    return f"Usage of {name_of(organizations[0])}" if any(organizations) else labels.ALL_APPS


def days_ago(age: int | str) -> str:
    """Say after the newest day how old it is. page.js passes the name of its variable."""
    return f", {age} days ago"


def as_of(today: date) -> str:
    """Say when the page was made."""
    return f"page made on {today}"


def figures_from(first: date, last: date, days: int) -> str:
    """Say which days the figures are of."""
    return f"{noun(days, 'day')} from {first} to {last}"


def days_without_figures(days: int, first: date) -> str:
    """Say that the first days are left out."""
    had = "had none: Usage Statistics had not been opened yet" if days > 1 else "had none"
    before = f"The {noun(days, 'day')} before that" if days > 1 else "The day before that"
    return f"Figures begin on {first}. {before} {had}."


def no_figures(days: int) -> str:
    """Say that an organization has nothing to show."""
    return (
        f"{noun(days, 'day')} {'is' if days == 1 else 'are'} loaded, and every figure is 0. Open Usage Statistics in"
        " the admin console once: the API has figures from that day on."
    )


def no_members(until: date | None) -> str:
    """Say that the newest day has no members."""
    loaded = f"loaded up to {until} only" if until else "not loaded"
    return f"Members are {loaded}, so the page cannot tell which creators have left."


def missing_days(missing: Sequence[date]) -> str:
    """Say which days are not loaded."""
    named = ", ".join(str(day) for day in missing[-NAMED_DAYS:])
    if len(missing) == 1:
        return f"One day is missing: {named}."
    latest = "" if len(missing) <= NAMED_DAYS else "the latest are "
    return f"{noun(len(missing), 'day')} are missing: {latest}{named}."
