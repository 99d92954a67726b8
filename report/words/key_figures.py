"""What stands beside and below the key figures."""

from __future__ import annotations

from report.growth import Growth
from report.organization import PERIOD_DAYS, Compared
from report.words.formats import counted, noun, rounded, signed, signed_percent


def of_all(number: int) -> str:
    """Say after a figure what it is a part of."""
    return f"of {rounded(number)}"


def in_days(days: int) -> str:
    """Say after a figure of how many days it is the sum."""
    return f"in {noun(days, 'day')}"


def change_in_period(figure: Compared) -> str:
    """Say below a key figure how it changed."""
    if figure.before is None:
        return f"no figure {PERIOD_DAYS} days ago"
    return f"{signed(figure.change) if figure.change else 'unchanged'} in {PERIOD_DAYS} days"


def change_of_sum(figure: Compared) -> str:
    """Say below a sum of a period how it compares with the period before."""
    if figure.before is None:
        return f"a comparison needs figures of {2 * PERIOD_DAYS} days"
    if not figure.before:
        return f"none in the previous {PERIOD_DAYS} days"
    return f"{signed_percent(figure.ratio or 0)} compared with the previous {PERIOD_DAYS} days"


def change_of_records(grown: Growth | None) -> str:
    """Say below the records how the apps grew that stayed."""
    if grown is None:
        return f"no figure {PERIOD_DAYS} days ago"
    growth = signed(grown.stayed) if grown.ratio is None else signed_percent(grown.ratio)
    return f"{growth} in {PERIOD_DAYS} days in apps that stayed"


def moves(counts: tuple[int, int] | None) -> str:
    """Say below the apps that nobody visits how many are new among them."""
    if counts is None:
        return f"no figure {PERIOD_DAYS} days ago"
    entered, left = counts
    return f"{counted(entered)} entered and {counted(left)} left in {PERIOD_DAYS} days"
