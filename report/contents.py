"""The contents of a page of several organizations: those that need somebody most come first."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from report.language import Phrase, Text, phrase
from report.names import name_of
from report.organization import Organization, is_unwatched

STALE_AFTER_DAYS = 2
MOST_PARTS = 100  # organizations that a page has room for and still opens quickly
UNFOLDED = 20  # organizations that the contents show at first


class Entry(NamedTuple):
    """An organization: its part of the page if it has one, its number of apps in need, and its last day if old."""

    id: str
    name: Text
    beside: Phrase
    stale_since: date | None


def worst_first(organizations: list[Organization], today: date) -> list[Organization]:
    """Return those with old data first, then those with most apps in need, then by name; those without figures last."""
    return sorted(
        organizations,
        key=lambda one: (not is_stale(one, today), not one.days, -apps_in_need(one), one.name),
    )


def contents(organizations: list[Organization], today: date) -> list[Entry]:
    """Return an entry for each organization; only the first ones have a part."""
    return [
        Entry(
            f"o{number}" if number <= MOST_PARTS else "",
            name_of(one.name),
            phrase("n-apps", apps=apps_in_need(one)) if one.days else phrase("no-figures"),
            one.newest_day if is_stale(one, today) else None,
        )
        for number, one in enumerate(organizations, 1)
    ]


def is_stale(organization: Organization, today: date) -> bool:
    """Tell whether the newest day is old: other figures may mislead."""
    return bool(organization.days) and is_old(organization.newest_day, today)


def is_old(newest_day: date, today: date) -> bool:
    """Tell whether figures up to a day are old: the nightly run has probably stopped."""
    return (today - newest_day).days > STALE_AFTER_DAYS


def apps_in_need(organization: Organization) -> int:
    """Return how many apps the sentences on what needs attention are about, each counted once."""
    if not organization.days:
        return 0
    return sum(map(is_unwatched, organization.current)) + sum(bool(app["records"]) for app in organization.deleted)
