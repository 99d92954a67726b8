"""The setting stream_maps, which the SDK applies: checks that the SDK lacks, and which expression failed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from singer_sdk.mapper import PluginMapper

from tap_usagestats.errors import Stop

Json = Mapping[str, Any]

NULLS = (None, "__NULL__")  # drop the stream or column; Meltano cannot pass on a null


def maps_of(config: Json, stream: str) -> Iterator[tuple[str, Any]]:
    """Yield the keys and values under `stream_maps` that apply to `stream`."""
    for key, definition in (config.get("stream_maps") or {}).items():
        source = definition.get("__source__", key) if isinstance(definition, dict) else key
        if fnmatch(stream, str(source)):
            yield key, definition


def check_stream_maps(config: Json, columns: Mapping[str, Any]) -> None:
    """Raise Stop if a stream map names a stream, or drops a column, that does not exist in `columns`, by stream.

    The SDK (0.54) silently ignores both, so a name that should be hidden would be sent in clear text.
    """
    maps = config.get("stream_maps") or {}
    used = {key for stream in columns for key, _ in maps_of(config, stream)} | {"__else__"}
    if unknown := [key for key in maps if key not in used]:
        raise Stop(
            f"Setting stream_maps: expected one of the streams {', '.join(columns)}, got {unknown[0]}. "
            "What to do: correct its name, or remove it."
        )
    for stream, known in columns.items():
        for key, definition in maps_of(config, stream):
            dropped = (
                [name for name, rule in definition.items() if rule in NULLS] if isinstance(definition, dict) else []
            )
            if unknown := [name for name in dropped if name not in known and not name.startswith("__")]:
                raise Stop(
                    f"Setting stream_maps: {key} drops the column {unknown[0]}, which {stream} does not have. "
                    "What to do: correct its name, or remove it."
                )


def failing_expression(config: Json, stream: str, record: dict[str, Any]) -> str:
    """Return the expression in `stream_maps` that fails on `record` of `stream`."""
    schema = {"type": "object", "properties": {column: {"type": ["string", "null"]} for column in record}}
    for key, definition in maps_of(config, stream):
        rules = definition.items() if isinstance(definition, dict) else ()
        for name, rule in rules:
            if name in {"__source__", "__alias__", "__key_properties__", "__else__"}:
                continue
            mapper = PluginMapper({**config, "stream_maps": {stream: {name: rule}}}, logging.getLogger(__name__))
            mapper.register_raw_stream_schema(stream, schema, None)
            try:
                mapper.stream_maps[stream][0].transform(record.copy())
            except Exception:  # noqa: BLE001  # this is the one
                return f"{key}.{name}, `{rule}`,"
    return "an expression"
