from __future__ import annotations

import pytest
from scripted_api import KEY

from tap_usagestats.config.environment import ENVIRONMENT_PREFIX, config_in, unknown_settings
from tap_usagestats.config.settings import SETTINGS, json_schema
from tap_usagestats.errors import Stop

PROPERTIES = {**json_schema()["properties"], "stream_maps": {"type": ["object", "null"]}}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("api_key", "[1]", "[1]"),
        ("lookback_days", "3", "3"),
        ("app_ids", '["a", "b"]', ["a", "b"]),
        ("app_ids", "a,b", ["a", "b"]),
        ("app_ids", '{"a": 1}', {"a": 1}),  # which its check rejects
        ("stream_maps", '{"app_usage": {"app_name": null}}', {"app_usage": {"app_name": None}}),
    ],
)
def test_environment_variables_become_settings(name: str, text: str, value: object) -> None:
    environment = {f"{ENVIRONMENT_PREFIX}{name.upper()}": text, "API_URL": "sandbox", f"{ENVIRONMENT_PREFIX}OTHER": "1"}
    assert config_in(environment, PROPERTIES) == {name: value}


@pytest.mark.parametrize(("name", "text"), [("stream_maps", f"{{{KEY}"), ("app_ids", f"[{KEY}]")])
def test_environment_variable_without_json_is_named_without_its_text(name: str, text: str) -> None:
    variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
    with pytest.raises(Stop) as stop:
        config_in({variable: text}, PROPERTIES)
    assert str(stop.value) == f"Setting {name}: expected JSON in the environment variable {variable}."


def test_unknown_setting_suggests_a_known_one() -> None:
    assert list(unknown_settings(["STRAT_DATE", "api_key", "zzz", "zzz"], SETTINGS)) == [
        "Setting STRAT_DATE does not exist and is ignored; did you mean start_date?",
        "Setting zzz does not exist and is ignored",
    ]
