"""The settings that come from the environment, and those that do not exist."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tap_usagestats.errors import Stop

ENVIRONMENT_PREFIX = "TAP_USAGESTATS_"


def config_in(environment: Mapping[str, str], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings in `environment`, as a config file has them; `properties` is the JSON schema of each.

    The SDK's function (0.54) lets a .env file win over the environment, and its errors do not name the setting. Raise
    Stop if text for an array or an object is not JSON; an array can also be `id1,id2`.
    """
    config: dict[str, Any] = {}
    for name, schema in properties.items():
        variable, types = f"{ENVIRONMENT_PREFIX}{name.upper()}", schema["type"]
        if text := environment.get(variable):
            try:
                is_list = "array" in types and not text.lstrip().startswith(("[", "{"))
                is_json = "array" in types or "object" in types
                config[name] = text.split(",") if is_list else json.loads(text) if is_json else text
            except ValueError as error:
                raise Stop(f"Setting {name}: expected JSON in the environment variable {variable}.") from error
    return config


def unknown_settings(names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield a line for each of `names` that is not a `known` setting, with the one that was probably meant."""
    for name in sorted(set(names) - set(known)):
        meant = difflib.get_close_matches(name.lower(), list(known), n=1)
        yield f"Setting {name} does not exist and is ignored" + (f"; did you mean {meant[0]}?" if meant else "")
