"""The settings: their JSON schema, and the check that ends a run before its first request."""

from __future__ import annotations

import difflib
import math
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from singer_sdk import typing as th

from tap_usagestats.days import parse_day
from tap_usagestats.errors import Stop

SANDBOX = "sandbox"
LONGEST_SECONDS = 86_400
ID = re.compile(r"\s*[^\s\[\]]+\s*")  # no brackets: JSON that is none comes from the environment as "[65f0]"

SCHEMA: dict[str, Any] = th.PropertiesList(
    th.Property("api_key", th.StringType, required=True, secret=True, title="API key", description="The Open API key."),
    th.Property(
        "api_url",
        th.StringType,
        default="https://api.jodoo.com/api",
        title="API URL",
        description="Base URL of the API; `https://api.jiandaoyun.com/api` for China, any other http(s) URL, or "
        "`sandbox` for the built-in API with sample data.",
    ),
    th.Property(
        "start_date",
        th.DateType,
        title="Start date",
        description="First day to read, YYYY-MM-DD. Without it, the oldest day the API serves.",
    ),
    th.Property(
        "end_date",
        th.DateType,
        title="End date",
        description="Last day to read, YYYY-MM-DD, inclusive. Without it, yesterday in UTC+8; never later than that.",
    ),
    th.Property(
        "app_ids",
        th.ArrayType(th.StringType),
        title="App IDs",
        description="Read only these apps, any number of them. Without it, all apps.",
    ),
    th.Property(
        "member_ids",
        th.ArrayType(th.StringType),
        title="Member IDs",
        description="Read only these members, in the stream `member_usage`. Without it, all members.",
    ),
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=0),
        default=0,
        title="Lookback days",
        description="Days before the bookmark to read again, for figures that change after their day.",
    ),
    th.Property(
        "request_interval",
        th.NumberType(minimum=0),
        default=1.0,
        title="Request interval",
        description="Seconds between the starts of two requests to one endpoint; 0 switches pacing off.",
    ),
    th.Property(
        "request_timeout",
        th.NumberType(exclusive_minimum=0),
        default=60,
        title="Request timeout",
        description="Seconds until a request without an answer counts as failed.",
    ),
).to_dict()


@dataclass(frozen=True)
class Settings:
    """The settings of a run, checked. `request_interval` and `request_timeout` are in seconds."""

    api_key: str
    api_url: str
    start_date: date | None
    end_date: date | None
    app_ids: list[str]
    member_ids: list[str]
    lookback_days: int
    request_interval: float
    request_timeout: float

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Settings:
        """Return the settings in `config`; those it lacks get their defaults.

        Raises:
            Stop: A value can't be used; the line names the setting and what is wrong, and never the key.
        """
        settings = cls(**{name: checked_setting(name, config.get(name)) for name in PARSERS})
        if settings.start_date and settings.end_date and settings.end_date < settings.start_date:
            raise Stop(f"Setting end_date: {settings.end_date} is before start_date, {settings.start_date}.")
        return settings

    def as_config(self) -> dict[str, Any]:
        """Return the settings in the types of their JSON schema, without those that are not set."""
        values = {name: str(value) if isinstance(value, date) else value for name, value in vars(self).items()}
        return {name: value for name, value in values.items() if value is not None}


def checked_setting(name: str, value: object) -> Any:  # noqa: ANN401  # each setting has a type of its own
    """Return what the setting `name` comes to with `value`, None for its default; raise Stop where it can't be used."""
    try:
        return PARSERS[name](SCHEMA["properties"][name].get("default") if value is None else value)
    except ValueError as error:
        raise Stop(f"Setting {name}: {error}.") from error


def unknown_settings(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return a line for each of `names` that is not one of the `known` settings, with the one probably meant."""
    lines = []
    for name in sorted(set(names) - set(known)):
        meant = difflib.get_close_matches(name.lower(), list(known), n=1)
        lines.append(f"setting {name} does not exist and is ignored" + (f"; was {meant[0]} meant?" if meant else ""))
    return lines


def _key(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise ValueError("the Open API key is required, as a string")
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise ValueError("has characters that no Open API key has (spaces, line breaks or other than ASCII)")
    return text


def _url(value: object) -> str:
    text = value.strip().rstrip("/") if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna")
        is_base = parts.scheme in {"http", "https"} and host and parts.port != 0 and not (parts.query or parts.fragment)
        usable = text == SANDBOX or is_base
    except ValueError:  # a port that is no number, a host that can't be one
        usable = False
    if not usable or not text.isprintable() or " " in text:
        # The value is not shown: it may be the key, or hold a password.
        raise ValueError(
            f"is no http(s) URL; write {SCHEMA['properties']['api_url']['default']}, for example, or {SANDBOX}"
        )
    return text


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return parse_day(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError(f"{reprlib.repr(value)} is no day of the form YYYY-MM-DD") from error


def _ids(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) and ID.fullmatch(item) for item in value):
        raise ValueError(f'{reprlib.repr(value)} is no array of strings; write ["id1", "id2"]')
    return list(dict.fromkeys(item.strip() for item in value))


def _number(value: object, wanted: str, fits: Callable[[float], bool]) -> float:
    """Return the number that `value` is; from the environment it comes as text, from a config file as Decimal."""
    try:
        number = (
            float(value) if isinstance(value, (int, float, str, Decimal)) and not isinstance(value, bool) else math.nan
        )
    except (ValueError, OverflowError):
        number = math.nan
    if not fits(number):
        raise ValueError(f"{reprlib.repr(value)} is no {wanted}")
    return number


def _days(value: object) -> int:
    return int(_number(value, "whole number of days, 0 or more", lambda days: days >= 0 and days.is_integer()))


def _interval(value: object) -> float:
    return _number(
        value, f"number of seconds from 0 to {LONGEST_SECONDS}", lambda seconds: 0 <= seconds <= LONGEST_SECONDS
    )


def _timeout(value: object) -> float:
    return _number(
        value, f"number of seconds above 0, up to {LONGEST_SECONDS}", lambda seconds: 0 < seconds <= LONGEST_SECONDS
    )


PARSERS: dict[str, Callable[[Any], Any]] = {
    "api_key": _key,
    "api_url": _url,
    "start_date": _day,
    "end_date": _day,
    "app_ids": _ids,
    "member_ids": _ids,
    "lookback_days": _days,
    "request_interval": _interval,
    "request_timeout": _timeout,
}
