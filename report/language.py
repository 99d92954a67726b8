"""From phrases to text: what the page and the digest say, in the language of their reader.

The code chooses what is said and with which values, as phrases; each language has a catalog that says it, in
report/words. A catalog is written in Fluent (projectfluent.org): whole sentences, which may take several plurals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

CATALOGS = Path(__file__).parent / "words"
LANGUAGES = ("en", "zh")
NOTHING = "–"
LARGE = 10**7  # from here on, a number is said in millions, or in 万
Value = Any  # a number, a day, a text, another phrase, or None for what is not known


@dataclass(frozen=True)
class Phrase:
    """What is said, by its key in the catalogs, with the values of its variables."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


def phrase(key: str, /, **values: Value) -> Phrase:
    """Return a phrase."""
    return Phrase(key, tuple(values.items()))


class Language:
    """A language that a reader has chosen."""

    def __init__(self, code: str) -> None:
        """Read the catalog of one of LANGUAGES."""
        self.code = code
        functions: dict[str, Callable[..., str]] = {
            "COUNTED": self.counted,
            "ROUNDED": self.rounded,
            "SIGNED": lambda number: signed(number, self.rounded(number)),
            "PERCENT": self.percent,
            "DAY": self.day,
        }
        self._bundle = FluentBundle([code], functions=functions, use_isolating=False)
        for file in sorted((CATALOGS / code).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text("utf-8")))

    def text(self, said: Value) -> str:
        """Return a phrase as text; whatever is not a phrase is text already, and None is not known."""
        if said is None:
            return NOTHING
        if not isinstance(said, Phrase):
            return str(said)
        values = {name: self.value(value) for name, value in said.values}
        pattern = self._bundle.get_message(said.key).value
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise errors[0]
        return str(text)

    def value(self, value: Value) -> Value:
        """Return the value of a variable as Fluent takes it: several texts are listed, numbers and days stay."""
        if isinstance(value, (list, tuple)):
            return format_list([self.text(one) for one in value], locale=self.code)
        return value if isinstance(value, (int, float, date)) else self.text(value)

    def counted(self, number: float) -> str:
        """Return every digit of a number, in groups of three."""
        return with_minus(format_decimal(number, locale=self.code))

    def rounded(self, number: float) -> str:
        """Return a number, from ten million on in the language's large units."""
        if abs(number) < LARGE:
            return self.counted(number)
        return with_minus(format_compact_decimal(number, format_type="long", locale=self.code, fraction_digits=1))

    def percent(self, share: float) -> str:
        """Return a share of 1 as a percentage."""
        return with_minus(format_percent(share, "0.0%", locale=self.code))

    def day(self, day: date) -> str:
        """Return a day with its month in words."""
        return format_date(day, "long", locale=self.code)


def signed(number: float, text: str) -> str:
    """Return the text of a change with its sign."""
    return f"+{text}" if number > 0 else text


def with_minus(text: str) -> str:
    """Return the text of a number with a minus sign in place of the hyphen."""
    return text.replace("-", "−")


@lru_cache
def language(code: str) -> Language:
    """Return a language, whose catalog is read once."""
    return Language(code)
