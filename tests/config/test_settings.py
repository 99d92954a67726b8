from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from scripted_api import KEY
from singer_sdk.typing import DEFAULT_JSONSCHEMA_VALIDATOR

from tap_usagestats.config import settings
from tap_usagestats.config.allowed_values import API_KEY, NAME, SettingKind
from tap_usagestats.config.environment import config_in
from tap_usagestats.config.settings import SETTINGS, Setting, Settings, json_schema, parse_setting, warnings_of
from tap_usagestats.errors import Stop

every_setting = pytest.mark.parametrize(("name", "declared"), SETTINGS.items(), ids=SETTINGS)
# All but these refuse any text that is made of letters.
NOT_TEXT = [name for name, declared in SETTINGS.items() if declared.kind not in (API_KEY, NAME)]


def refusal(config: Mapping[str, Any]) -> str:
    """Return the line with which `config` is refused."""
    with pytest.raises(Stop) as stop:
        Settings.from_config(config)
    return str(stop.value)


def test_missing_settings_have_defaults() -> None:
    defaults = {name: declared.default for name, declared in SETTINGS.items()} | {"api_key": KEY}
    assert vars(Settings.from_config({"api_key": KEY})) == defaults
    assert vars(Settings.from_config({**dict.fromkeys(SETTINGS), "api_key": KEY})) == defaults
    assert (defaults["api_url"], defaults["request_interval"]) == ("https://api.jodoo.com/api", 1.0)


@every_setting
def test_every_setting_has_a_kind_a_title_and_a_description(name: str, declared: Setting) -> None:
    assert isinstance(declared.kind, SettingKind)
    assert declared.title, f"give {name} a title in tap_usagestats/config/settings.py"
    assert declared.description.endswith("."), f"describe {name} in tap_usagestats/config/settings.py, in sentences"
    assert declared.kind.expected.split()[0] in {"a", "an", "the"}


@every_setting
def test_every_default_is_valid(name: str, declared: Setting) -> None:
    if declared.default is None:
        assert type(None) in get_args(get_type_hints(Settings)[name])
        assert "null" in declared.kind.schema["type"], f"{name} has no default: allow null"
    else:
        assert declared.kind.parse(declared.default) == declared.default
        assert DEFAULT_JSONSCHEMA_VALIDATOR(declared.kind.schema).is_valid(declared.default)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_used(name: str) -> None:
    own = Path(settings.__file__)
    modules = [file.read_text(encoding="utf-8") for file in own.parents[1].rglob("*.py") if file != own]
    used = any(f"settings.{name}" in module or f'ids_field="{name}"' in module for module in modules)
    assert used, f"no module uses the setting {name}"


def test_json_schema_is_derived_from_the_settings() -> None:
    schema = json_schema()
    assert schema["type"] == "object"
    assert schema["anyOf"] == [{"required": ["api_key"]}, {"required": ["organizations"]}]
    assert list(schema["properties"]) == list(SETTINGS)
    assert schema["properties"]["api_key"] == {
        "type": ["string", "null"],
        "secret": True,
        "writeOnly": True,
        "title": "API key",
        "description": "The Open API key; required, unless `organizations` is set.",
    }
    assert schema["properties"]["lookback_days"] == {
        "type": "integer",
        "minimum": 0,
        "title": "Lookback days",
        "description": "Days before the bookmark to read again, for figures that change later.",
        "default": 0,
    }
    DEFAULT_JSONSCHEMA_VALIDATOR.check_schema(schema)


def test_settings_survive_a_round_trip_through_config() -> None:
    config = {
        "api_key": f" {KEY}\n",
        "api_url": "https://api.jiandaoyun.com/api/ ",
        "organization": " acme ",
        "start_date": "2026-01-01",
        "end_date": None,
        "app_ids": ["b", "a", "b"],
        "lookback_days": "3",
        "request_interval": "0.5",
    }
    settings = Settings.from_config(config)
    parsed = {
        "api_key": KEY,
        "api_url": "https://api.jiandaoyun.com/api",
        "organization": "acme",
        "start_date": "2026-01-01",
        "app_ids": ["b", "a"],
        "lookback_days": 3,
        "request_interval": 0.5,
        "request_timeout": 60,
    }
    assert settings.as_config() == settings.as_config() | parsed
    assert not {"end_date", "member_ids"} & settings.as_config().keys()
    assert settings.start_date == date(2026, 1, 1)
    assert Settings.from_config(settings.as_config()) == settings
    assert DEFAULT_JSONSCHEMA_VALIDATOR(json_schema()).is_valid(settings.as_config())


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("api_key", None, "expected the Open API key, as text without spaces"),
        ("api_key", "", "expected the Open API key, as text without spaces"),
        ("api_key", ["x"], "expected the Open API key, as text without spaces"),
        (
            "api_url",
            "api.jodoo.com",
            "expected an http(s) URL such as https://api.jodoo.com/api, or sandbox",
        ),
        ("organization", "", "expected a name"),
        ("start_date", "yesterday", "expected a day (YYYY-MM-DD) or a date-time"),
        ("end_date", "2026-02-30", "expected a day (YYYY-MM-DD) or a date-time"),
        ("app_ids", "a,b", 'expected an array of IDs such as ["id1", "id2"]'),
        ("member_ids", ["a", 5], 'expected an array of IDs such as ["id1", "id2"]'),
        ("lookback_days", "few", "expected a whole number of days (0 or more)"),
        ("request_interval", -0.5, "expected a number of seconds from 0 to 86400"),
        ("request_timeout", 0, "expected a number of seconds above 0, up to 86400"),
    ],
)
def test_bad_setting_names_what_was_expected_and_never_shows_what_came(name: str, value: object, line: str) -> None:
    assert refusal({"api_key": KEY, name: value}) == f"Setting {name}: {line}."


