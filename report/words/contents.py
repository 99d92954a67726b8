"""What the contents of a page of several organizations say."""

from __future__ import annotations

from report.organization import PERIOD_DAYS
from report.words.formats import counted, noun

ORDER = (
    "Organizations with old data come first, then those with the most apps that need attention: apps that nobody"
    f" visits, whose creator has left or is not named, or that were deleted with records in {PERIOD_DAYS} days."
)
NO_FIGURES = "no figures"


def apps(number: int) -> str:
    """Say beside the name of an organization how many of its apps need attention."""
    return noun(number, "app")


def first_parts(parts: int, organizations: int) -> str:
    """Say that the page does not have the figures of all organizations, and how to see the others."""
    return (
        f"This page has the figures of the first {counted(parts)} of {counted(organizations)} organizations. For any"
        " other, make a page of that one alone."
    )


def more(organizations: int) -> str:
    """Say how many organizations are folded away."""
    return noun(organizations, "more organization")


def more_on_screen(organizations: int) -> str:
    """Say on paper that the contents are cut."""
    return f"The page on screen names {more(organizations)}."
