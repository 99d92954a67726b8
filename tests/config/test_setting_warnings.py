from __future__ import annotations

import pytest
from scripted_api import KEY

from tap_usagestats.config.setting_warnings import names_in, other_hosts_of_key, setting_warnings, unknown_settings
from tap_usagestats.config.settings import SETTINGS, Settings


def test_ignored_settings_and_other_hosts_of_the_key_have_a_line_each() -> None:
    names = ["api_key", "batch_config", "strat_date"]
    environment = {"TAP_USAGESTATS_CHINA_API_URL": "https://api.jiandaoyun.com", "TAP_USAGESTATS_CHINA_API_KEY": KEY}
    lines = list(setting_warnings(Settings.from_config({"api_key": KEY}), names, SETTINGS, environment))
    assert [line.split(" ")[1] for line in lines[:2]] == ["batch_config", "strat_date"]
    assert lines[2:] == [
        "This run's API key is also sent to api.jiandaoyun.com. What to do: set TAP_USAGESTATS_CHINA_API_KEY"
    ]


def test_unknown_setting_suggests_a_known_one() -> None:
    assert unknown_settings(["STRAT_DATE", "api_key", "zzz", "zzz"], SETTINGS) == [
        "Setting STRAT_DATE does not exist and is ignored; did you mean start_date?",
        "Setting zzz does not exist and is ignored",
    ]


def test_only_own_settings_are_found_in_the_environment() -> None:
    assert names_in(
        [
            "TAP_USAGESTATS_API_KEY",
            "TAP_USAGESTATS_STRAT_DATE",
            "TAP_USAGESTATS__LOAD_SCHEMA",  # Meltano's own
            "TAP_USAGESTATS_CHINA_API_KEY",  # of a plugin that inherits from this one
            "TAP_USAGESTATS_CHINA__LOAD_SCHEMA",
            "TAP_USAGESTATS_LOGLEVEL",
            "TAP_OTHER_API_KEY",
        ],
        SETTINGS,
    ) == ["api_key", "strat_date"]


CHINA_URL = {"TAP_USAGESTATS_CHINA_API_URL": "https://api.jiandaoyun.com/api"}
PARENT = {"MELTANO_EXTRACTOR_NAMESPACE": "tap_usagestats"}


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ({}, {}),
        (CHINA_URL, {}),  # in another plugin's run, a key that is not there says nothing
        ({**PARENT, **CHINA_URL}, {"TAP_USAGESTATS_CHINA_API_KEY": "api.jiandaoyun.com"}),
        ({**CHINA_URL, "TAP_USAGESTATS_CHINA_API_KEY": KEY}, {"TAP_USAGESTATS_CHINA_API_KEY": "api.jiandaoyun.com"}),
        ({**PARENT, **CHINA_URL, "TAP_USAGESTATS_CHINA_API_KEY": "another"}, {}),
        ({**PARENT, "TAP_USAGESTATS_EU_API_URL": "https://api.jodoo.com/api"}, {}),
        ({**PARENT, "TAP_USAGESTATS_EU_API_URL": "https://["}, {"TAP_USAGESTATS_EU_API_KEY": ""}),
    ],
)
def test_key_sent_to_another_host_is_noticed(environment: dict[str, str], hosts: dict[str, str]) -> None:
    assert other_hosts_of_key(Settings.from_config({"api_key": KEY}), environment) == hosts
