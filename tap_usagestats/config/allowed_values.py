"""The values that settings may have: kinds, each with its JSON schema, what it expects, and how it is parsed."""

import math
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tap_usagestats.api.window import parse_day

SANDBOX = "sandbox"  # as api_url
MAX_SECONDS = 86_400


class SettingKind(NamedTuple):
    """A kind of setting."""

    schema: dict[str, Any]  # the JSON schema of a value
    expected: str  # what the value must be, as it follows "expected" in an error
    parse: Callable[[Any], Any]  # returns the value to use; raises ValueError or OverflowError


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
    if not isinstance(value, list) or not all(isinstance(item, str) and len(item.split()) == 1 for item in value):
        raise ValueError
    return list(dict.fromkeys(item.strip() for item in value))


def parse_number(value: Any, least: float = 0, most: float = MAX_SECONDS) -> float:  # noqa: ANN401  # as a setting has it
    """Return the number from `least` to `most` that `value` is: text from the environment, a Decimal from a caller."""
    if type(value) not in (int, float, str, Decimal) or not least <= float(value) <= most:
        raise ValueError
    return float(value)


def parse_day_count(value: object) -> int:
    """Return the whole number of days, 0 or more."""
    number = parse_number(value, 0, math.inf)
    if not number.is_integer():
        raise ValueError
    return int(number)


KEY_SCHEMA = {"type": "string", "secret": True, "writeOnly": True}
API_KEY = SettingKind(KEY_SCHEMA, "the Open API key, as text without spaces", parse_api_key)
URL = SettingKind({"type": "string"}, f"an http(s) URL such as https://api.jodoo.com/api, or {SANDBOX}", parse_url)
NAME = SettingKind({"type": ["string", "null"]}, "a name", parse_text)
DAY = SettingKind({"type": ["string", "null"], "format": "date"}, "a day (YYYY-MM-DD) or a date-time", parse_day)
IDS_SCHEMA = {"type": ["array", "null"], "items": {"type": "string"}}
IDS = SettingKind(IDS_SCHEMA, 'an array of IDs such as ["id1", "id2"]', parse_ids)
DAY_COUNT = SettingKind({"type": "integer", "minimum": 0}, "a whole number of days (0 or more)", parse_day_count)
SECONDS = {"type": "number", "maximum": MAX_SECONDS}
INTERVAL = SettingKind(SECONDS | {"minimum": 0}, f"a number of seconds from 0 to {MAX_SECONDS}", parse_number)
ABOVE_0 = partial(parse_number, least=math.ulp(0))
TIMEOUT = SettingKind(SECONDS | {"exclusiveMinimum": 0}, f"a number of seconds above 0, up to {MAX_SECONDS}", ABOVE_0)
