"""Numbers, days and durations as messages show them."""

from collections.abc import Sequence
from datetime import date


def days_text(first: date, last: date) -> str:
    """Return a range of days for use in a sentence: 2026-02-27, or 2026-02-26 to 2026-02-28."""
    return f"{first}" if first == last else f"{first} to {last}"


def ranges_text(days: Sequence[date], max_ranges: int = 5) -> str:
    """Return ascending `days` as ranges: 2026-02-01, 2026-02-03 to 2026-02-05."""
    ranges: list[list[date]] = []
    for day in days:
        if ranges and (day - ranges[-1][1]).days == 1:
            ranges[-1][1] = day
        else:
            ranges.append([day, day])
    more = f" and {len(ranges) - max_ranges} more ranges" if len(ranges) > max_ranges else ""
    return ", ".join(days_text(*span) for span in ranges[:max_ranges]) + more


def count(number: int, noun: str, plural: str = "") -> str:
    """Return `number` with its noun: 1 day, 2 days."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """Return `seconds` in readable form: 45 s, 3 min, 2 h 5 min."""
    minutes = round(seconds / 60)
    if minutes < 2:  # below a minute and a half, seconds are more useful
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
