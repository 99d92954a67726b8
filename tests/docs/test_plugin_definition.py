"""The plugin's definition for Meltano has the form that Meltano and its Hub read. That it is up to date, cog checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tap_usagestats.config.settings import SETTINGS

ROOT = Path(__file__).parents[2]
DEFINITION: dict[str, Any] = yaml.safe_load(
    (ROOT / "plugins/extractors/tap-usagestats.yml").read_text(encoding="utf-8")
)
# Of schemas/plugin_definitions/extractors.schema.json in the repository of Meltano Hub; it accepts no other.
KEYS_OF_THE_HUB = {
    *("name", "variant", "namespace", "label", "description", "pip_url", "executable", "capabilities", "settings"),
    *("settings_group_validation", "commands", "domain_url", "keywords", "maintenance_status", "repo", "docs"),
    "select",
}
KINDS_OF_THE_HUB = {"array", "boolean", "date_iso8601", "integer", "object", "options", "password", "string"}


def test_definition_has_the_hub_form() -> None:
    assert set(DEFINITION) <= KEYS_OF_THE_HUB
    assert {setting["kind"] for setting in DEFINITION["settings"]} <= KINDS_OF_THE_HUB
    assert all(setting["label"] and setting["description"] for setting in DEFINITION["settings"])


def test_number_that_is_a_string_says_why() -> None:
    numbers = [setting for setting in DEFINITION["settings"] if setting["name"].startswith("request_")]
    assert len(numbers) == 2
    assert all(setting["kind"] == "string" and "A string, because" in setting["description"] for setting in numbers)


def test_definition_has_every_setting_and_only_keys_are_secret() -> None:
    names = [setting["name"] for setting in DEFINITION["settings"]]
    assert names == [*SETTINGS, "stream_maps", "stream_map_config"]
    assert [setting["name"] for setting in DEFINITION["settings"] if setting.get("sensitive")] == [
        "api_key",
        "organizations",
    ]
    assert DEFINITION["settings_group_validation"] == [["api_key"], ["organizations"]]
    assert "value" not in DEFINITION["settings"][0]


def test_meltano_yml_has_the_same_definition_and_selection() -> None:
    tap = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))["plugins"]["extractors"][0]
    keys = ("settings", "capabilities", "executable", "select")
    assert {key: tap[key] for key in keys} == {key: DEFINITION[key] for key in keys}
    assert DEFINITION["select"] == ["app_usage.*"]
