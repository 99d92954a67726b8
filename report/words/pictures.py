"""What stands in pictures, and what is said to those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable

from report.growth import Growth
from report.words.formats import noun


def parts_of_growth(grown: Growth) -> tuple[str, str, str]:
    """Name the three parts of the growth."""
    stayed = f"{noun(grown.stayed_apps, 'app')} that stayed"
    return stayed, noun(grown.new_apps, "new app"), noun(grown.deleted_apps, "deleted app")


def part_of_month(month: str, first: int, last: int, days: int) -> str:
    """Name a month of which only some days have a figure; no line breaks within the days."""
    if days == 1:
        return f"{month}, {first}"
    is_span = days == last - first + 1
    return f"{month}, {first}\u2060–\u2060{last}" if is_span else f"{month}, {noun(days, 'day')}"


def described(caption: str, parts: Iterable[str]) -> str:
    """Tell those who cannot see a picture its names and numbers."""
    return f"{caption}: {', '.join(parts)}."
