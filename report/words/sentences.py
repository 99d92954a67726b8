"""What the page says of its figures, pictures and lists besides the answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from report.growth import Growth
from report.organization import PERIOD_DAYS, Compared
from report.words import labels
from report.words.formats import counted, name_of, noun, rounded, signed, signed_percent


def title(organizations: list[str]) -> str:
    """Say whose usage it is. A single organization may have no name."""
    if len(organizations) > 1:
        return f"Usage of {len(organizations)} organizations"
    return f"Usage of {name_of(organizations[0])}" if any(organizations) else labels.ALL_APPS


def days_ago(age: int | str) -> str:
    """Say after the newest day how old it is. page.js passes the name of its variable."""
    return f", {age} days ago"


def of_all(number: int) -> str:
    """Say after a figure what it is a part of."""
    return f"of {rounded(number)}"


def in_days(days: int) -> str:
    """Say after a figure of how many days it is the sum."""
    return f"in {noun(days, 'day')}"


def change_in_period(figure: Compared) -> str:
    """Say below a key figure how it changed."""
    if figure.change is None:
        return f"no figure {PERIOD_DAYS} days ago"
    return f"{signed(figure.change) if figure.change else 'unchanged'} in {PERIOD_DAYS} days"


def change_of_sum(figure: Compared) -> str:
    """Say below a sum of a period how it compares with the period before."""
    if figure.change is None:
        return f"a comparison needs {2 * PERIOD_DAYS} days"
    if figure.ratio is None:
        return f"none in the previous {PERIOD_DAYS} days"
    return f"{signed_percent(figure.ratio)} compared with the previous {PERIOD_DAYS} days"


def change_of_records(grown: Growth | None) -> str:
    """Say below the records how the apps grew that stayed."""
    if grown is None:
        return f"no figure {PERIOD_DAYS} days ago"
    growth = signed(grown.stayed) if grown.ratio is None else signed_percent(grown.ratio)
    return f"{growth} in {PERIOD_DAYS} days in apps that stayed"


def moves(counts: tuple[int, int] | None) -> str:
    """Say below the apps that nobody visits how many are new among them."""
    if counts is None:
        return f"a comparison needs {2 * PERIOD_DAYS} days"
    entered, left = counts
    return f"{counted(entered)} entered and {counted(left)} left in {PERIOD_DAYS} days"


def stayed_apps(number: int) -> str:
    """Name a part of the growth."""
    return f"{noun(number, 'app')} that stayed"


def new_apps(number: int) -> str:
    """Name a part of the growth."""
    return noun(number, "new app")


def deleted_apps(number: int) -> str:
    """Name a part of the growth."""
    return noun(number, "deleted app")


def loss(records: int) -> str:
    """Say at a mark of the line how many records were deleted."""
    return signed(records)


def last_known(creator: str) -> str:
    """Say who created an app when somebody was named."""
    return f"last known: {creator}"


def other_creators(number: int) -> str:
    """Name the creators who are not shown one by one."""
    return noun(number, "other creator")


def part_of_month(month: str, first: int, last: int) -> str:
    """Name a month of which only some days are loaded; no line breaks within the days."""
    return f"{month}, {first}\u2060–\u2060{last}"


def described(caption: str, parts: Iterable[str]) -> str:
    """Tell those who cannot see a picture its names and numbers."""
    return f"{caption}: {', '.join(parts)}."


def unattended_apps(days: int) -> str:
    """Say what the list of unattended apps has."""
    return (
        f"Nobody has visited them for {days} days or more, but in the last {PERIOD_DAYS} days automations ran,"
        " attachments were uploaded or records grew."
    )


def idle_apps(days: int) -> str:
    """Say what the list of idle apps has."""
    return f"Nobody has visited them for {days} days or more, and nothing happened in them for {PERIOD_DAYS} days."


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


def as_of(today: date) -> str:
    """Say when the page was made."""
    return f"page made on {today}"
