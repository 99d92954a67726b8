"""Numbers, changes and names as a reader expects them."""

from __future__ import annotations

import re
import unicodedata
from math import inf

from report.words.labels import UNNAMED

NOTHING = "–"
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e]")
ISOLATES = re.compile("[\u2066-\u2069]")
WORDS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
BYTE_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "KB"))


def counted(number: int | None) -> str:
    """Return every digit of `number`, in groups of three."""
    return NOTHING if number is None else f"{number:,}".replace("-", "−")


def rounded(number: int | None) -> str:
    """Return `number` with a word in place of its last digits from ten million on."""
    if number is not None and abs(number) >= 10**7:
        size, word = next((size, word) for size, word in WORDS if abs(number) >= size)
        return f"{number / size:,.1f} {word}".replace("-", "−")
    return counted(number)


def in_bytes(number: int | None) -> str:
    """Return a number of bytes in decimal units."""
    if number is None:
        return NOTHING
    for size, unit in BYTE_UNITS:
        if number >= size:
            return f"{number / size:,.1f} {unit}"
    return noun(number, "byte")


def noun(number: int | None, singular: str, plural: str = "") -> str:
    """Return a number with its noun: `1 app`, `2 apps`."""
    return f"{rounded(number)} {singular if number == 1 else plural or singular + 's'}"


def percent(share: float | None) -> str:
    """Return a share of 1 as a percentage; what is there but rounds to nothing is said to be less than 0.1%."""
    if share is None:
        return NOTHING
    return "less than 0.1%" if 0 < share < 0.0005 else f"{share:.1%}"


def signed(number: int) -> str:
    """Return a change with its sign."""
    return f"+{rounded(number)}" if number > 0 else rounded(number)


def name_of(name: str | None, columns: float = inf) -> str:
    """Return a name that can be seen, on one line, and as much of it as fits into `columns`.

    Marks of the direction of text are isolated, so that they turn nothing around the name.
    """
    text = shortened(" ".join(ISOLATES.sub("", name or "").split()), columns)
    if not DIRECTION_MARKS.sub("", text).strip():
        return UNNAMED
    return f"\u2068{text}\u2069" if DIRECTION_MARKS.search(text) else text


def shortened(name: str, columns: float) -> str:
    """Return as much of `name` as fits into `columns`, where a Chinese character takes two."""
    taken = 0
    for position, character in enumerate(name):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > columns:
            return name[: max(position - 1, 1)] + "…"
    return name
