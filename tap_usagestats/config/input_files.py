"""The files named on the command line: read once, checked, and never shown, because they may contain the key."""

import json
import logging
from collections.abc import Collection, Mapping
from io import StringIO
from types import SimpleNamespace
from typing import Any

import click
from singer_sdk.singerlib import Catalog

from tap_usagestats.config.settings import Settings
from tap_usagestats.errors import Stop

logger = logging.getLogger(__name__)

EXPECTED = {
    "config": "a readable file that contains a JSON object",
    "state": "a JSON object",
    "catalog": "a Singer catalog, a JSON object with `streams`",
}
WRAPPERS = ("singer_state", "value")  # of a state in what `meltano state get` prints, and in a STATE message
ENVIRONMENT = "ENV"  # in place of a --config file
BOOKMARK_FIELDS = ("replication_key", "replication_key_value")  # this tap uses no other field of a bookmark


def read_files(_: click.Context, option: click.Parameter, value: Any) -> Any:  # noqa: ANN401  # click's callback
    """Return what the SDK takes for an option of EXPECTED: the files in `value`, read and checked."""
    if option.name == "config":
        files = [read_file("config", name) for name in value if name != ENVIRONMENT]
        merged = {key: setting for file in files for key, setting in file.items()}
        return SimpleNamespace(config=merged, parse_env=ENVIRONMENT in value)  # which the SDK has a private class for
    return None if value is None else StringIO(json.dumps(read_file(str(option.name), value)))


def read_file(option: str, name: str) -> dict[str, Any]:
    """Return the JSON object in the file `name` of --`option`; an empty state or catalog is one. Or raise Stop."""
    try:
        with click.open_file(name, encoding="utf-8-sig") as file:  # with or without a byte order mark
            text = file.read().strip()
        if option == "state" and not text:
            logger.warning("--state: the file is empty, so this sync starts without state")
        value = json.loads(text if option == "config" else text or "{}", parse_constant=int)  # int("NaN") fails
        content: dict[str, Any] = ({"streams": []} if option == "catalog" else {}) | value
        if option == "catalog":
            for entry in content["streams"]:
                for part in entry.get("metadata", []):
                    if not part["breadcrumb"] and (method := part["metadata"].get("replication-method")):
                        entry["replication_method"] = method  # the SDK (0.54) looks for it only there
            Catalog.from_dict(content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = type(error).__name__ + (f": {error.strerror}" if isinstance(error, OSError) else "")
        raise Stop(f"--{option}: expected {EXPECTED[option]} ({reason}).") from error
    return content


def bookmarks_in(state: Mapping[str, Any], streams: Collection[str], settings: Settings) -> dict[str, Any]:
    """Return the bookmarks of `streams` in the state of the last run; raise Stop if it is not a state."""
    for wrapper in WRAPPERS:
        if "bookmarks" not in state and isinstance(state.get(wrapper), dict):
            logger.warning("--state: the state is wrapped in `%s`; its content is used", wrapper)
            state = state[wrapper]
    if state and "bookmarks" not in state:
        logger.warning("--state: expected `bookmarks`, got none, so this sync starts without state")
    try:
        bookmarks = {name: parts_of(bookmark) for name, bookmark in state.get("bookmarks", {}).items()}
    except (TypeError, KeyError, AttributeError) as error:
        what = "--state: expected `bookmarks` to be an object of objects"
        raise Stop(f"{what}. What to do: fix or delete the state.") from error
    used = {name: moved_over(parts, settings) for name, parts in bookmarks.items()}
    for name, bookmark in used.items():
        has_effect = bookmark.get("partitions") if settings.organizations else BOOKMARK_FIELDS[1] in bookmark
        if name not in streams or (state["bookmarks"][name] and not has_effect):
            expected = f"expected one of the streams {', '.join(streams)}, with {BOOKMARK_FIELDS[1]}"
            if settings.organizations:
                expected += " for each of the organizations; set organization to the one whose state this is"
            logger.warning("--state: the bookmark of %.100r has no effect: %s", name, expected)
    return {"bookmarks": used}


def parts_of(bookmark: Mapping[str, Any]) -> dict[str | None, dict[str, Any]]:
    """Return the fields of a bookmark, under None, and of the partitions in it, each under its organization."""
    parts = {part["context"].get("organization"): part for part in bookmark.get("partitions", [])}
    return {
        name: {field: part[field] for field in BOOKMARK_FIELDS if part.get(field) is not None}
        for name, part in {**parts, None: bookmark}.items()
    }


def moved_over(parts: dict[str | None, dict[str, Any]], settings: Settings) -> dict[str, Any]:
    """Return the bookmark with these `parts` for a run with `settings`.

    Between one organization and many, the bookmark of the setting `organization` moves to a partition, or out of it.
    """
    name, names = settings.organization, {account["name"] for account in settings.organizations or ()}
    own = parts.pop(None)
    if name in names and own:  # the later of both, because a bookmark never moves back
        parts[name] = max(own, parts.get(name, own), key=lambda part: str(part.get(BOOKMARK_FIELDS[1])))
    elif name and not names:
        own = own or parts.get(name, {})
        parts.pop(name, None)
    partitions = [{"context": {"organization": each}, **part} for each, part in parts.items()]
    return ({} if names else own) | ({"partitions": partitions} if partitions else {})
