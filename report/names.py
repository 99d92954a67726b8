"""Names of apps, people and organizations, so that they can be seen and turn nothing around them."""

from __future__ import annotations

import re
import unicodedata

from report.language import Text, phrase

DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e]")
FILLERS = "\u115f\u1160\u3164\uffa0"
ISOLATES = re.compile("[\u2066-\u2069]")
UNNAMED = phrase("unnamed")


def is_seen(character: str) -> bool:
    """Tell whether a character has a form, other than blanks, marks of format and the fillers of Hangul."""
    return unicodedata.category(character) not in {"Cf", "Cc", "Zs"} and character not in FILLERS


def name_of(name: str | None) -> Text:
    """Return a name that can be seen, on one line.

    Marks of the direction of text are isolated, so that they turn nothing around the name.
    """
    text = " ".join(ISOLATES.sub("", name or "").split())
    if not any(is_seen(character) for character in text):
        return UNNAMED
    return isolated(text) if DIRECTION_MARKS.search(text) else text


def isolated(text: str) -> str:
    """Return text between marks that keep its direction from turning anything around it."""
    return f"\u2068{text}\u2069"
