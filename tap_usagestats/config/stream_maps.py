"""The setting stream_maps, which the SDK applies: checks that the SDK lacks, and which expression failed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Any

from singer_sdk.mapper import PluginMapper

from tap_usagestats.errors import Stop

Json = Mapping[str, Any]

CORRECT_IT = "What to do: correct its name, or remove it."
NULLS = (None, "__NULL__")  # drop the stream or column; Meltano cannot pass on a null


def source_of(key: str, definition: Any) -> str:  # noqa: ANN401  # what a user wrote
    """Return the name, which can have wildcards, of the streams that a stream map applies to."""
    return str(definition.get("__source__", key)) if isinstance(definition, dict) else key


def check_stream_maps(config: Json, columns: Mapping[str, Iterable[str]]) -> None:
    """Raise Stop if a stream map names a stream, or drops a column, that does not exist in `columns`, by stream.

    The SDK (0.54) silently ignores both, so a name that should be hidden would be sent in clear text.
    """
    for key, definition in (config.get("stream_maps") or {}).items():
        streams = [stream for stream in columns if fnmatch(stream, source_of(key, definition))]
        if not streams and key != "__else__":
            expected = f"one of the streams {', '.join(columns)}"
            raise Stop(f"Setting stream_maps: expected {expected}, got {key}. {CORRECT_IT}")
        known = {column for stream in streams for column in columns[stream]}
        for name, rule in definition.items() if isinstance(definition, dict) else ():
            if rule in NULLS and name not in known and not name.startswith("__"):
                what = f"{key} drops {name}, which is not a column of {', '.join(streams)}"
                raise Stop(f"Setting stream_maps: {what}. {CORRECT_IT}")


def map_failure_text(config: Json, stream: str, record: dict[str, Any], error: Exception) -> str:
    """Return the line about the `error` that the stream maps raised for `record`."""
    return (
        f"{stream}: stream_maps: {failing_expression(config, stream, record)} failed on a record of {record['date']} "
        f"({type(error).__name__}). What to do: make the expression handle null and every type, as in "
        "`md5(creator_name) if creator_name else None`."
    )


def failing_expression(config: Json, stream: str, record: dict[str, Any]) -> str:
    """Return the expression in `stream_maps` that fails on `record` of `stream`."""
    schema = {"type": "object", "properties": {column: {"type": ["string", "null"]} for column in record}}
    for key, definition in config["stream_maps"].items():
        if not (isinstance(definition, dict) and fnmatch(stream, source_of(key, definition))):
            continue
        for name, rule in definition.items():
            if name in {"__source__", "__alias__", "__key_properties__", "__else__"}:
                continue
            mapper = PluginMapper({**config, "stream_maps": {stream: {name: rule}}}, logging.getLogger(__name__))
            mapper.register_raw_stream_schema(stream, schema, None)
            try:
                mapper.stream_maps[stream][0].transform(record.copy())
            except Exception:  # noqa: BLE001  # this is the one
                return f"{key}.{name}"
    return "an expression"
