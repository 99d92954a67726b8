"""From phrases to text: what the page and the digest say, in the language of their reader.

The code chooses what is said and with which values, as phrases; each language has a catalog that says it, in
report/words. A catalog is written in Fluent (projectfluent.org): whole sentences, which may take several plurals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_compact_decimal
from fluent.runtime import FluentBundle, FluentResource

from report.organization import PERIOD_DAYS

CATALOGS = Path(__file__).parent / "words"
LANGUAGES = {"en": "d MMMM y", "zh": "y年M月d日"}  # each with its pattern of a day in words
ALWAYS = {"period": PERIOD_DAYS, "periods": 2 * PERIOD_DAYS}  # variables that every message can use
NOTHING = "–"
LARGE = 10**7  # from here on, a number is said in millions, or in 万
BLANK_AFTER_UNIT = re.compile(r"(?<=\d[万亿]) (?=[个位人名条次天])")  # between words, as in 1234万 条
BYTE_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "KB"))
LEAST_SHARE = 0.0005  # that does not round to 0.0%
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Phrase:
    """What is said, by its key in the catalogs, with the values of its variables."""

    key: str
    values: tuple[tuple[str, Any], ...] = ()  # numbers, days, texts, phrases, lists of them, or None: not known


Text = str | Phrase  # what is the same in every language is a text already


def phrase(key: str, /, **values: Any) -> Phrase:  # noqa: ANN401  # see Phrase
    """Return a phrase."""
    return Phrase(key, tuple(values.items()))


def named(kind: str, term: str) -> Phrase:
    """Return the phrase for a term of the models, such as `reason-creator-left` for a reason called `creator left`."""
    return Phrase(f"{kind}-{term.replace(' ', '-').replace('_', '-')}")


class Language:
    """A language that a reader has chosen."""

    def __init__(self, code: str) -> None:
        """Read the catalog of one of LANGUAGES."""
        self.code = code
        functions: dict[str, Callable[..., Any]] = {
            "COUNTED": counted,
            "ROUNDED": self.writer(rounded),
            "SIGNED": self.writer(signed),
            "BYTES": self.writer(in_bytes),
            "PERCENT": self.writer(percent),
            "SIGNED_PERCENT": self.writer(signed_percent),
            "COMPACT": self.compact,
            "DAY": self.day,
        }
        self._bundle = FluentBundle([code], functions, use_isolating=False)
        for file in sorted((CATALOGS / code).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text("utf-8")))

    def text(self, said: Any) -> str:  # noqa: ANN401  # as values of phrases
        """Return a phrase as text. Several are sentences one after another; None is not known."""
        if isinstance(said, str):  # also markup, which stays so
            return said
        if isinstance(said, Phrase):
            pattern: Any = self._bundle.get_message(said.key).value
            values = {name: self.value(value) for name, value in said.values}
            text, errors = self._bundle.format_pattern(pattern, ALWAYS | values)
            if errors:
                raise ValueError(f"{self.code}, {said.key}: {errors[0]}") from errors[0]
            on_one_line = str(text).replace("\n", " ")  # a chat would break the line where the catalog does
            return BLANK_AFTER_UNIT.sub("", on_one_line)
        if isinstance(said, (list, tuple)):
            return self.text(phrase("between-sentences")).join(map(self.text, said))
        return NOTHING if said is None else str(said)

    def value(self, value: Any) -> Any:  # noqa: ANN401  # as values of phrases
        """Return the value of a variable as Fluent takes it: numbers and days stay, several values are listed."""
        if isinstance(value, (list, tuple)):
            return self.text(phrase("between-parts")).join(map(self.text, value))
        return value if isinstance(value, (int, float, date)) else self.text(value)

    def writer(self, write: Callable[[Any], Text]) -> Callable[[Any], str]:
        """Return a function for the catalog that writes a number."""
        return lambda number: self.text(write(number))

    def compact(self, number: int) -> str:
        """Return a number in the large units of the language."""
        return with_minus(format_compact_decimal(number, format_type="long", locale=self.code, fraction_digits=1))

    def day(self, day: date, pattern: str = "") -> str:
        """Return a day with its month in words, or by a pattern of Babel."""
        return format_date(day, str(pattern) or LANGUAGES[self.code], locale=self.code)


@lru_cache
def language(code: str) -> Language:
    """Return a language, whose catalog is read once."""
    if code not in LANGUAGES:
        raise SystemExit(f"expected the language {' or '.join(LANGUAGES)}, not {code}: see --language, REPORT_LANGUAGE")
    return Language(code)


def with_minus(text: str) -> str:
    """Return the text of a number with a minus sign in place of the hyphen."""
    return text.replace("-", "−")


def counted(number: int | None) -> str:
    """Return every digit of a number, in groups of three."""
    return NOTHING if number is None else with_minus(f"{number:,}")


def rounded(number: int | None) -> Text:
    """Return a number, from ten million on in large units."""
    return counted(number) if number is None or abs(number) < LARGE else phrase("large-number", number=number)


def signed(number: int | None) -> Text:
    """Return a change with its sign."""
    if not number or number < 0:
        return rounded(number)
    return f"+{number:,}" if number < LARGE else phrase("plus", number=rounded(number))


def in_bytes(number: int | None) -> Text:
    """Return a number of bytes in decimal units, the largest of which it is at least 1.0 once it is rounded."""
    if number is None:
        return NOTHING
    for size, unit in BYTE_UNITS:
        if round(1000 * abs(number) / size, 1) >= 1000:
            return with_minus(f"{number / size:,.1f} {unit}")
    return phrase("n-bytes", bytes=number)


def percent(share: float | None) -> Text:
    """Return a share of 1 as a percentage; what is there but rounds to nothing is said to be tiny."""
    if share is None:
        return NOTHING
    if 0 < share < LEAST_SHARE:
        return phrase("tiny-share")
    return with_minus(f"{share:.1%}") if round(share, 3) else "0.0%"


def signed_percent(ratio: float) -> Text:
    """Return a relative change with its sign, or its direction in words if it rounds to nothing."""
    if 0 < abs(ratio) < LEAST_SHARE:
        return phrase("up-tiny-share" if ratio > 0 else "down-tiny-share")
    return with_minus(f"{ratio:+.1%}") if ratio else percent(ratio)


def age(days: int | None) -> Text:
    """Return an age in days, or in years from two on."""
    if days is None:
        return NOTHING
    return phrase("n-days", days=days) if days < 2 * DAYS_A_YEAR else phrase("n-years", years=days / DAYS_A_YEAR)