def test_end_date_before_start_date_is_rejected() -> None:
    assert refusal({"api_key": KEY, "start_date": "2026-01-02", "end_date": "2026-01-01"}) == (
        "Setting end_date: expected a day that is not before start_date."
    )
    Settings.from_config({"api_key": KEY, "start_date": "2026-01-02", "end_date": "2026-01-02"})


@pytest.mark.parametrize("name", NOT_TEXT)
@pytest.mark.parametrize("value", [KEY, f"x{KEY}", f"{KEY} ", KEY[2:9], KEY[:3], KEY[-1]])
def test_key_in_the_place_of_another_setting_is_not_shown(name: str, value: str) -> None:
    line = refusal({"api_key": KEY, name: value})
    assert line == f"Setting {name}: expected {SETTINGS[name].kind.expected}."


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value", [[[KEY]], {KEY: KEY}, f"{KEY}\0", f"{KEY}\n{KEY}"])
def test_value_containing_the_key_is_never_shown(name: str, value: object) -> None:
    line = refusal({"api_key": KEY, name: value})
    assert line.startswith(f"Setting {name}: expected ")
    assert KEY not in line


def test_invalid_key_is_not_shown() -> None:
    assert "short" not in refusal({"api_key": "short one"})
    assert "pass" not in refusal({"api_key": KEY, "api_url": "pass@host"})


def test_setting_is_parsed_by_its_name() -> None:
    assert parse_setting("lookback_days", "3") == 3
    assert parse_setting("lookback_days", None) == 0


@pytest.mark.parametrize(
    ("settings", "key"),
    [({"api_key": 1234567890}, "1234567890"), ({"api_key": " abc123 ", "start_date": "xabc123x"}, "abc123")],
)
def test_numeric_or_padded_key_is_not_shown(settings: dict[str, Any], key: str) -> None:
    with pytest.raises(Stop) as stop:
        Settings.from_config(settings)
    assert key not in str(stop.value)


ACME = {"name": " acme ", "api_key": "key-of-acme", "api_url": "https://api.jiandaoyun.com/api/"}
GLOBEX = {"name": "globex", "api_key": "key-of-globex"}


def test_each_organization_has_its_name_key_and_host() -> None:
    given = {"organizations": [ACME, GLOBEX], "organization": "acme", "api_key": KEY, "lookback_days": 3}
    each = Settings.from_config(given).of_each_organization()
    assert [(one.organization, one.api_key, one.api_url) for one in each] == [
        ("acme", "key-of-acme", "https://api.jiandaoyun.com/api"),
        ("globex", "key-of-globex", "https://api.jodoo.com/api"),
    ]
    assert {one.lookback_days for one in each} == {3}


def test_without_organizations_the_settings_are_of_one() -> None:
    alone = Settings.from_config({"api_key": KEY})
    assert alone.of_each_organization() == [alone]


@pytest.mark.parametrize("key", [None, "", " ", "two words", "schlüssel", 5, ["x"]])
def test_organization_without_a_usable_key_is_not_the_end_of_the_others(key: object) -> None:
    settings = Settings.from_config({"organizations": [{"name": "acme", "api_key": key}, GLOBEX]})
    assert [one.api_key for one in settings.of_each_organization()] == ["", "key-of-globex"]


@pytest.mark.parametrize(
    ("organizations", "expected"),
    [
        ([], 'an array of objects such as [{"name": "acme", "api_key": "..."}]'),
        ({"name": "acme"}, "an array of objects such as "),
        ("acme", "an array of objects such as "),
        ([GLOBEX, ["acme"]], "item 2 to be an object with a `name`"),
        ([GLOBEX, {"api_key": KEY}], "item 2 to be an object with a `name`"),
        ([GLOBEX, {"name": " ", "api_key": KEY}], "item 2 to be an object with a `name`"),
        ([ACME, GLOBEX, {"name": "acme", "api_key": KEY}], "the `name` of item 3 to be unique"),
        ([{**ACME, "api_url": KEY}], "the `api_url` of item 1 to be an http(s) URL such as "),
        ([{**ACME, KEY: 1}], "item 1 to have no other fields than name, api_key, api_url"),
    ],
)
def test_unusable_organizations_are_named_by_their_number(organizations: object, expected: str) -> None:
    with pytest.raises(Stop) as stop:
        Settings.from_config({"organizations": organizations})
    assert str(stop.value).startswith(f"Setting organizations: expected {expected}")
    assert KEY not in str(stop.value)


def test_organizations_come_from_the_environment_as_json() -> None:
    properties = json_schema()["properties"]
    config = config_in({"TAP_USAGESTATS_ORGANIZATIONS": json.dumps([GLOBEX])}, properties)
    assert config == {"organizations": [GLOBEX]}
    with pytest.raises(Stop, match=r"^Setting organizations: expected JSON in the environment variable "):
        config_in({"TAP_USAGESTATS_ORGANIZATIONS": '[{"name": '}, properties)


def test_config_with_organizations_fits_the_schema() -> None:
    settings = Settings.from_config({"organizations": [ACME, {"name": "initech"}]})
    validator = DEFAULT_JSONSCHEMA_VALIDATOR(json_schema())
    assert validator.is_valid(settings.as_config())
    assert not validator.is_valid({"lookback_days": 1})


def test_settings_that_are_probably_not_meant_are_named() -> None:
    given = {"organizations": [{**ACME, "api_url": "http://api.example.com"}, GLOBEX], "organization": "initech"}
    assert list(warnings_of(Settings.from_config(given))) == [
        "Setting api_url: the API key travels unencrypted to api.example.com. What to do: use https",
        "Setting organization has no effect, because no item of organizations has this name",
    ]
