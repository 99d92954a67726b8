"""The definition of the plugin for Meltano, derived from the settings.

Cog writes it to plugins/extractors/tap-usagestats.yml, which `meltano add extractor tap-usagestats --from-ref` takes
and which has the form of a listing on Meltano Hub, and to meltano.yml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tap_usagestats.config.settings import SETTINGS, Setting
from tap_usagestats.tap import TapUsageStats

NUMBER_AS_TEXT = "A string, because Meltano (4.4) fails on a number of the kind decimal from the environment."
STREAM_MAPS = "https://sdk.meltano.com/en/latest/stream_maps.html"
IN_PROJECT = ("namespace", "label", "executable", "capabilities", "settings_group_validation", "settings", "commands")


def plugin_definition() -> dict[str, Any]:
    """Return the definition, with the settings of the tap and the capabilities that it has from the SDK.

    The last value is not nested: after a nested one, `meltano add` (4.4) would copy the comment that follows. It drops
    `select`; the Hub keeps it. `repo` is left out until the repository has an address, and `docs` is a file until then.
    """
    return {
        "name": TapUsageStats.name,
        "variant": "original",
        "namespace": "tap_usagestats",
        "label": "Usage statistics of Jodoo and Jiandaoyun",
        "description": "Daily usage figures of the no-code platform Jodoo/Jiandaoyun, per app, member and organization",
        "domain_url": "https://www.jodoo.com",
        "keywords": ["api", "meltano_sdk"],
        "maintenance_status": "active",
        "executable": TapUsageStats.name,
        "capabilities": sorted(capability.value for capability in TapUsageStats.capabilities),
        "settings_group_validation": [["api_key"], ["organizations"]],
        "settings": [*(tap_setting(name, declared) for name, declared in SETTINGS.items()), *stream_map_settings()],
        "commands": {"test": {"args": "--config=ENV --test", "description": "Read one record of every stream."}},
        "select": ["app_usage.*"],
        "docs": "README.md",
        "pip_url": TapUsageStats.name,
    }


def tap_setting(name: str, declared: Setting) -> dict[str, Any]:
    """Return a setting of the tap as Meltano defines it."""
    kind, description = meltano_kind(declared.kind.schema), declared.description
    if kind == "string" and isinstance(declared.default, int | float):
        description += f" {NUMBER_AS_TEXT}"
    setting: dict[str, Any] = {"name": name, "kind": kind, "label": declared.title, "description": description}
    if declared.kind.schema.get("secret"):
        setting["sensitive"] = True
    if declared.default is not None:
        setting["value"] = str(declared.default) if kind == "string" else declared.default
    return setting


def meltano_kind(schema: dict[str, Any]) -> str:
    """Return Meltano's kind of a setting with this JSON schema."""
    if schema.get("format") == "date":
        return "date_iso8601"
    return next((kind for kind in ("integer", "array") if kind in schema["type"]), "string")


def stream_map_settings() -> Iterator[dict[str, Any]]:
    """Yield the SDK's settings that change records; Meltano (4.4) hands over an object only if it is declared."""
    texts = {
        "stream_maps": ("Stream maps", f"Streams and columns to rename, hash or drop, see {STREAM_MAPS}."),
        "stream_map_config": (
            "Stream map config",
            "Values for the expressions of stream maps, such as a seed to hash with.",
        ),
    }
    for name, (label, description) in texts.items():
        yield {"name": name, "kind": "object", "label": label, "description": description}


def as_yaml(definition: dict[str, Any]) -> str:
    """Return `definition` as YAML."""
    return yaml.safe_dump(definition, sort_keys=False, allow_unicode=True, width=1000)


def in_meltano_yml() -> str:
    """Return what meltano.yml takes from the definition; it says the rest itself."""
    definition = plugin_definition()
    return as_yaml({key: definition[key] for key in IN_PROJECT})
