"""The kinds of settings: the JSON schema of each, what it expects, and how its value is parsed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tap_usagestats.api.window import parse_day

SANDBOX = "sandbox"  # as api_url
MAX_SECONDS = 86_400
MAX_SHOWN_LENGTH = 10  # characters of a value in an error; an API key is longer
LOOKS_LIKE_A_DATE = re.compile(r"\d{4}[-/.]\d[-/.:\dTZ+ ]{0,24}", re.ASCII)
ID = re.compile(r"\s*\S+\s*")


class SettingKind(NamedTuple):
    """A kind of setting."""

    schema: dict[str, Any]  # the JSON schema of a value
    meltano: str  # the `kind` of the setting in a Meltano plugin definition
    expected: str  # what the value must be, as it follows "expected" in an error
    parse: Callable[[Any], Any]  # returns the value to use, or raises ValueError
    confidential: bool = False  # whether a value may be the key or hold a password, so that no error shows it


def parse_text(value: object) -> str:
    """Return the printable text `value` without surrounding white space."""
    text = value.strip() if isinstance(value, str) else ""
    if not (text and text.isprintable()):
        raise ValueError
    return text


def parse_api_key(value: object) -> str:
    """Return the key, which is ASCII without spaces."""
    text = parse_text(value)
    if " " in text or not text.isascii():
        raise ValueError
    return text


def parse_url(value: object) -> str:
    """Return the base URL without a slash at its end, or `sandbox`."""
    text = parse_text(value).rstrip("/")
    parts = urlsplit(text)  # raises ValueError, as do port and encode, for a host that cannot exist
    host = (parts.hostname or "").encode("idna")
    is_base = parts.scheme in {"http", "https"} and host and parts.port != 0 and not (parts.query or parts.fragment)
    if " " in text or not (is_base or text == SANDBOX):
        raise ValueError
    return text


def parse_ids(value: object) -> list[str]:
    """Return the IDs, each once."""
    if not isinstance(value, list) or not all(isinstance(item, str) and ID.fullmatch(item) for item in value):
        raise ValueError
    return list(dict.fromkeys(item.strip() for item in value))


def parse_number(value: object) -> float:
    """Return the finite number that `value` is: text from the environment, a Decimal from a config file."""
    if not isinstance(value, (int, float, str, Decimal)) or isinstance(value, bool):
        raise ValueError
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError from error
    if not math.isfinite(number):
        raise ValueError
    return number


def parse_day_count(value: object) -> int:
    """Return the whole number of days, 0 or more."""
    number = parse_number(value)
    if not number.is_integer() or number < 0:
        raise ValueError
    return int(number)


API_KEY = SettingKind(
    {"type": "string", "secret": True, "writeOnly": True},
    "string",
    "the Open API key, as text without spaces",
    parse_api_key,
    confidential=True,
)
URL_EXPECTED = f"an http(s) URL such as https://api.jodoo.com/api, or {SANDBOX}"
URL = SettingKind({"type": "string"}, "string", URL_EXPECTED, parse_url, confidential=True)
NAME = SettingKind({"type": ["string", "null"]}, "string", "a name", parse_text)
DAY = SettingKind({"type": ["string", "null"], "format": "date"}, "date_iso8601", "a day (YYYY-MM-DD)", parse_day)
IDS_SCHEMA = {"type": ["array", "null"], "items": {"type": "string"}}
IDS = SettingKind(IDS_SCHEMA, "array", 'an array of IDs such as ["id1", "id2"]', parse_ids)
DAY_COUNT = SettingKind(
    {"type": "integer", "minimum": 0}, "integer", "a whole number of days (0 or more)", parse_day_count
)


def seconds(*, zero: bool) -> SettingKind:
    """Return the kind of a number of seconds up to a day; 0 only if `zero`."""

    def parse(value: object) -> float:
        number = parse_number(value)
        if not 0 <= number <= MAX_SECONDS or (number == 0 and not zero):
            raise ValueError
        return number

    schema = {"type": "number", ("minimum" if zero else "exclusiveMinimum"): 0, "maximum": MAX_SECONDS}
    expected = f"a number of seconds {'from 0 to' if zero else 'above 0, up to'} {MAX_SECONDS}"
    # Not Meltano's kind `decimal`: Meltano 4.4.1 fails on a decimal from the environment.
    return SettingKind(schema, "string", expected, parse)


def describe(value: object, secret: object) -> str:
    """Return `value` as an error may show it: only its type if it could be the `secret` or a part of it."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, (list, dict)):
        return "an array" if isinstance(value, list) else "an object"
    text, key = str(value), str(secret or "").strip()
    hidden = bool(key) and (text in key or key in text)
    if hidden or not (len(text) <= MAX_SHOWN_LENGTH or LOOKS_LIKE_A_DATE.fullmatch(text)):
        return f"text of {len(text)} characters" if isinstance(value, str) else "a number"
    return repr(value) if isinstance(value, str) else text
