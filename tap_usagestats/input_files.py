"""The files that the command line names: read once, checked, and never shown, as they may hold the key."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from singer_sdk.singerlib import Catalog

from tap_usagestats.errors import Stop

logger = logging.getLogger(__name__)

BOOKMARK_FIELDS = ("replication_key", "replication_key_value")  # nothing else in a bookmark is this tap's


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Raise Stop with `what` was expected if a file cannot be read, or has another form."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Stop(f"{what} ({type(error).__name__}).") from error


def json_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`, an empty one if there is no text; raise ValueError if it is something else."""
    value = json.loads(text or "{}", parse_constant=int)  # int("NaN") raises ValueError
    if not isinstance(value, dict):
        raise ValueError
    return value


def read_catalog(file: IO[str] | None) -> Catalog | None:
    """Return the catalog in `file`, None without a file; raise Stop if it is not one.

    An empty file and `{}` are a catalog without streams.
    """
    if file is None:
        return None
    with reading("--catalog: expected a Singer catalog, a JSON object with `streams`"):
        return Catalog.from_dict({"streams": [], **json_object(file.read().strip())})


def read_state(file: IO[str] | None) -> dict[str, Any]:
    """Return the state in `file`, none without a file; raise Stop if it is not one. An empty file is no state."""
    if file is None:
        return {}
    with reading("--state: expected a JSON object"):
        text = file.read().strip()
        if not text:
            logger.warning("--state: the file is empty: this sync starts without a state")
        return json_object(text)


def bookmarks_in(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bookmarks in the state of the last run; raise Stop if it does not have the form of one.

    A STATE message, or a state wrapped in `value` as some runners keep it, is unwrapped.
    """
    if "bookmarks" not in state and isinstance(state.get("value"), dict):
        logger.warning("--state: the state is wrapped in `value`, which is left out")
        state = state["value"]
    if state and "bookmarks" not in state:
        logger.warning("--state: there is no `bookmarks` in it: this sync starts without a state")
    bookmarks = state.get("bookmarks", {})
    if not isinstance(bookmarks, dict) or not all(isinstance(bookmark, dict) for bookmark in bookmarks.values()):
        raise Stop("--state: expected `bookmarks` to be an object of objects. What to do: fix or delete the state.")
    return {
        "bookmarks": {
            stream: {field: bookmark[field] for field in BOOKMARK_FIELDS if field in bookmark}
            for stream, bookmark in bookmarks.items()
        }
    }
