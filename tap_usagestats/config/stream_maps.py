"""The setting stream_maps, which the SDK applies: the checks that the SDK lacks."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

NULLS = (None, "__NULL__")  # drop the stream or column; Meltano cannot pass on a null


def mistakes_in(config: Mapping[str, Any], columns: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield what is wrong if a stream map names a stream, or drops a column, that is not in `columns`, by stream.

    The SDK (0.54) silently ignores both, so a name that should be hidden would be sent in clear text.
    """
    for key, definition in (config.get("stream_maps") or {}).items():
        source = definition.get("__source__", key) if isinstance(definition, dict) else key  # can have wildcards
        streams = [stream for stream in columns if fnmatch(stream, str(source))]
        if not streams and key != "__else__":
            yield f"expected one of the streams {', '.join(columns)}, got {key}"
        known = {column for stream in streams for column in columns[stream]}
        for name, rule in definition.items() if isinstance(definition, dict) else ():
            if rule in NULLS and name not in known and not name.startswith("__"):
                yield f"{key} drops {name}, which is not a column of {', '.join(streams)}"
