"""Settings in the environment: TAP_USAGESTATS_ and the name of the setting in upper case."""

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tap_usagestats.errors import Stop

ENVIRONMENT_PREFIX = "TAP_USAGESTATS_"


def config_in(environment: Mapping[str, str], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings in `environment`, as a config file has them; `properties` is the JSON schema of each.

    The SDK (0.54) has a function for it, but that one lets a .env file win over the environment, and its errors do not
    name the setting. Raise Stop if a variable for an object or an array cannot be parsed.
    """
    config: dict[str, Any] = {}
    for name, schema in properties.items():
        variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
        if variable in environment:
            try:
                config[name] = value_in(environment[variable], schema["type"])
            except ValueError as error:
                raise Stop(f"Setting {name}: expected JSON in the environment variable {variable}.") from error
    return config


def value_in(text: str, types: str | list[str]) -> Any:  # noqa: ANN401  # any JSON
    """Return the value of a variable: JSON for an object or an array, else text; an array can also be `id1,id2`."""
    if "array" in types and not text.lstrip().startswith(("[", "{")):
        return text.split(",")
    return json.loads(text) if "object" in types or "array" in types else text


def names_in(environment: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the names of the settings among the variables of an `environment`.

    This leaves out Meltano's own variables, which contain __, and those of plugins that inherit from this one, which
    end with the name of a `known` setting, such as TAP_USAGESTATS_CHINA_API_KEY.
    """
    names = [name.removeprefix(ENVIRONMENT_PREFIX) for name in environment if name.startswith(ENVIRONMENT_PREFIX)]
    others = ("LOGLEVEL", *(f"_{name.upper()}" for name in known))
    return [name.lower() for name in names if not (name.startswith("_") or "__" in name or name.endswith(others))]


def unknown_settings(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return a line for each of `names` that is not a `known` setting, with the one that was probably meant."""
    lines = []
    for name in sorted(set(names) - set(known)):
        meant = difflib.get_close_matches(name.lower(), list(known), n=1)
        lines.append(f"Setting {name} does not exist and is ignored" + (f"; did you mean {meant[0]}?" if meant else ""))
    return lines
