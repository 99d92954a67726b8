"""The setting stream_maps, which the SDK applies: the checks that the SDK lacks."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Any

from tap_usagestats.errors import Stop

CORRECT_IT = "What to do: correct its name, or remove it."
NULLS = (None, "__NULL__")  # drop the stream or column; Meltano cannot pass on a null


def check_stream_maps(config: Mapping[str, Any], columns: Mapping[str, Iterable[str]]) -> None:
    """Raise Stop if a stream map names a stream, or drops a column, that does not exist in `columns`, by stream.

    The SDK (0.54) silently ignores both, so a name that should be hidden would be sent in clear text.
    """
    for key, definition in (config.get("stream_maps") or {}).items():
        source = definition.get("__source__", key) if isinstance(definition, dict) else key  # can have wildcards
        streams = [stream for stream in columns if fnmatch(stream, str(source))]
        if not streams and key != "__else__":
            expected = f"one of the streams {', '.join(columns)}"
            raise Stop(f"Setting stream_maps: expected {expected}, got {key}. {CORRECT_IT}")
        known = {column for stream in streams for column in columns[stream]}
        for name, rule in definition.items() if isinstance(definition, dict) else ():
            if rule in NULLS and name not in known and not name.startswith("__"):
                what = f"{key} drops {name}, which is not a column of {', '.join(streams)}"
                raise Stop(f"Setting stream_maps: {what}. {CORRECT_IT}")
