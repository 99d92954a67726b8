"""The values that settings may have: kinds, each with its JSON schema, what it expects, and how it is parsed."""

import math
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypedDict
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


class Account(TypedDict):
    """One of several organizations to read. Without a usable key, `api_key` is empty, and only this one fails."""

    name: str
    api_key: str
    api_url: str | None


class BadItem(ValueError):
    """An item of an array cannot be used; the text says what was expected of which, and shows no value."""


def parse_accounts(value: object) -> list[Account]:
    """Return the accounts; their names differ."""
    if not (value and isinstance(value, list)):
        raise ValueError
    accounts: dict[str, Account] = {}
    for number, item in enumerate(value, 1):
        account = parse_account(number, item)
        if account["name"] in accounts:
            raise BadItem(f"the `name` of item {number} to be unique")
        accounts[account["name"]] = account
    return list(accounts.values())


def parse_account(number: int, item: object) -> Account:
    """Return the account in the `item` with this `number`."""
    fields, known = item if isinstance(item, dict) else {}, ACCOUNT_SCHEMA["properties"]
    if fields.keys() - known.keys():
        raise BadItem(f"item {number} to have no other fields than {', '.join(known)}")
    expected, url, api_key = f"item {number} to be an object with a `name`", fields.get("api_url"), ""
    try:
        name = parse_text(fields.get("name"))
        expected = f"the `api_url` of item {number} to be {URL.expected}"
        url = None if url in (None, "") else parse_url(url)
    except ValueError as error:
        raise BadItem(expected) from error
    with suppress(ValueError):
        api_key = parse_api_key(fields.get("api_key"))
    return {"name": name, "api_key": api_key, "api_url": url}


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


def parse_count(value: object, least: int) -> int:
    """Return the whole number, `least` or more."""
    number = parse_number(value, least, math.inf)
    if not number.is_integer():
        raise ValueError
    return int(number)


def count_of(what: str, least: int) -> SettingKind:
    """Return the kind of setting that is a number of days, pages and the like."""
    expected = f"a whole number of {what} ({least} or more)"
    return SettingKind({"type": "integer", "minimum": least}, expected, partial(parse_count, least=least))


KEY_SCHEMA: dict[str, Any] = {"type": "string", "secret": True, "writeOnly": True}
API_KEY = SettingKind(
    KEY_SCHEMA | {"type": ["string", "null"]}, "the Open API key, as text without spaces", parse_api_key
)
URL = SettingKind({"type": "string"}, f"an http(s) URL such as https://api.jodoo.com/api, or {SANDBOX}", parse_url)
NAME = SettingKind({"type": ["string", "null"]}, "a name", parse_text)
ACCOUNT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "api_key": KEY_SCHEMA, "api_url": {"type": ["string", "null"]}},
    "required": ["name", "api_key"],
}
ACCOUNTS = SettingKind(
    {"type": ["array", "null"], "items": ACCOUNT_SCHEMA, "secret": True, "writeOnly": True},
    'an array of objects such as [{"name": "acme", "api_key": "..."}]',
    parse_accounts,
)
DAY = SettingKind({"type": ["string", "null"], "format": "date"}, "a day (YYYY-MM-DD) or a date-time", parse_day)
IDS_SCHEMA = {"type": ["array", "null"], "items": {"type": "string"}}
IDS = SettingKind(IDS_SCHEMA, 'an array of IDs such as ["id1", "id2"]', parse_ids)
DAYS, PAGES, ORGANIZATIONS = count_of("days", 0), count_of("pages", 1), count_of("organizations", 1)
SECONDS = {"type": "number", "maximum": MAX_SECONDS}
INTERVAL = SettingKind(SECONDS | {"minimum": 0}, f"a number of seconds from 0 to {MAX_SECONDS}", parse_number)
ABOVE_0 = partial(parse_number, least=math.ulp(0))
TIMEOUT = SettingKind(SECONDS | {"exclusiveMinimum": 0}, f"a number of seconds above 0, up to {MAX_SECONDS}", ABOVE_0)
