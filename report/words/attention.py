"""What needs attention: a sentence for each thing that somebody should look at."""

from __future__ import annotations

from report.organization import PERIOD_DAYS
from report.words.formats import noun, percent, rounded


def old_data(days: str) -> str:
    """Say that the newest day is old; page.js passes the name of its variable."""
    return f"The newest figures are {days} days old; the nightly run has probably stopped."


def missing_days(missing: int) -> str:
    """Say that days of the last period are not loaded."""
    are = "is" if missing == 1 else "are"
    return (
        f"{noun(missing, 'day')} of the last {PERIOD_DAYS} {are} missing;"
        f" load {them(missing)} while the API still serves {them(missing)}."
    )


def unwatched_links(links: int, apps: int) -> str:
    """Say that links are open that nobody may know of."""
    lead, close = ("leads", "it if nobody needs it") if links == 1 else ("lead", "those that nobody needs")
    return (
        f"{noun(links, 'public link')} {lead} to {noun(apps, 'app')} that nobody visits, or whose creator has left"
        f" or is not named; close {close}."
    )


def left_creators(creators: int, apps: int) -> str:
    """Say that creators have left."""
    if creators == 1:
        return f"The creator of {noun(apps, 'app')} has left; check who administers {them(apps)}."
    people = noun(creators, "person", "people")
    return f"The creators of {noun(apps, 'app')} ({people}) have left; check who administers them."


def deleted(apps: int, records: int) -> str:
    """Say that apps with records were deleted."""
    was, it = ("was", "it") if apps == 1 else ("were", "they")
    with_records = noun(apps, "app with records", "apps with records")
    return f"{with_records} {was} deleted in {PERIOD_DAYS} days; {it} held {rounded(records)} when last seen."


def unattended(apps: int, days: int, runs: int | None) -> str:
    """Say that apps work which nobody visits."""
    are = "is" if apps == 1 else "are"
    work = f"automations ran {noun(runs, 'time')}" if runs else "attachments were uploaded or records grew"
    return (
        f"{noun(apps, 'app')} {are} unattended: not visited for {days} days or more, but {work} in {PERIOD_DAYS} days."
    )


def unattended_or_idle(apps: int, days: int) -> str:
    """Say that nobody visits apps, and that nobody can tell whether they work."""
    have, they, work = ("has", "it", "works") if apps == 1 else ("have", "they", "work")
    unvisited = f"{noun(apps, 'app')} {have} not been visited for {days} days or more"
    return f"{unvisited}; whether {they} still {work} is not known."


def idle(apps: int, records: int | None, share: float | None) -> str:
    """Say that apps could be archived."""
    are, hold, its = ("is", "holds", "its") if apps == 1 else ("are", "hold", "their")
    if records is None:
        return f"{noun(apps, 'app')} {are} idle; {its} number of records is not known."
    of_all = "" if share is None else f", {percent(share)} of all"
    return f"{noun(apps, 'app')} {are} idle and {hold} {noun(records, 'record')}{of_all}."


def no_creator(apps: int) -> str:
    """Say that apps name no creator."""
    name = "names" if apps == 1 else "name"
    return f"{noun(apps, 'app')} {name} no creator; check who administers {them(apps)}."


def them(number: int) -> str:
    """Return the pronoun of one or many."""
    return "it" if number == 1 else "them"
