"""What the page says about its figures besides the answers: changes, descriptions of pictures, notes of tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from report.figures import PERIOD_DAYS, Compared
from report.words import labels
from report.words.formats import NOTHING, counted, name_of, noun, percent, signed


def title(organizations: list[str]) -> str:
    """Say whose usage it is. A single organization may have no name."""
    if len(organizations) > 1:
        return f"Usage of {len(organizations)} organizations"
    return f"Usage of {name_of(organizations[0])}" if any(organizations) else labels.ALL_APPS


def days_ago(age: int | str) -> str:
    """Say after the newest day how old it is. page.js passes the name of its variable."""
    return f", {age} days ago"


def difference(figure: Compared, *, in_percent: bool) -> str:
    """Say a change, in percent where that is known."""
    if not figure.change:
        return "unchanged"
    if in_percent and figure.ratio is not None:
        return f"{'+' if figure.change > 0 else '−'}{percent(abs(figure.ratio))}"
    return signed(figure.change)


def stock_change(figure: Compared, *, in_percent: bool) -> str:
    """Say below a key figure how it changed."""
    if figure.change is None:
        return f"no figure from {PERIOD_DAYS} days before"
    return f"{difference(figure, in_percent=in_percent)} in {PERIOD_DAYS} days"


def flow_change(figure: Compared) -> str:
    """Say below a sum of how many days it is, and how it compares with as many days before."""
    days = f"in {noun(figure.days, 'day')}"
    return days if figure.ratio is None else f"{days}, {difference(figure, in_percent=True)}"


def uploaded_since(day: date) -> str:
    """Name the picture of uploads."""
    return f"Attachments uploaded since {day}"


def from_to(first: date, last: date) -> str:
    """Name some days in a row."""
    return f"{first} to {last}"


def records(number: int | None) -> str:
    """Say an exact number of records."""
    return f"{counted(number)} {'record' if number == 1 else 'records'}"


def growth_of_app(number: int | None) -> str:
    """Say by how many records an app grew."""
    return NOTHING if number is None else f"{signed(number)} in {PERIOD_DAYS} days"


def last_visit(day: date | None, *, is_inactive: bool | None) -> str:
    """Say when an app was last visited. One that never was is inactive, where last visits are known."""
    return str(day or (labels.NEVER if is_inactive else NOTHING))


def nothing(figure: int | None, otherwise: str) -> str:
    """Say why there is nothing to show: the figure is not known, or what is said otherwise."""
    return labels.FIGURE_NOT_KNOWN if figure is None else otherwise


def part_of_data(part: str, apps: int, share: float | None) -> str:
    """Say what a part of all data is."""
    return f"{part}: {noun(apps, 'app')}, {percent(share)}"


def described_line(caption: str, axis: str, ends: Iterable[tuple[date, float]]) -> str:
    """Tell those who cannot see a line its first and its last point."""
    return f"{caption}, {axis}: {', '.join(f'{counted(round(figure))} on {day}' for day, figure in ends)}."


def described_bars(caption: str, bars: Iterable[tuple[str, str]]) -> str:
    """Tell those who cannot see the bars each name and number."""
    return f"{caption}: {', '.join(f'{name} {text}' for name, text in bars)}."


def described_parts(caption: str, parts: Iterable[str]) -> str:
    """Tell those who cannot see the parts what they are."""
    return f"{caption}: {'; '.join(parts)}."


def described_changes(caption: str, appeared: int, vanished: int, first: date, last: date) -> str:
    """Tell those who cannot see the changes how many there are."""
    return f"{caption}: {counted(appeared)} appeared and {counted(vanished)} vanished from {first} to {last}."


def orphaned_apps(number: int | None) -> str:
    """Say what the table of orphaned apps has."""
    return f"{noun(number, 'app')} without a creator, or with one who has left."


def inactive_apps(number: int | None) -> str:
    """Say what the table of inactive apps has."""
    return f"{noun(number, 'app')} not visited for a long time, or never."


def changes(number: int) -> str:
    """Say what the table of changes has."""
    return f"{noun(number, 'change')} of apps, their names, creators and public links."


def public_apps(number: int | None) -> str:
    """Say what the table of apps with public links has."""
    return f"{noun(number, 'app')} with public links that are enabled."


def table_caption(heading: str, rows: int) -> str:
    """Say above a table how many rows it has."""
    return f"{heading}, {rows} in all"
