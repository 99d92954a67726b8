from __future__ import annotations

import json
import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from scripted_api import KEY

from tap_usagestats.errors import Stop
from tap_usagestats.settings import PARSERS, SCHEMA, Settings, unknown_settings
from tap_usagestats.tap import TapUsageStats


def test_defaults() -> None:
    settings = Settings.from_config({"api_key": KEY})
    assert settings == Settings(KEY, "https://api.jodoo.com/api", None, None, [], [], 0, 1.0, 60.0)


def test_every_setting_is_described_and_checked() -> None:
    assert set(SCHEMA["properties"]) >= set(PARSERS) == set(Settings.__dataclass_fields__)
    for name in PARSERS:
        assert SCHEMA["properties"][name]["description"]
        assert SCHEMA["properties"][name]["title"]
    assert SCHEMA["properties"]["api_key"]["secret"] is True
    assert SCHEMA["required"] == ["api_key"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("api_key", None, "required"),
        ("api_key", "", "required"),
        ("api_key", [KEY], "required"),
        ("api_key", f"{KEY} {KEY}", "characters"),
        ("api_key", f"密{KEY}", "characters"),
        ("api_url", "api.jodoo.com/api", "no http(s) URL"),
        ("api_url", "ftp://api.jodoo.com", "no http(s) URL"),
        ("api_url", "https://", "no http(s) URL"),
        ("api_url", "https://host:port/api", "no http(s) URL"),
        ("api_url", f"https://{'a' * 70}.example/api", "no http(s) URL"),
        ("api_url", KEY, "no http(s) URL"),
        ("api_url", 5, "no http(s) URL"),
        ("api_url", "https://api.jodoo.com/api?x=1", "no http(s) URL"),
        ("api_url", "https://api.jodoo.com/api#x", "no http(s) URL"),
        ("start_date", "yesterday", "'yesterday' is no day of the form YYYY-MM-DD"),
        ("start_date", "2026-13-01", "'2026-13-01' is no day"),
        ("start_date", 20260101, "is no day"),
        ("start_date", "", "is no day"),
        ("end_date", "2026-02-30", "'2026-02-30' is no day"),
        ("app_ids", "a,b", "no array of strings"),
        ("app_ids", ["a", 5], "no array of strings"),
        ("app_ids", ["a", " "], "no array of strings"),
        ("app_ids", ["[65f0]"], "no array of strings"),
        ("member_ids", {"a": 1}, "no array of strings"),
        ("lookback_days", -1, "-1 is no whole number of days, 0 or more"),
        ("lookback_days", 1.5, "no whole number"),
        ("lookback_days", "many", "no whole number"),
        ("lookback_days", True, "no whole number"),
        ("request_interval", -0.5, "no number of seconds from 0"),
        ("request_interval", "fast", "no number of seconds from 0"),
        ("request_interval", float("nan"), "no number of seconds from 0"),
        ("request_timeout", 0, "no number of seconds above 0"),
        ("request_timeout", float("inf"), "no number of seconds above 0"),
    ],
)
def test_bad_setting_is_named_and_the_key_is_not_shown(name: str, value: Any, words: str) -> None:
    with pytest.raises(Stop) as stop:
        Settings.from_config({"api_key": KEY, name: value})
    assert str(stop.value).startswith(f"Setting {name}: ")
    assert words in str(stop.value)
    assert KEY not in str(stop.value)
    assert "\n" not in str(stop.value)


def test_end_date_before_start_date_is_refused() -> None:
    with pytest.raises(Stop, match=r"Setting end_date: 2026-01-01 is before start_date, 2026-01-02\."):
        Settings.from_config({"api_key": KEY, "start_date": "2026-01-02", "end_date": "2026-01-01"})


def test_values_are_taken_as_files_and_the_environment_give_them() -> None:
    settings = Settings.from_config(
        {
            "api_key": f" {KEY}\n",
            "api_url": "https://api.jiandaoyun.com/api/ ",
            "start_date": "2026-01-01",
            "end_date": None,
            "app_ids": ["b", "a", "b"],
            "lookback_days": "3",
            "request_interval": Decimal("0.5"),
            "request_timeout": "30",
        }
    )
    assert settings == Settings(
        KEY, "https://api.jiandaoyun.com/api", date(2026, 1, 1), None, ["b", "a"], [], 3, 0.5, 30.0
    )
    assert settings.as_config()["start_date"] == "2026-01-01"
    assert "end_date" not in settings.as_config()


def test_unknown_setting_is_named_with_the_one_that_was_meant() -> None:
    assert unknown_settings(["strat_date", "api_key", "zzz"], PARSERS) == [
        "setting strat_date does not exist and is ignored; was start_date meant?",
        "setting zzz does not exist and is ignored",
    ]


def test_tap_names_unknown_settings_and_checks_before_the_sdk(caplog: pytest.LogCaptureFixture) -> None:
    """Pins the SDK's hook _validate_config: it must meet our check first, whose words never show a key."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Stop, match="Setting api_key: "):
        TapUsageStats(config={"api_kye": KEY, "api_key": [KEY]})
    assert "setting api_kye does not exist and is ignored; was api_key meant?" in caplog.text
    assert KEY not in caplog.text


def test_discovery_needs_no_settings(caplog: pytest.LogCaptureFixture) -> None:
    found = json.loads(TapUsageStats(validate_config=False).catalog_json_text)
    assert [entry["tap_stream_id"] for entry in found["streams"]] == ["app_usage", "member_usage", "platform_usage"]
    assert "Config validation failed" not in caplog.text
