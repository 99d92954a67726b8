"""What the log says about settings that are ignored, and about a key that goes to two hosts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from tap_usagestats.config.settings import ENVIRONMENT_PREFIX, Settings


def setting_warnings(
    settings: Settings, names: Iterable[str], known: Iterable[str], environment: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line for each of `names` that is ignored, and for each other host to which `environment` sends the key.

    `known` are the names of all settings; a line may show the key.
    """
    if "batch_config" in names:
        yield "Setting batch_config is ignored: with batch files, STATE could overtake records"
    yield from unknown_settings(set(names) - {"batch_config"}, known)
    for variable, host in other_hosts_of_key(settings, environment).items():
        yield f"This run's API key is also sent to {host}. What to do: set {variable}"


def unknown_settings(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return a line for each of `names` that is not a `known` setting, with the one that was probably meant."""
    lines = []
    for name in sorted(set(names) - set(known)):
        meant = difflib.get_close_matches(name.lower(), list(known), n=1)
        lines.append(f"Setting {name} does not exist and is ignored" + (f"; did you mean {meant[0]}?" if meant else ""))
    return lines


def names_in(environment: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the names of the settings among the variables of an `environment`.

    This leaves out Meltano's own variables, which contain __, and those of plugins that inherit from this one, which
    end with the name of a `known` setting, such as TAP_USAGESTATS_CHINA_API_KEY.
    """
    names = [name.removeprefix(ENVIRONMENT_PREFIX) for name in environment if name.startswith(ENVIRONMENT_PREFIX)]
    inherited = tuple(f"_{name.upper()}" for name in [*known, "loglevel"])
    own = (name for name in names if "__" not in name and not name.startswith("_") and not name.endswith(inherited))
    return [name.lower() for name in own if name != "LOGLEVEL"]


def other_hosts_of_key(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the other hosts to which `environment` sends the key of this run, by the variable of the missing key.

    A Meltano plugin that inherits from this one and has no key of its own sends this plugin's key to its own host. Only
    a run of this plugin can see that: in a run of the other one, Meltano (4.4) has set that plugin's variable, too.
    """
    is_parent = environment.get("MELTANO_EXTRACTOR_NAMESPACE") == "tap_usagestats"
    hosts = {}
    for variable, url in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX) and variable.endswith("_API_URL"):
            key_variable = variable.removesuffix("URL") + "KEY"
            key = environment.get(key_variable) or (settings.api_key if is_parent else "")
            if key == settings.api_key and (host := host_of(url)) != host_of(settings.api_url):
                hosts[key_variable] = host
    return hosts


def host_of(url: str) -> str:
    """Return the host in `url`, or an empty text if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
