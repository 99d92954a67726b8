from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scripted_api import KEY
from singer_sdk.typing import DEFAULT_JSONSCHEMA_VALIDATOR

from tap_usagestats.config.allowed_values import (
    API_KEY,
    DAY,
    DAYS,
    IDS,
    INTERVAL,
    MAX_SECONDS,
    NAME,
    TIMEOUT,
    URL,
    SettingKind,
)

NUMBERS = {
    "days": DAYS,
    "seconds from 0": INTERVAL,
    "seconds above 0": TIMEOUT,
}


def accepts(kind: SettingKind, value: object) -> bool:
    try:
        kind.parse(value)
    except (ValueError, OverflowError):
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (API_KEY, f" {KEY}\n", KEY),
        (URL, "https://api.jiandaoyun.com/api/ ", "https://api.jiandaoyun.com/api"),
        (URL, "http://user:password@[::1]:8080/", "http://user:password@[::1]:8080"),
        (URL, "https://bücher.example", "https://bücher.example"),
        (URL, " sandbox ", "sandbox"),
        (NAME, " 北京 office ", "北京 office"),
        (IDS, ["b", " a ", "b"], ["b", "a"]),
        (IDS, ["成员甲", "Zoë"], ["成员甲", "Zoë"]),
        (IDS, [], []),
        (DAYS, "3", 3),
        (DAYS, 3.0, 3),
        (NUMBERS["seconds from 0"], Decimal("0.5"), 0.5),
        (NUMBERS["seconds from 0"], "5.5", 5.5),
        (NUMBERS["seconds above 0"], 30, 30.0),
    ],
)
def test_values_are_accepted_from_files_and_the_environment(kind: SettingKind, value: object, expected: object) -> None:
    parsed = kind.parse(value)
    assert parsed == expected
    assert type(parsed) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (API_KEY, ""),
        (API_KEY, " \n"),
        (API_KEY, [KEY]),
        (API_KEY, 5),
        (API_KEY, f"{KEY} {KEY}"),
        (API_KEY, f"{KEY}\n{KEY}"),
        (API_KEY, f"密{KEY}"),
        (URL, ""),
        (URL, KEY),
        (URL, 5),
        (URL, "api.jodoo.com/api"),
        (URL, "ftp://api.jodoo.com"),
        (URL, "https://"),
        (URL, "https:///api"),
        (URL, "https://host:port/api"),
        (URL, "https://host:0/api"),
        (URL, "https://host:99999/api"),
        (URL, "https://[::1/api"),
        (URL, f"https://{'a' * 70}.example/api"),
        (URL, "https://api.jodoo.com/api?x=1"),
        (URL, "https://api.jodoo.com/api#x"),
        (URL, "https://api.jodoo.com/a pi"),
        (URL, "https://api.jodoo.com/\0"),
        (URL, "SANDBOX"),
        (NAME, ""),
        (NAME, " "),
        (NAME, 5),
        (NAME, "a\nb"),
        (NAME, "a\0b"),
        (NAME, "a\ud83d"),
        (DAY, ""),
        (DAY, "yesterday"),
        (DAY, "2026-02-30"),
        (DAY, 20260101),
        (IDS, "a,b"),
        (IDS, {"a": 1}),
        (IDS, ["a", 5]),
        (IDS, ["a", " "]),
        (IDS, ["a b"]),
        (DAYS, -1),
        (DAYS, 1.5),
        (DAYS, "many"),
        (DAYS, True),
        (DAYS, 10**400),
        (DAYS, [1]),
        (NUMBERS["seconds from 0"], -0.5),
        (NUMBERS["seconds from 0"], "fast"),
        (NUMBERS["seconds from 0"], float("nan")),
        (NUMBERS["seconds from 0"], MAX_SECONDS + 1),
        (NUMBERS["seconds above 0"], 0),
        (NUMBERS["seconds above 0"], float("inf")),
    ],
)
def test_value_of_another_kind_is_rejected(kind: SettingKind, value: object) -> None:
    assert not accepts(kind, value)


@pytest.mark.parametrize("kind", NUMBERS.values(), ids=NUMBERS)
@settings(deadline=None)
@given(
    value=st.integers(-(2**64), 2**64)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-3, 3)
    | st.booleans()
)
@example(value=MAX_SECONDS)
@example(value=MAX_SECONDS + 0.5)
@example(value=-0.0)
def test_parser_and_json_schema_accept_the_same_numbers(kind: SettingKind, value: Any) -> None:
    assert accepts(kind, value) == DEFAULT_JSONSCHEMA_VALIDATOR(kind.schema).is_valid(value)


@pytest.mark.parametrize(
    ("kind", "value"), [(API_KEY, KEY), (URL, "sandbox"), (NAME, "acme"), (DAY, "2026-02-28"), (IDS, ["a"])]
)
def test_parsed_value_matches_its_json_schema(kind: SettingKind, value: object) -> None:
    assert accepts(kind, value)
    assert DEFAULT_JSONSCHEMA_VALIDATOR(kind.schema).is_valid(value)


@pytest.mark.parametrize("kind", NUMBERS.values(), ids=NUMBERS)
def test_expected_number_names_its_bounds(kind: SettingKind) -> None:
    bounds = [str(kind.schema[bound]) for bound in ("minimum", "exclusiveMinimum", "maximum") if bound in kind.schema]
    assert bounds
    assert all(bound in kind.expected for bound in bounds)
