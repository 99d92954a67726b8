"""Numbers, days and names as a reader expects them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from report.words.labels import MONTHS, UNNAMED

NOTHING = "–"
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e]")
FILLERS = "\u115f\u1160\u3164\uffa0"
ISOLATES = re.compile("[\u2066-\u2069]")
WORDS = ((10**9, "billion"), (10**6, "million"))
BYTE_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "KB"))
LEAST_SHARE = 0.0005  # that does not round to 0.0%
DAYS_A_YEAR = 365.25


def counted(number: int | None) -> str:
    """Return every digit of `number`, in groups of three."""
    return NOTHING if number is None else f"{number:,}".replace("-", "−")


def reaches(number: int, size: int) -> bool:
    """Tell whether a number is 1.0 of a unit, or 1,000.0 of the one below it, once it is rounded."""
    return round(1000 * abs(number) / size, 1) >= 1000


def rounded(number: int | None) -> str:
    """Return `number`, rounded to millions or billions, from ten million on."""
    if number is not None and abs(number) >= 10**7:
        size, word = next((size, word) for size, word in WORDS if reaches(number, size))
        return f"{number / size:,.1f} {word}".replace("-", "−")
    return counted(number)


def in_bytes(number: int | None) -> str:
    """Return a number of bytes in decimal units."""
    if number is None:
        return NOTHING
    for size, unit in BYTE_UNITS:
        if reaches(number, size):
            return f"{number / size:,.1f} {unit}".replace("-", "−")
    return noun(number, "byte")


def noun(number: int | None, singular: str, plural: str = "") -> str:
    """Return a number with its noun: `1 app`, `2 apps`."""
    return f"{rounded(number)} {singular if number == 1 else plural or singular + 's'}"


def percent(share: float | None) -> str:
    """Return a share of 1 as a percentage; what is there but rounds to nothing is said to be less than 0.1%."""
    if share is None:
        return NOTHING
    if 0 < share < LEAST_SHARE:
        return "less than 0.1%"
    return f"{share:.1%}".replace("-", "−") if round(share, 3) else "0.0%"


def signed(number: int | None) -> str:
    """Return a change with its sign."""
    return f"+{rounded(number)}" if number and number > 0 else rounded(number)


def signed_percent(ratio: float) -> str:
    """Return a relative change with its sign, or its direction in words if it rounds to nothing."""
    if 0 < abs(ratio) < LEAST_SHARE:
        return f"{'up' if ratio > 0 else 'down'} {percent(abs(ratio))}"
    return f"{ratio:+.1%}".replace("-", "−") if ratio else percent(ratio)


def age(days: int | None) -> str:
    """Return an age in days, or in years from two on."""
    if days is None:
        return NOTHING
    return noun(days, "day") if days < 2 * DAYS_A_YEAR else f"{days / DAYS_A_YEAR:.1f} years"


def month(day: date, *, with_year: bool) -> str:
    """Return the name of a day's month."""
    return f"{MONTHS[day.month - 1]} {day.year}" if with_year else MONTHS[day.month - 1]


def month_and_day(day: date) -> str:
    """Return a day without its year."""
    return f"{MONTHS[day.month - 1]} {day.day}"


def is_seen(character: str) -> bool:
    """Tell whether a character has a form, other than blanks, marks of format and the fillers of Hangul."""
    return unicodedata.category(character) not in {"Cf", "Cc", "Zs"} and character not in FILLERS


def name_of(name: str | None) -> str:
    """Return a name that can be seen, on one line.

    Marks of the direction of text are isolated, so that they turn nothing around the name.
    """
    text = " ".join(ISOLATES.sub("", name or "").split())
    if not any(is_seen(character) for character in text):
        return UNNAMED
    return f"\u2068{text}\u2069" if DIRECTION_MARKS.search(text) else text
