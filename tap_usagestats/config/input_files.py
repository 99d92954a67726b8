"""The files named on the command line: read once, checked, and never shown, because they may contain the key."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from singer_sdk.singerlib import Catalog

from tap_usagestats.errors import Stop

logger = logging.getLogger(__name__)

BOOKMARK_FIELDS = ("replication_key", "replication_key_value")  # this tap uses no other field of a bookmark


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Raise Stop with `what`, which says what was expected, if a file cannot be read or parsed."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Stop(f"{what} ({type(error).__name__}).") from error


def json_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`, or an empty one if there is no text; raise ValueError for anything else."""
    value = json.loads(text or "{}", parse_constant=int)  # int("NaN") raises ValueError
    if not isinstance(value, dict):
        raise ValueError
    return value


def read_catalog(file: IO[str] | None) -> Catalog | None:
    """Return the catalog in `file`, or None without a file; raise Stop if it is not a catalog.

    An empty file and `{}` are catalogs without streams.
    """
    if file is None:
        return None
    with reading("--catalog: expected a Singer catalog, a JSON object with `streams`"):
        return Catalog.from_dict({"streams": [], **json_object(file.read().strip())})


def read_state(file: IO[str] | None) -> dict[str, Any]:
    """Return the state in `file`, or an empty one; raise Stop if it is not a JSON object or an empty file."""
    if file is None:
        return {}
    with reading("--state: expected a JSON object"):
        text = file.read().strip()
        if not text:
            logger.warning("--state: the file is empty, so this sync starts without state")
        return json_object(text)


def bookmarks_in(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bookmarks in the state of the last run; raise Stop if it is not a state.

    A STATE message, or a state wrapped in `value` as some runners store it, is unwrapped.
    """
    if "bookmarks" not in state and isinstance(state.get("value"), dict):
        logger.warning("--state: the state is wrapped in `value`; its content is used")
        state = state["value"]
    if state and "bookmarks" not in state:
        logger.warning("--state: expected `bookmarks`, got none, so this sync starts without state")
    bookmarks = state.get("bookmarks", {})
    if not isinstance(bookmarks, dict) or not all(isinstance(bookmark, dict) for bookmark in bookmarks.values()):
        raise Stop("--state: expected `bookmarks` to be an object of objects. What to do: fix or delete the state.")
    return {
        "bookmarks": {
            stream: {field: bookmark[field] for field in BOOKMARK_FIELDS if field in bookmark}
            for stream, bookmark in bookmarks.items()
        }
    }
